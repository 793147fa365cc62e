"""Columns of a table made from others: what `[columns.NAME]` says in a mapping.

`from` names the other column. `escapes = "html"` reads `&amp;` as `&`; `letters` is `"upper"` or `"lower"`; `map` says
what stands for what; `date` is the form of days as `strptime` reads it, or several forms, of which the first that fits
is taken, with `zone` as `Z` or `+hh:mm`; `id` gives the same text always the same id of that noun; `empty` stands for
an empty cell. A cell that is not in the map, or no day in any form, is refused as an error; `otherwise = "unstated"`
leaves it empty, and `"same"` keeps what is not in the map.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, partial, reduce
from html import unescape
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from domain.errors import Invalid
from domain.ids import identity
from domain.values import Value

REMEMBERED_CELLS = 65_536
"""Cells of a made column that are not made again: a date is read in ten microseconds, and often stands in many rows."""

REMEMBERED_CHARS = 60
"""A longer cell is a text of its own, which would only take memory."""


def _several(form: object) -> object:
    return (form,) if isinstance(form, str) else form


class MadeColumn(Value):
    """A column made from another one."""

    of: Annotated[str, Field(alias="from")]
    escapes: Literal["html"] | None = None
    letters: Literal["upper", "lower"] | None = None
    map: dict[str, str] | None = None
    date: Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_several)] | None = None
    otherwise: Literal["refuse", "same", "unstated"] = "refuse"
    zone: Annotated[str, StringConstraints(pattern=r"^(Z|[+-][0-2][0-9]:[0-5][0-9])$")] | None = None
    id: Literal["occurrence", "case", "source", "party"] | None = None
    empty: str = ""


class MadeCell:
    """Makes the cells of a column from those of another one, each once as long as it is remembered."""

    place = 0
    """That of the other column's cells."""

    def __init__(self, name: str, made: MadeColumn) -> None:
        self.of = made.of
        self._make = _making(name, made)
        self._remembered = lru_cache(maxsize=REMEMBERED_CELLS)(self._make)

    def made(self, cell: str, number: int) -> str:
        """The cell; raises `Invalid` for one that it cannot be made from."""
        try:
            return self._remembered(cell) if len(cell) <= REMEMBERED_CHARS else self._make(cell)
        except Invalid as refusal:
            where = f"line {number}, {self.of}"
            raise Invalid(refusal.message, seen=refusal.seen, where=where, accepted=refusal.accepted) from None


def _making(name: str, made: MadeColumn) -> Callable[[str], str]:
    """What makes a column's cell from that of another; raises `Invalid` for a cell that it cannot be made from."""
    steps: list[Callable[[str], str]] = []
    if made.letters is not None:
        steps.append(str.upper if made.letters == "upper" else str.lower)
    if made.map is not None:
        steps.append(partial(_mapped, made.map, same=made.otherwise == "same"))
    if made.date is not None:
        steps.append(_first_that_fits([_day(form, made.zone or "", f"columns.{name}.date") for form in made.date]))
    if made.id is not None:
        steps.append(partial(identity, made.id))

    def make(cell: str) -> str:
        text = cell if made.escapes is None else unescape(cell).strip()
        return reduce(_next, steps, text) if text else made.empty

    def make_or_leave_out(cell: str) -> str:
        try:
            return make(cell)
        except Invalid:
            return ""

    return make_or_leave_out if made.otherwise == "unstated" else make


def _next(cell: str, step: Callable[[str], str]) -> str:
    return step(cell)


def _mapped(mapping: Mapping[str, str], cell: str, *, same: bool) -> str:
    found = mapping.get(cell, cell if same else None)
    if found is None:
        raise Invalid("not among what is mapped", seen=cell, accepted=", ".join(mapping))
    return found


def _first_that_fits(readings: list[Callable[[str], str]]) -> Callable[[str], str]:
    """Reads days in one of several forms; what fits none is refused as the first one refuses it."""

    def read(cell: str) -> str:
        refusals = []
        for reading in readings:
            try:
                return reading(cell)
            except Invalid as refusal:
                refusals.append(refusal)
        first = refusals[0]
        accepted = " or ".join([str(refusal.accepted) for refusal in refusals])
        raise Invalid(first.message, seen=first.seen, accepted=accepted)

    return read if len(readings) > 1 else readings[0]


def _day(form: str, zone: str, where: str) -> Callable[[str], str]:
    """From days as they stand in the table to EDTF, to the year, the month, the day or the time of day.

    EDTF has no time to the minute: its seconds are then written as 00, and `stated` may keep what the table says.
    """
    codes = set(re.findall(r"%(.)", form))
    if "Y" not in codes:
        raise Invalid("days without a whole year do not say when", seen=form, where=where, accepted="a form with %Y")
    chars = 10 if codes & set("dj") else 7 if codes & set("mbB") else 4
    if "H" in codes or codes >= set("Ip"):
        chars = 19

    def read(cell: str) -> str:
        try:
            day = datetime.strptime(cell, form)  # noqa: DTZ007 - a zone is kept as it is written, or unknown
        except ValueError:
            raise Invalid("not a day in the form of this column", seen=cell, accepted=form) from None
        written = day.isoformat(timespec="seconds")
        return written[:chars] + (written[19:] or zone if chars == 19 else "")

    return read
