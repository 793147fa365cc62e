"""Bring files into the record: commands as JSON Lines, or an exported log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.opening import opened, store_option
from api.cli.printing import tell
from api.cli.progress import counted, progress

if TYPE_CHECKING:
    from api.bootstrap import Service
    from domain.event import Command
    from formats.reader import BadRow, Reader

SHOWN_FAULTS = 50


class Tally:
    """What came of an import so far; the first faults are told at once, all of them are counted."""

    def __init__(self) -> None:
        self.rows = 0
        self.added = 0
        self.unchanged = 0
        self.faults = 0

    def fault(self, file: Path, where: str, why: object) -> None:
        """Tell of one row that did not come in."""
        self.faults += 1
        if self.faults <= SHOWN_FAULTS:
            tell(f"{file}: {where}: {why}")


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--by", default="import", show_default=True, help="The name recorded with what comes in.")
@click.option("--reader", "reader_name", help="How to read the files; by default their endings and first lines tell.")
@store_option
def command(files: tuple[Path, ...], by: str, reader_name: str | None, store: str | None) -> int:
    """Run it again after a crash or a mend: what is there already is not added twice. Exit code 1 if a row failed."""
    from api.cli.loading import make_ready
    from store.settings import Settings

    for file in files:
        if str(file) != "-" and not file.is_file():
            raise click.UsageError(f"{file} is no file")
    make_ready(Settings.of(store), with_seeds=False)
    tally = Tally()
    with opened(store) as service:
        for file in files:
            _bring_in(service, file, by, reader_name, tally)
    told = f"{tally.rows} rows read: {tally.added} events added, {tally.unchanged} rows had nothing to add"
    tell(f"{told}, {tally.faults} failed.")
    return 1 if tally.faults else 0


def _bring_in(service: Service, file: Path, by: str, reader_name: str | None, tally: Tally) -> None:
    stdin = str(file) == "-"
    size = None if stdin else file.stat().st_size
    with sys.stdin.buffer if stdin else file.open("rb") as handle, progress(f"{file}", size, "bytes") as advance:
        lines = counted(handle, advance)
        first = list(islice(lines, 1))
        everything = chain(first, lines)
        if reader_name is None and first and _is_log_line(first[0]):
            _restore(service, everything, by, tally)
            return
        _take(service, file, _reader(file, reader_name).read(everything), by, tally)


def _take(service: Service, file: Path, rows: Iterator[Any], by: str, tally: Tally) -> None:
    numbers: list[int] = []

    def commands() -> Iterator[Command]:
        for row in rows:
            tally.rows += 1
            if hasattr(row, "command"):
                numbers.append(row.number)
                yield row.command
            else:
                _tell_bad(file, row, tally)

    for batch in service.application.execute_many(commands(), by=by):
        tally.added += batch.added
        tally.unchanged += batch.unchanged
        for index, refusal in batch.refused:
            tally.fault(file, f"line {numbers[index - batch.first_index]}", refusal)
        del numbers[: len(batch.results)]


def _tell_bad(file: Path, row: BadRow, tally: Tally) -> None:
    tally.fault(file, f"line {row.number}", row.error)


def _restore(service: Service, lines: Iterator[bytes], by: str, tally: Tally) -> None:
    from formats.log_lines import read_lines

    for restored in service.application.restore(read_lines(lines), by=by):
        tally.rows += restored.added + restored.present
        tally.added += restored.added
        tally.unchanged += restored.present


def _is_log_line(line: bytes) -> bool:
    return b'"position"' in line and b'"stream"' in line and b'"recorded_at"' in line


def _reader(file: Path, name: str | None) -> Reader:
    from domain.errors import Invalid
    from formats.registry import READERS

    for each, reader in READERS.items():
        if each == name or (name is None and file.name.endswith(reader.suffixes)):
            return reader
    accepted = ", ".join(f"{each} ({' '.join(reader.suffixes)})" for each, reader in READERS.items())
    raise Invalid("no reader for this file", seen=name or file.name, where="--reader", accepted=accepted)
