"""EDTF, levels 0 to 2: text to four bounds in days, and back to the same text.

The profile is that of the Library of Congress of 4 February 2019 (ISO 8601-2:2019, annex). What it
leaves open is decided as follows.

- A date of low precision is *one unknown day*; an interval and an all-of set are extents.
- Offsets do not move a date: the civil day is kept as written, with the zone beside it.
- `?` and `~` leave the strict bounds alone; `~` gives `pad_days` to be used beside them.
- Season months: see `seasons.py`. Marked seasons (`2001-21?`) and marked long years are accepted.
- Not accepted, though some libraries do: centuries and decades by their digits (`19`, `197`: write
  `19XX`, `197X`), spaces in sets, fractions of a second, and intervals that hold no date at all (`/`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from domain.chronology.day_sets import DaySet, Stretch
from domain.chronology.days import day_number, month_length
from domain.chronology.edtf_date import DateParts, Qualifier, fail, read_date
from domain.errors import Invalid

MAX_CHARS: Final = 64

_PLAIN_DAY = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])")
_UNKNOWN = DateParts(0, 0, "unknown")
_OPEN = DateParts(0, 0, "open")


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF expression and what it means. Two are equal when their text is.

    Bounds are days since 1970-01-01 and inclusive, `None` where there is none. A *point* is one
    unknown day, so that its start and end bounds coincide. `start_days` and `end_days` tell which
    days within the bounds are meant, where not all are (`XXXX-12-25`, `[1667,1760]`).
    """

    text: str
    kind: str = field(compare=False)
    start_earliest: int | None = field(compare=False)
    start_latest: int | None = field(compare=False)
    end_earliest: int | None = field(compare=False)
    end_latest: int | None = field(compare=False)
    start_days: DaySet | None = field(default=None, compare=False)
    end_days: DaySet | None = field(default=None, compare=False)
    start_qualifiers: tuple[Qualifier, ...] = field(default=(), compare=False)
    end_qualifiers: tuple[Qualifier, ...] = field(default=(), compare=False)
    start_pad_days: int = field(default=0, compare=False)
    end_pad_days: int = field(default=0, compare=False)
    start_is: str = field(default="given", compare=False)
    end_is: str = field(default="given", compare=False)
    time_of_day: str | None = field(default=None, compare=False)
    zone: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_extent(self) -> bool:
        """Whether start and end may be different days: an interval or an all-of set."""
        return self.kind in ("interval", "all-of")

    @property
    def earliest(self) -> int | None:
        """The first day that can have any part in it."""
        return self.start_earliest

    @property
    def latest(self) -> int | None:
        """The last day that can have any part in it."""
        return self.end_latest

    @property
    def start_open(self) -> bool:
        """`../1985`: no beginning is claimed; nothing may narrow it."""
        return self.start_is == "open"

    @property
    def start_unknown(self) -> bool:
        """`/1985`: it began on a day that nobody here knows; other claims may narrow it."""
        return self.start_is == "unknown"

    @property
    def end_open(self) -> bool:
        """`1985/..`: no end is claimed; nothing may narrow it."""
        return self.end_is == "open"

    @property
    def end_unknown(self) -> bool:
        """`1985/`: it ended on a day that nobody here knows; other claims may narrow it."""
        return self.end_is == "unknown"

    @property
    def is_uncertain(self) -> bool:
        """Whether any part is marked `?` or `%`."""
        return any(each.mark in "?%" for each in self.start_qualifiers + self.end_qualifiers)

    @property
    def is_approximate(self) -> bool:
        """Whether any part is marked `~` or `%`."""
        return any(each.mark in "~%" for each in self.start_qualifiers + self.end_qualifiers)

    def matches(self, day: int) -> bool:
        """Whether a day is one that a point may be, or one within the widest reading of an extent."""
        if self.start_earliest is not None and day < self.start_earliest:
            return False
        if self.end_latest is not None and day > self.end_latest:
            return False
        return self.is_extent or self.start_days is None or self.start_days.matches(day)

    def padded(self) -> tuple[int | None, int | None, int | None, int | None]:
        """The four bounds widened by the approximation pads; the strict ones stay as they are."""
        return (
            _moved(self.start_earliest, -self.start_pad_days),
            _moved(self.start_latest, self.start_pad_days),
            _moved(self.end_earliest, -self.end_pad_days),
            _moved(self.end_latest, self.end_pad_days),
        )


def parse(text: str) -> Edtf:
    """Read an EDTF text of at most 64 characters, in time linear in its length.

    Raises:
        Invalid: naming the offset at which the text stopped making sense.
    """
    if not isinstance(text, str):
        raise Invalid("not an EDTF date: not a text", seen=text, accepted="a text such as 2009-12-19")
    plain = _PLAIN_DAY.fullmatch(text)
    if plain is not None:
        year, month, day = int(plain[1]), int(plain[2]), int(plain[3])
        if 1 <= day <= month_length(year, month):
            found = day_number(year, month, day)
            return Edtf(text, "date", found, found, found, found)
    if len(text) > MAX_CHARS:
        fail(text, MAX_CHARS, "too long", f"at most {MAX_CHARS} characters")
    if text[:1] in ("[", "{"):
        return _parse_set(text)
    slash = text.find("/")
    if slash >= 0:
        return _parse_interval(text, slash)
    return _point(text, read_date(text, 0, len(text)))


def _point(text: str, date: DateParts) -> Edtf:
    first, last = date.first, date.last
    return Edtf(
        *(text, date.kind, first, last, first, last, date.days, date.days),
        *(date.qualifiers, date.qualifiers, date.pad_days, date.pad_days, "given", "given"),
        *(date.time_of_day, date.zone),
    )


