"""Bring files into the record: commands as JSON Lines, tables as CSV, or an exported log."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from api.cli.opening import store_option
from api.cli.printing import tell
from api.cli.progress import counted, progress

if TYPE_CHECKING:
    from api.cli.preparing import Entry
    from domain.event import Command
    from formats.mapped_rows import MappedRows
    from formats.reader import Reader
    from store.application import Application
    from store.requests import Prepared

SHOWN_FAULTS = 50


class Tally:
    """What came of an import so far; the first faults are told at once, all of them are counted."""

    def __init__(self, all_faults: TextIO | None = None) -> None:
        self._all_faults = None if all_faults is None else csv.writer(all_faults)
        if self._all_faults is not None:
            self._all_faults.writerow(["file", "line", "why"])
        self.rows = 0
        self.added = 0
        self.unchanged = 0
        self.faults = 0
        self._file = Path()
        self._last_line = 0

    def begin(self, file: Path, header_lines: int) -> None:
        """Begin with a file, of which so many lines are no rows."""
        self._file, self._last_line = file, header_lines

    def row(self, line: int) -> None:
        """Count a row, once however many commands it comes to."""
        self.rows += line != self._last_line
        self._last_line = line

    def fault(self, line: int, why: object) -> None:
        """Tell of one row that did not come in."""
        self.faults += 1
        if self._all_faults is not None:
            self._all_faults.writerow([self._file, line, why])
        if self.faults <= SHOWN_FAULTS:
            tell(f"{self._file}: line {line}: {why}")
        elif self.faults == SHOWN_FAULTS + 1:
            kept = "all of them are kept" if self._all_faults is not None else "--faults FILE keeps all of them"
            tell(f"{self._file}: more rows failed; they are counted, and {kept}.")


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--by", default="import", show_default=True, help="The name recorded with what comes in.")
@click.option("--reader", "reader_name", help="How to read the files; by default their endings and first lines tell.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A TOML file that says what the rows of a table of any shape come to.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="How many other processes read a large file, part by part. Default: as many as there are cores, up to 4; "
    "1 reads it in this process.",
)
@click.option(
    "--faults",
    type=click.File("w", encoding="utf-8", lazy=False),
    help="A CSV file for every row that did not come in, with its line and why; 50 of them are told at once.",
)
@store_option
def command(
    files: tuple[Path, ...],
    by: str,
    reader_name: str | None,
    mapping: Path | None,
    processes: int | None,
    faults: TextIO | None,
    store: str | None,
) -> int:
    """Run it again after a crash or a mend: what is there already is not added twice. Exit code 1 if a row failed."""
    from api.cli.loading import make_ready
    from store.application import Application
    from store.settings import Settings

    if mapping is not None and reader_name is not None:
        raise click.UsageError("--mapping and --reader both say how to read; give one of them")
    mapped = None if mapping is None else _mapped(mapping)
    for file in files:
        if str(file) != "-" and not file.is_file():
            raise click.UsageError(f"{file} is no file")
    settings = Settings.of(store)
    make_ready(settings, with_seeds=False)
    tally = Tally(faults)
    with Application(settings) as application:
        for file in files:
            _bring_in(application, file, by, mapped or reader_name, processes, tally)
    told = f"{tally.rows} rows read: {tally.added} events added, {tally.unchanged} commands had nothing to add"
    tell(f"{told}, {tally.faults} failed.")
    return 1 if tally.faults else 0


def _bring_in(
    application: Application, file: Path, by: str, reader: MappedRows | str | None, processes: int | None, tally: Tally
) -> None:
    from api.cli.preparing import parts_of, read_entries
    from api.cli.processes import WORTH_BYTES, Preparing, default_processes

    stdin = str(file) == "-"
    size = None if stdin else file.stat().st_size
    with sys.stdin.buffer if stdin else file.open("rb") as handle, progress(f"{file}", size, "lines") as advance:
        first = handle.readline()
        if reader is None and _is_log_line(first):
            _restore(application, counted(_with_first(first, handle), advance), by, tally)
            return
        reading = _reader(file, reader) if reader is None or isinstance(reader, str) else reader
        tally.begin(file, reading.header_lines)
        count = processes or (default_processes() if size is None or size >= WORTH_BYTES else 1)
        cutting = reading.cutting if count > 1 else None
        if cutting is None:
            rows = reading.read(counted(_with_first(first, handle), advance))
            _take(application, read_entries(rows), by, tally)
            return
        after_bytes = WORTH_BYTES if processes is None and size is None else 0
        with Preparing(reading, count, after_bytes) as preparing:
            _take(application, preparing.entries(parts_of(first, handle, advance, cutting=cutting)), by, tally)


def _with_first(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    return chain([first] if first else [], rest)


def _take(application: Application, entries: Iterable[Entry], by: str, tally: Tally) -> None:
    from domain.errors import Invalid

    numbers: list[int] = []

    def commands() -> Iterator[Command | Prepared]:
        for number, asked in entries:
            tally.row(number)
            if isinstance(asked, Invalid):
                tally.fault(number, asked)
            else:
                numbers.append(number)
                yield asked

    for batch in application.execute_many(commands(), by=by):
        tally.added += batch.added
        tally.unchanged += batch.unchanged
        for index, refusal in batch.refused:
            tally.fault(numbers[index - batch.first_index], refusal)
        del numbers[: len(batch.results)]


def _restore(application: Application, lines: Iterator[bytes], by: str, tally: Tally) -> None:
    from formats.log_lines import read_lines

    for restored in application.restore(read_lines(lines), by=by):
        tally.rows += restored.added + restored.present
        tally.added += restored.added
        tally.unchanged += restored.present


def _is_log_line(line: bytes) -> bool:
    return b'"position"' in line and b'"stream"' in line and b'"recorded_at"' in line


def _mapped(mapping: Path) -> MappedRows:
    from domain.errors import Invalid
    from formats.mapped_rows import MappedRows, read_mapping

    try:
        text = mapping.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as failure:
        raise Invalid(f"the mapping cannot be read: {failure}", where=str(mapping)) from None
    return MappedRows(read_mapping(text, str(mapping)))


def _reader(file: Path, name: str | None) -> Reader:
    from domain.errors import Invalid
    from formats.registry import READERS

    for each, reader in READERS.items():
        if each == name or (name is None and file.name.endswith(reader.suffixes)):
            return reader
    accepted = ", ".join(f"{each} ({' '.join(reader.suffixes)})" for each, reader in READERS.items())
    raise Invalid("no reader for this file", seen=name or file.name, where="--reader", accepted=accepted)
