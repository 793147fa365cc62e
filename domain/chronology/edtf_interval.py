"""EDTF intervals: two dates, or one and an open (`..`) or unknown (empty) side, tightened by start <= end."""

from __future__ import annotations

from typing import Final

from domain.chronology.edtf_date import DateParts, fail, read_date
from domain.chronology.edtf_value import Edtf

_UNKNOWN: Final = DateParts(0, 0, "unknown")
_OPEN: Final = DateParts(0, 0, "open")


def parse_interval(text: str, slash: int) -> Edtf:
    """Read an interval whose slash stands at that offset.

    Raises:
        Invalid: with the offset at which it stopped making sense.
    """
    start = _read_side(text, 0, slash)
    end = _read_side(text, slash + 1, len(text))
    if not _is_dated(start) and not _is_dated(end):
        fail(text, 0, "an interval without any date says nothing", "at least one date beside the slash")
    start_latest, end_earliest = _tightened(start, end)
    if _is_dated(start) and _is_dated(end) and (start_latest is None or end_earliest is None):
        fail(text, slash + 1, "the interval ends before it begins", "a later end, or the two dates exchanged")
    return Edtf(
        text,
        "interval",
        start.first if _is_dated(start) else None,
        start_latest,
        end_earliest,
        end.last if _is_dated(end) else None,
        *(start.days, end.days, start.qualifiers, end.qualifiers, start.pad_days, end.pad_days),
        start_is="given" if _is_dated(start) else start.kind,
        end_is="given" if _is_dated(end) else end.kind,
    )


def _tightened(start: DateParts, end: DateParts) -> tuple[int | None, int | None]:
    """The latest start and the earliest end, given that it cannot end before it starts.

    An unknown side exists, and so is held by the other; an open side is not.
    """
    if _is_dated(start) and _is_dated(end):
        return _last_of(start, min(start.last, end.last)), _first_of(end, max(start.first, end.first))
    if _is_dated(start):
        return start.last, start.first if end.kind == "unknown" else None
    return end.last if start.kind == "unknown" else None, end.first


def _is_dated(side: DateParts) -> bool:
    return side.kind not in ("open", "unknown")


def _read_side(text: str, start: int, stop: int) -> DateParts:
    if start == stop:
        return _UNKNOWN
    if text[start:stop] == "..":
        return _OPEN
    date = read_date(text, start, stop)
    if date.kind == "datetime":
        fail(text, start, "an interval has no times of day", "dates on both sides of the slash")
    return date


def _last_of(date: DateParts, ceiling: int) -> int | None:
    if date.days is not None:
        return date.days.on_or_before(ceiling)
    return ceiling if ceiling >= date.first else None


def _first_of(date: DateParts, floor: int) -> int | None:
    if date.days is not None:
        return date.days.on_or_after(floor)
    return floor if floor <= date.last else None
