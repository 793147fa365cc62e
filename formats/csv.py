"""CSV (RFC 4180): one line for each entry or row, parts of it in columns named `when.edtf`.

A list within a line stands in one cell, its items parted by "; ". Cells that a spreadsheet would take for a formula
(they begin with `=`, `+`, `-`, `@`, a tab or a line end) get an apostrophe before them, as OWASP advises against CSV
injection; dates before the year 0 are left as they are, for they hold nothing but digits and the signs of EDTF.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from formats.export import Export
from formats.lines import line_fields, lines_of
from projections.view import View

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_DATE_OR_NUMBER = re.compile(r"-?[0-9X]+([-/.,?~%][-0-9X/.,?~%]*)?")
_SLICE = ("reading", "known_on", "position")


class Csv(Export):
    """A table for spreadsheets; a column tells undated entries, and the last ones name reading, day and position."""

    name, media_type, suffix = "csv", "text/csv; charset=utf-8; header=present", ".csv"
    accepts = (View,)

    def takes(self, view: type[View]) -> bool:
        """Any view that is a table."""
        return bool(line_fields(view))

    def write(self, view: View) -> Iterator[str]:
        """A header and the lines, each ended by CR LF."""
        slice_cells = [_cell(getattr(view, name)) for name in _SLICE]
        header = ["listed_as", *_columns(view), *(f"slice.{name}" for name in _SLICE)]
        yield _line(header)
        for listed_as, line in lines_of(view):
            cells = dict(_flat(line.model_dump(mode="json", by_alias=True)))
            yield _line([listed_as, *(cells.get(column, "") for column in header[1 : -len(slice_cells)]), *slice_cells])


def _columns(view: View) -> list[str]:
    """Every column of every line, those of the first lines first."""
    found: dict[str, None] = {}
    for _, line in lines_of(view):
        found.update(dict.fromkeys(name for name, _ in _flat(line.model_dump(mode="json", by_alias=True))))
    if not found:
        found.update((name, None) for field in line_fields(type(view)) for name in _declared(type(view), field))
    return list(found)


def _declared(view: type[View], field: str) -> list[str]:
    """The columns of a table without lines: the fields of its items."""
    for argument in getattr(view.model_fields[field].annotation, "__args__", ()):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return list(argument.model_fields)
    return []


def _flat(content: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, _cell(value)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _safe("; ".join(_item(each) for each in value))
    return _safe(_item(value))


def _item(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return " ".join(filter(None, (_item(part) for part in value.values())))
    if isinstance(value, list):
        return " / ".join(_item(each) for each in value)
    return str(value)


def _safe(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{text}" if text.startswith(_RISKY) and not _DATE_OR_NUMBER.fullmatch(text) else text


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
