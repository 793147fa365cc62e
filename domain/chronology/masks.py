"""Masked calendar dates such as `156X-12-25`: the next and previous day that fits, in a handful of steps."""

from __future__ import annotations

from dataclasses import dataclass

from domain.chronology.days import calendar_date, day_number, month_length

_COMPLEMENT = str.maketrans("0123456789", "9876543210")


def at_least(pattern: str, floor: int) -> int | None:
    """The smallest number written by a digit pattern (`X` is any digit) that is not under `floor`."""
    digits = str(max(floor, 0)).zfill(len(pattern))
    if len(digits) > len(pattern):
        return None
    agreeing = 0
    while agreeing < len(pattern) and pattern[agreeing] in ("X", digits[agreeing]):
        agreeing += 1
    if agreeing == len(pattern):
        return int(digits)
    for at in range(agreeing, -1, -1):
        raised = str(int(digits[at]) + 1) if pattern[at] == "X" else pattern[at]
        if digits[at] < raised <= "9" and len(raised) == 1:
            return int(digits[:at] + raised + pattern[at + 1 :].replace("X", "0"))
    return None


def at_most(pattern: str, ceiling: int) -> int | None:
    """The largest number written by a digit pattern that is not over `ceiling`."""
    if ceiling < 0:
        return None
    top = 10 ** len(pattern) - 1
    mirrored = at_least(pattern.translate(_COMPLEMENT), top - min(ceiling, top))
    return None if mirrored is None else top - mirrored


@dataclass(frozen=True, slots=True)
class Mask:
    """A masked calendar date: digit patterns of year (after its sign), month and day of month.

    An unmasked part is a pattern without `X`; a part that was not written is all `X`.
    """

    negative: bool
    year: str
    month: str
    day: str

    def is_contiguous(self) -> bool:
        """Whether the matching days have no gaps, so that first and last say everything: `201X`, `2004-06-XX`."""
        return "X" not in (self.year + self.month + self.day).rstrip("X")

    def matches(self, day: int) -> bool:
        """Whether a day is written by this mask."""
        return self.on_or_after(day) == day

    def on_or_after(self, day: int) -> int | None:
        """The first matching day that is not before `day`."""
        year, month, day_of_month = calendar_date(day)
        found = self._year_from(year)
        if found == year:
            within = self._first_in_year(year, month, day_of_month)
            if within is not None:
                return within
            found = self._year_from(year + 1)
        while found is not None:
            within = self._first_in_year(found, 1, 1)
            if within is not None or not self._leap_days_left():
                return within
            found = self._year_from(found + 1)
        return None

    def on_or_before(self, day: int) -> int | None:
        """The last matching day that is not after `day`."""
        year, month, day_of_month = calendar_date(day)
        found = self._year_to(year)
        if found == year:
            within = self._last_in_year(year, month, day_of_month)
            if within is not None:
                return within
            found = self._year_to(year - 1)
        while found is not None:
            within = self._last_in_year(found, 12, 31)
            if within is not None or not self._leap_days_left():
                return within
            found = self._year_to(found - 1)
        return None

    def _leap_days_left(self) -> bool:
        """Whether a year without a match may be followed by one: only 29 February comes and goes.

        Every eighth candidate year at the latest is then a leap year, so the search stays short.
        """
        if self._first_in_year(2000, 1, 1) is None:
            return False
        return any(at_least(self.year[2:], ending) == ending for ending in range(0, 100, 4))

    def _year_from(self, year: int) -> int | None:
        if not self.negative:
            return at_least(self.year, year)
        found = at_most(self.year, -year)
        return -found if found else None  # there is no year -0000

    def _year_to(self, year: int) -> int | None:
        if not self.negative:
            return at_most(self.year, year)
        found = at_least(self.year, max(-year, 1))
        return None if found is None else -found

    def _first_in_year(self, year: int, from_month: int, from_day: int) -> int | None:
        month = at_least(self.month, from_month)
        while month is not None and month <= 12:
            day = at_least(self.day, from_day if month == from_month else 1)
            if day is not None and day <= month_length(year, month):
                return day_number(year, month, day)
            month = at_least(self.month, month + 1)
        return None

    def _last_in_year(self, year: int, to_month: int, to_day: int) -> int | None:
        month = at_most(self.month, to_month)
        while month:
            length = month_length(year, month)
            day = at_most(self.day, min(to_day, length) if month == to_month else length)
            if day:
                return day_number(year, month, day)
            month = at_most(self.month, month - 1)
        return None
