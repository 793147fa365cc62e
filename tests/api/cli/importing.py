"""An import by several processes, for tests that end it in the middle.

`python -m tests.api.cli.importing FILE STORE` prints the ids of the other processes and the position after every batch,
and waits for a line before it begins with the next one. A table has its mapping beside it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from api.cli.preparing import Part, parts_of
from api.cli.processes import Preparing
from domain.errors import Invalid
from domain.event import Command
from formats.command_lines import CommandLines
from formats.mapped_rows import MappedRows, read_mapping
from formats.reader import Reader
from store.application import Application
from store.requests import Prepared
from store.settings import Settings

BY = "an import"
PART_BYTES = 20_000
BATCH = 100
GO_ON = b"\n"


def reader_of(file: Path) -> Reader:
    """How to read a file: lines of commands, or a table by the mapping beside it."""
    mapping = file.with_suffix(".toml")
    return MappedRows(read_mapping(mapping.read_text(), str(mapping))) if mapping.exists() else CommandLines()


def several(file: Path) -> Preparing:
    """Two other processes, which are waited for, so that it is they who prepare."""
    return Preparing(reader_of(file), 2, waits=True)


def small_parts(file: Path) -> Iterator[Part]:
    """A file in more parts than it would be given out in."""
    cutting = reader_of(file).cutting
    assert cutting is not None
    with file.open("rb") as handle:
        yield from parts_of(handle.readline(), handle, part_bytes=PART_BYTES, cutting=cutting)


def commands(preparing: Preparing, file: Path) -> Iterator[Command | Prepared]:
    """What the lines of a file without faults ask for."""
    for _, asked in preparing.entries(small_parts(file)):
        assert not isinstance(asked, Invalid)
        yield asked


def main(file: str, store: str) -> None:
    with Application(Settings.of(store)) as application, several(Path(file)) as preparing:
        for batch in application.execute_many(commands(preparing, Path(file)), by=BY, batch_size=BATCH):
            sys.stdout.write(f"{' '.join(map(str, preparing.process_ids))} {batch.position}\n")
            sys.stdout.flush()
            sys.stdin.readline()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as from a terminal, however the tests were started
    main(*sys.argv[1:])
