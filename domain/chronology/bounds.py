"""Four bounds on the days of an occurrence, and days as text.

An occurrence starts on some day in `start_earliest..start_latest` and ends on some day in
`end_earliest..end_latest`; `None` is unbounded. Never a midpoint: what is not known stays a range.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from domain.chronology.days import calendar_date, day_number, month_length
from domain.chronology.edtf import Edtf
from domain.errors import Invalid

_DAY = re.compile(r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})")


class Bounds(NamedTuple):
    """Inclusive bounds in days since 1970-01-01; `None` is no bound."""

    start_earliest: int | None = None
    start_latest: int | None = None
    end_earliest: int | None = None
    end_latest: int | None = None

    @classmethod
    def of(cls, edtf: Edtf) -> Bounds:
        """The strict bounds of an EDTF expression."""
        return cls(edtf.start_earliest, edtf.start_latest, edtf.end_earliest, edtf.end_latest)

    @classmethod
    def of_day(cls, day: int) -> Bounds:
        """Exactly one day."""
        return cls(day, day, day, day)

    @property
    def is_undated(self) -> bool:
        """Whether there is no finite bound at all."""
        return self == UNBOUNDED

    @property
    def is_empty(self) -> bool:
        """Whether no pair of days, the start not after the end, keeps within the bounds."""
        return (
            _above(self.start_earliest, self.start_latest)
            or _above(self.end_earliest, self.end_latest)
            or _above(self.start_earliest, self.end_latest)
        )

    def intersection(self, other: Bounds) -> Bounds:
        """What both allow; empty (`is_empty`) where they have no day in common."""
        return Bounds(
            _later(self.start_earliest, other.start_earliest),
            _sooner(self.start_latest, other.start_latest),
            _later(self.end_earliest, other.end_earliest),
            _sooner(self.end_latest, other.end_latest),
        )

    def hull(self, other: Bounds) -> Bounds:
        """The narrowest bounds that allow what either allows."""
        return Bounds(
            *(
                None if mine is None or theirs is None else choose(mine, theirs)
                for mine, theirs, choose in zip(self, other, (min, max, min, max), strict=True)
            )
        )

    def shift(self, days: int) -> Bounds:
        """The same bounds, so many days later (or earlier, if negative)."""
        return Bounds(*(None if bound is None else bound + days for bound in self))

    def surely_before(self, other: Bounds) -> bool:
        """Whether the last possible day of this one is before the first possible day of the other."""
        return (
            self.end_latest is not None and other.start_earliest is not None and self.end_latest < other.start_earliest
        )

    def possibly_overlaps(self, first: int | None, last: int | None) -> bool:
        """Whether some day from `first` to `last` may be a day of this; `None` leaves that side open."""
        return not _above(first, self.end_latest) and not _above(self.start_earliest, last)


UNBOUNDED = Bounds()


def format_day(day: int) -> str:
    """A day as `YYYY-MM-DD` (`-0043-03-15` for 44 BCE); beyond four digits only its year, `Y17000`.

    EDTF has no days in years of more than four digits, so what is printed there is the year alone.
    """
    year, month, day_of_month = calendar_date(day)
    if -9999 <= year <= 9999:
        return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day_of_month:02d}"
    return f"Y{year}"


def parse_day(text: str) -> int:
    """The day number of one exact day, as query parameters give it.

    Raises:
        Invalid: for anything but an existing day in the form YYYY-MM-DD or -YYYY-MM-DD.
    """
    found = _DAY.fullmatch(text)
    if found is None or found[1] == "-0000":
        raise Invalid("not an exact day", seen=text, accepted="YYYY-MM-DD, such as 2009-12-19")
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        raise Invalid("there is no such day in the calendar", seen=text, accepted="an existing day, YYYY-MM-DD")
    return day_number(year, month, day)


def _above(lower: int | None, upper: int | None) -> bool:
    return lower is not None and upper is not None and lower > upper


def _later(left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return right if left is None else left
    return max(left, right)


def _sooner(left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return right if left is None else left
    return min(left, right)
