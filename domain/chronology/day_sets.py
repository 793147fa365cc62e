"""Sets of days that are no plain range: masked dates (`XXXX-12-25`) and sets (`[1667,1670..1672]`).

A bound can only hold the hull of such a set; the solver asks for the next or previous day that
really belongs to it. Every answer costs a handful of steps, however many days the set holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.chronology.days import DAYS_PER_ERA, calendar_date, day_number, month_length, month_span, weekday

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


class Days(Protocol):
    """A set of days that can be asked for its next and its previous member."""

    def on_or_after(self, day: int) -> int | None:
        """The first member that is not before `day`."""
        ...

    def on_or_before(self, day: int) -> int | None:
        """The last member that is not after `day`."""
        ...

    def widest_gap_days(self) -> int:
        """No two neighbours in the set lie further apart than this."""
        ...

    def hull(self) -> tuple[int | None, int | None]:
        """The first and the last member, None where there is none."""
        ...


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of days, all of them or, with a mask, only the matching ones; `None` is unbounded."""

    first: int | None
    last: int | None
    mask: Mask | None = None

    def on_or_after(self, day: int) -> int | None:
        """The first day of the stretch that is not before `day`."""
        found: int | None = day if self.first is None else max(day, self.first)
        if self.mask is not None and found is not None:
            found = self.mask.on_or_after(found)
        return None if found is None or (self.last is not None and found > self.last) else found

    def on_or_before(self, day: int) -> int | None:
        """The last day of the stretch that is not after `day`."""
        found: int | None = day if self.last is None else min(day, self.last)
        if self.mask is not None and found is not None:
            found = self.mask.on_or_before(found)
        return None if found is None or (self.first is not None and found < self.first) else found


@dataclass(frozen=True, slots=True)
class DaySet:
    """The union of some stretches."""

    stretches: tuple[Stretch, ...]

    def matches(self, day: int) -> bool:
        """Whether the day belongs to the set."""
        return self.on_or_after(day) == day

    def on_or_after(self, day: int) -> int | None:
        """The first day of the set that is not before `day`, or None where the set has ended."""
        found = [later for stretch in self.stretches if (later := stretch.on_or_after(day)) is not None]
        return min(found, default=None)

    def on_or_before(self, day: int) -> int | None:
        """The last day of the set that is not after `day`, or None where the set has not begun."""
        found = [earlier for stretch in self.stretches if (earlier := stretch.on_or_before(day)) is not None]
        return max(found, default=None)

    def widest_gap_days(self) -> int:
        """No two neighbours in the set lie further apart than this."""
        edges = [edge for each in self.stretches for edge in (each.first, each.last) if edge is not None]
        return max(edges) - min(edges)

    def hull(self) -> tuple[int | None, int | None]:
        """The first and the last member, None where there is none."""
        firsts = [each.first for each in self.stretches if each.first is not None]
        lasts = [each.last for each in self.stretches if each.last is not None]
        size = len(self.stretches)
        return (min(firsts) if len(firsts) == size else None), (max(lasts) if len(lasts) == size else None)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every day that falls on one weekday (Monday is 0), without beginning or end."""

    weekday: int

    def on_or_after(self, day: int) -> int:
        """The first such weekday that is not before `day`."""
        return day + (self.weekday - weekday(day)) % 7

    def on_or_before(self, day: int) -> int:
        """The last such weekday that is not after `day`."""
        return day - (weekday(day) - self.weekday) % 7

    def widest_gap_days(self) -> int:
        """No two neighbours in the set lie further apart than this."""
        return 7

    def hull(self) -> tuple[None, None]:
        """Weekdays never end."""
        return None, None


@dataclass(frozen=True, slots=True)
class Monthly:
    """Every day of one month (1 to 12) of any year, without beginning or end."""

    month: int

    def on_or_after(self, day: int) -> int:
        """The first such day that is not before `day`."""
        year = calendar_date(day)[0]
        first, last = month_span(year, self.month)
        return max(day, first) if day <= last else month_span(year + 1, self.month)[0]

    def on_or_before(self, day: int) -> int:
        """The last such day that is not after `day`."""
        year = calendar_date(day)[0]
        first, last = month_span(year, self.month)
        return min(day, last) if day >= first else month_span(year - 1, self.month)[1]

    def widest_gap_days(self) -> int:
        """No two neighbours in the set lie further apart than this."""
        return 338

    def hull(self) -> tuple[None, None]:
        """Months come round for ever."""
        return None, None


def common_day(sets: Sequence[Days], day: int, *, later: bool) -> tuple[int | None, tuple[int, ...]]:
    """The nearest day, from `day` on in one direction, that belongs to all sets, and which of them moved it.

    None where there is none: calendar and weekdays repeat after 400 years, so nothing is looked for beyond.
    """
    furthest = DAYS_PER_ERA + sum(each.widest_gap_days() for each in sets)
    if all(isinstance(each, Weekly) for each in sets):
        furthest = 7
    start, agreeing, at, moved_by = day, 0, 0, []
    while agreeing < len(sets):
        found = sets[at].on_or_after(day) if later else sets[at].on_or_before(day)
        if found is None or abs(found - start) > furthest:
            return None, tuple(range(len(sets)))
        if found != day:
            moved_by.append(at)
        agreeing = agreeing + 1 if found == day else 1
        day, at = found, (at + 1) % len(sets)
    return day, tuple(sorted(set(moved_by)))
