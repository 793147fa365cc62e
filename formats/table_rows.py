"""Rows of a delimited table (RFC 4180), each with its line: what the readers of tables share."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from domain.errors import Invalid
from formats.reader import BadRow


def rows_of(
    lines: Iterable[bytes], delimiter: str = ",", encoding: str = "utf-8"
) -> Iterator[tuple[int, list[str]] | BadRow]:
    """The header, then every row that is not blank, with the number of the line on which it ends.

    A row that is no CSV, or is not in that encoding, ends the table: where the next one begins cannot be known.
    """
    table = csv.reader(_texts(lines, encoding), strict=True, delimiter=delimiter)
    number, begun = 1, False
    while True:
        try:
            cells = next(table, None)
        except (csv.Error, UnicodeDecodeError) as refusal:
            yield BadRow(max(number, table.line_num), Invalid(f"no CSV: {refusal}", where=f"line {table.line_num}"))
            return
        if cells is None:
            return
        number = table.line_num
        if any(cells) or not begun:
            begun = True
            yield number, cells


def refuse_other_width(cells: Sequence[str], columns: int, where: str) -> None:
    """Raise `Invalid` for a row that has more or fewer cells than the header."""
    if len(cells) != columns:
        accepted = f"{columns} cells, as in the header"
        raise Invalid("the row has another number of cells", seen=len(cells), where=where, accepted=accepted)


def _texts(lines: Iterable[bytes], encoding: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        text = line.decode(encoding)
        yield (text.removeprefix("\ufeff") if number == 0 else text).rstrip("\r\n") + "\n"