def _moved(day: int | None, days: int) -> int | None:
    return None if day is None else day + days


# Intervals


def _parse_interval(text: str, slash: int) -> Edtf:
    start = _read_side(text, 0, slash)
    end = _read_side(text, slash + 1, len(text))
    if start.kind in ("open", "unknown") and end.kind in ("open", "unknown"):
        fail(text, 0, "an interval without any date says nothing", "at least one date beside the slash")
    start_latest = None if start.kind in ("open", "unknown") else start.last
    end_earliest = None if end.kind in ("open", "unknown") else end.first
    if start.kind == "unknown":
        start_latest = end.last
    elif start_latest is not None and end_earliest is not None:
        start_latest = _last_of(start, min(start.last, end.last))
    if end.kind == "unknown":
        end_earliest = start.first
    elif end_earliest is not None and start_latest is not None and start.kind != "unknown":
        end_earliest = _first_of(end, max(start.first, end.first))
    if (start_latest is None and start.kind not in ("open", "unknown")) or (
        end_earliest is None and end.kind not in ("open", "unknown")
    ):
        fail(text, slash + 1, "the interval ends before it begins", "a later end, or the two dates exchanged")
    return Edtf(
        *(text, "interval", _given(start, start.first), start_latest, end_earliest, _given(end, end.last)),
        *(start.days, end.days, start.qualifiers, end.qualifiers, start.pad_days, end.pad_days),
        *(_side_word(start), _side_word(end)),
    )


def _read_side(text: str, start: int, stop: int) -> DateParts:
    if start == stop:
        return _UNKNOWN
    if text[start:stop] == "..":
        return _OPEN
    date = read_date(text, start, stop)
    if date.kind == "datetime":
        fail(text, start, "an interval has no times of day", "dates on both sides of the slash")
    return date


def _given(side: DateParts, day: int) -> int | None:
    return None if side.kind in ("open", "unknown") else day


def _side_word(side: DateParts) -> str:
    return side.kind if side.kind in ("open", "unknown") else "given"


def _last_of(date: DateParts, ceiling: int) -> int | None:
    if date.days is not None:
        return date.days.on_or_before(ceiling)
    return ceiling if ceiling >= date.first else None


def _first_of(date: DateParts, floor: int) -> int | None:
    if date.days is not None:
        return date.days.on_or_after(floor)
    return floor if floor <= date.last else None


# Sets


def _parse_set(text: str) -> Edtf:
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing or len(text) < 3:
        fail(text, len(text), f"the set is empty or does not end in {closing}", "[1667,1668] or {1667,1668}")
    members: list[tuple[Stretch, DateParts, DateParts]] = []
    at = 1
    inside = text[1:-1].split(",")
    for index, member in enumerate(inside):
        read = _read_member(text, at, at + len(member))
        if read[0].first is None and index > 0:
            fail(text, at, "only the first member may be open before", "[..1760,1762]")
        if read[0].last is None and index < len(inside) - 1:
            fail(text, at + len(member), "only the last member may be open after", "[1758,1760..]")
        members.append(read)
        at += len(member) + 1
    return _set_of(text, members)


def _read_member(text: str, start: int, stop: int) -> tuple[Stretch, DateParts, DateParts]:
    dots = text.find("..", start, stop)
    if dots < 0:
        date = _read_set_date(text, start, stop)
        mask = date.days.stretches[0].mask if date.days is not None else None
        return Stretch(date.first, date.last, mask), date, date
    lower = _OPEN if dots == start else _read_set_date(text, start, dots)
    upper = _OPEN if dots + 2 == stop else _read_set_date(text, dots + 2, stop)
    if lower.kind == "open" and upper.kind == "open":
        fail(text, start, "a range without any date says nothing", "[..1760], [1760..] or [1670..1672]")
    if "open" not in (lower.kind, upper.kind) and lower.first > upper.last:
        fail(text, dots, "the range ends before it begins", "the earlier date first")
    return Stretch(_given(lower, lower.first), _given(upper, upper.last)), lower, upper


def _read_set_date(text: str, start: int, stop: int) -> DateParts:
    date = read_date(text, start, stop)
    if date.kind == "datetime":
        fail(text, start, "a set has no times of day", "dates without a time")
    return date


def _set_of(text: str, members: list[tuple[Stretch, DateParts, DateParts]]) -> Edtf:
    stretches = tuple(stretch for stretch, _, _ in members)
    dates = [date for _, lower, upper in members for date in (lower, upper) if date.kind != "open"]
    first = _least([stretch.first for stretch in stretches])
    last = _greatest([stretch.last for stretch in stretches])
    qualifiers = tuple(dict.fromkeys(each for date in dates for each in date.qualifiers))
    pad_days = max(date.pad_days for date in dates)
    marks = (qualifiers, qualifiers, pad_days, pad_days)
    if text[0] == "[":
        days = DaySet(stretches) if len(stretches) > 1 or stretches[0].mask is not None else None
        return Edtf(text, "one-of", first, last, first, last, days, days, *marks)
    # All of the members happened: it had begun by the end of each, and had not ended before any began.
    begun = None if first is None else min(date.last for date in dates)
    ending = None if last is None else max(date.first for date in dates)
    sides = ("open" if first is None else "given", "open" if last is None else "given")
    return Edtf(text, "all-of", first, begun, ending, last, None, None, *marks, *sides)


def _least(days: list[int | None]) -> int | None:
    found = [day for day in days if day is not None]
    return min(found) if len(found) == len(days) else None


def _greatest(days: list[int | None]) -> int | None:
    found = [day for day in days if day is not None]
    return max(found) if len(found) == len(days) else None
