"""Sets of days that are no plain range: masked dates (`XXXX-12-25`) and sets (`[1667,1670..1672]`).

A bound can only hold the hull of such a set; the solver asks for the next or previous day that
really belongs to it. Every answer costs a handful of steps, however many days the set holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.chronology.days import DAYS_PER_ERA, calendar_date, month_span, weekday
from domain.chronology.masks import Mask


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
