"""Whether two EDTF expressions leave a day on which both can begin, and one on which both can end."""

from __future__ import annotations

from typing import NamedTuple

from domain.chronology.bounds import Bounds
from domain.chronology.day_sets import DaySet
from domain.chronology.edtf import Edtf, parse

_MAX_STEPS = 10_000
"""Masked days are tried one by one; the dates of the calendar repeat after 400 years, which is less than this."""


class Meeting(NamedTuple):
    """Whether two dates can both hold; `strictly` is `None` where there are too many masked days to try."""

    strictly: bool | None
    when_widened: bool
    one_approximate: bool
    other_approximate: bool
    pad_days: int


def dates_meet(one_text: str, other_text: str) -> Meeting:
    """Compare the strict bounds and day sets of two EDTF texts, and their bounds widened by the pads of `~`."""
    one, other = parse(one_text), parse(other_text)
    widened = Bounds(*one.padded()).intersection(Bounds(*other.padded()))
    pads = (one.start_pad_days, one.end_pad_days, other.start_pad_days, other.end_pad_days)
    return Meeting(_strictly(one, other), not widened.is_empty, one.is_approximate, other.is_approximate, max(pads))


def _strictly(one: Edtf, other: Edtf) -> bool | None:
    common = Bounds.of(one).intersection(Bounds.of(other))
    if common.is_empty:
        return False
    starts = _share_a_day(_days(one.start_days), _days(other.start_days), common.start_earliest, common.start_latest)
    ends = _share_a_day(_days(one.end_days), _days(other.end_days), common.end_earliest, common.end_latest)
    if starts is False or ends is False:
        return False
    return None if starts is None or ends is None else True


def _days(days: DaySet | None) -> tuple[DaySet, ...]:
    return () if days is None else (days,)


def _share_a_day(
    one: tuple[DaySet, ...], other: tuple[DaySet, ...], first: int | None, last: int | None
) -> bool | None:
    """Whether all the day sets share a day from `first` to `last`; a set is left out where every day will do."""
    sets = one + other
    if not sets or first is None:
        return True
    day = first
    for _ in range(_MAX_STEPS):
        later = day
        for days in sets:
            found = days.on_or_after(later)
            if found is None:
                return False
            later = found
        if last is not None and later > last:
            return False
        if later == day:
            return True
        day = later
    return None
