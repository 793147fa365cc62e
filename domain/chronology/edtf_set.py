"""EDTF sets: one of `[...]`, an unknown day out of several stretches, and all of `{...}`."""

from __future__ import annotations

from typing import Final

from domain.chronology.day_sets import DaySet, Stretch
from domain.chronology.edtf_date import DateParts, fail, read_date
from domain.chronology.edtf_value import Edtf

_OPEN: Final = DateParts(0, 0, "open")


def parse_set(text: str) -> Edtf:
    """Read a set, whose first character is its opening bracket.

    Raises:
        Invalid: with the offset at which it stopped making sense.
    """
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
    return (
        Stretch(None if lower.kind == "open" else lower.first, None if upper.kind == "open" else upper.last),
        lower,
        upper,
    )


def _read_set_date(text: str, start: int, stop: int) -> DateParts:
    date = read_date(text, start, stop)
    if date.kind == "datetime":
        fail(text, start, "a set has no times of day", "dates without a time")
    return date


def _set_of(text: str, members: list[tuple[Stretch, DateParts, DateParts]]) -> Edtf:
    days = DaySet(tuple(stretch for stretch, _, _ in members))
    dates = [date for _, lower, upper in members for date in (lower, upper) if date.kind != "open"]
    first, last = days.hull()
    qualifiers = tuple(dict.fromkeys(each for date in dates for each in date.qualifiers))
    pad_days = max(date.pad_days for date in dates)
    marks = (qualifiers, qualifiers, pad_days, pad_days)
    if text[0] == "[":
        gaps = days if len(members) > 1 or members[0][0].mask is not None else None
        return Edtf(text, "one-of", first, last, first, last, gaps, gaps, *marks)
    # All of the members happened: it had begun by the end of each, and had not ended before any began.
    begun = None if first is None else min(date.last for date in dates)
    ending = None if last is None else max(date.first for date in dates)
    sides = ("open" if first is None else "given", "open" if last is None else "given")
    return Edtf(text, "all-of", first, begun, ending, last, None, None, *marks, *sides)
