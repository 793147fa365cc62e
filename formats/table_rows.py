"""Delimited tables (RFC 4180): what the readers of tables share."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain

from domain.errors import Invalid
from formats.cutting import Cutting, TableCutting
from formats.reader import BadRow, Reader, Row
from formats.repeats import Repeats

ReadRow = Callable[[list[str], int], Iterable[Row]]
"""Reads the cells of a row that ends on that line; raises `Invalid` for a row that says nothing else."""


class TableReader(Reader):
    """A reader of tables: the first record names the columns, every other one that is not blank is a row."""

    header_lines = 1
    delimiter = ","
    encoding = "utf-8"

    columns: tuple[str, ...] | None = None
    """The names of the columns of a table that has no header."""

    @property
    def cutting(self) -> Cutting | None:
        """Between records, wherever the bytes tell where these are."""
        return TableCutting.of(self.delimiter, self.encoding, has_head=self.columns is None)

    def by_header(self, cells: list[str]) -> ReadRow:
        """How to read rows under such a header; raises `Invalid` for one that no row can be read under."""
        raise NotImplementedError

    def begun(self, number: int) -> Iterable[Row]:
        """What comes before the first row, under a header that ends on that line."""
        del number
        return ()

    def read(self, lines: Iterable[bytes]) -> Iterator[Row | BadRow]:
        """Read row by row; a table whose header cannot be read has no rows, and the header is the error."""
        repeats = Repeats()
        for row in self.read_part(lines, 1):
            if isinstance(row, BadRow) or row.key is None or repeats.is_new(row.number, row.key):
                yield row

    def read_part(self, lines: Iterable[bytes], first_number: int, head: bytes = b"") -> Iterator[Row | BadRow]:
        """Read some records; one that is no CSV ends the table, as where the next one begins cannot be known."""
        read = None if first_number == 1 else self._by_head(head)
        if first_number > 1 and read is None:
            return
        records = rows_of(lines, self.delimiter, self.encoding, first_number, has_header=self.columns is None)
        if self.columns is not None and first_number == 1:
            records = chain([(1, list(self.columns))], records)
        for found in records:
            if isinstance(found, BadRow):
                yield found
                return
            number, cells = found
            try:
                if read is None:
                    read = self.by_header(cells)
                    yield from self.begun(number)
                else:
                    yield from read(cells, number)
            except Invalid as refusal:
                yield BadRow(number, refusal, ends=read is None)
                if read is None:
                    return

    def _by_head(self, head: bytes) -> ReadRow | None:
        """How to read rows under a header that the first part tells of, if it cannot be read."""
        try:
            if self.columns is not None:
                return self.by_header(list(self.columns))
            found = next(rows_of(BytesIO(head), self.delimiter, self.encoding))
            return None if isinstance(found, BadRow) else self.by_header(found[1])
        except Invalid:
            return None


def rows_of(
    lines: Iterable[bytes],
    delimiter: str = ",",
    encoding: str = "utf-8",
    first_number: int = 1,
    *,
    has_header: bool = True,
) -> Iterator[tuple[int, list[str]] | BadRow]:
    """Every record that is not blank, and the header even so, each with the number of the line on which it ends."""
    table = csv.reader(_texts(lines, encoding, first_number), strict=True, delimiter=delimiter)
    before, begun = first_number - 1, first_number > 1 or not has_header
    while True:
        try:
            cells = next(table, None)
        except csv.Error as refusal:
            number = before + table.line_num
            yield BadRow(number, Invalid(f"no CSV: {refusal}", where=f"line {number}"), ends=True)
            return
        except UnicodeDecodeError as refusal:
            number = before + table.line_num + 1
            message = f"the line is not in this encoding: {refusal.reason}"
            seen, where = repr(refusal.object[refusal.start : refusal.end]), f"line {number}, byte {refusal.start}"
            accepted = f"{encoding}, or another `encoding` that the mapping names"
            yield BadRow(number, Invalid(message, seen=seen, where=where, accepted=accepted), ends=True)
            return
        if cells is None:
            return
        if any(cells) or not begun:
            begun = True
            yield before + table.line_num, cells


def refuse_other_width(cells: Sequence[str], columns: int, where: str) -> None:
    """Raise `Invalid` for a row that has more or fewer cells than the header."""
    if len(cells) != columns:
        accepted = f"{columns} cells, as in the header"
        raise Invalid("the row has another number of cells", seen=len(cells), where=where, accepted=accepted)


def _texts(lines: Iterable[bytes], encoding: str, first_number: int) -> Iterator[str]:
    for number, line in enumerate(lines, first_number):
        text = line.decode(encoding)
        yield (text.removeprefix("\ufeff") if number == 1 else text).rstrip("\r\n") + "\n"
