"""What a claim implies for days: the five plain forms to which every date and relation comes down.

No pydantic here: a record of 100,000 occurrences makes several hundred thousand of these.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.chronology.calendar_windows import Window
from domain.chronology.day_sets import Days


class Point(NamedTuple):
    """One day of an owner: "start" and "end" of an occurrence, "day" of a source, or a named day between.

    All points of an owner that does not last are the same day.
    """

    owner: str
    endpoint: str


class Gap(NamedTuple):
    """`later` - `earlier` <= `max_days`; a negative number says that `later` comes before `earlier`."""

    earlier: Point
    later: Point
    max_days: int


class NotBefore(NamedTuple):
    """The point is no earlier than that day."""

    point: Point
    day: int


class NotAfter(NamedTuple):
    """The point is no later than that day."""

    point: Point
    day: int


class OnDays(NamedTuple):
    """The point is one of a set of days: a weekday, a mask, a set."""

    point: Point
    days: Days


class InWindow(NamedTuple):
    """The point lies in a stretch of the calendar that is found from the anchor."""

    anchor: Point
    point: Point
    window: Window


Constraint = Gap | NotBefore | NotAfter | OnDays | InWindow


class Claim(NamedTuple):
    """One value of one field in one account, or another named member of an argument, with all it implies for days.

    `id` orders claims wherever order matters, so it must come from content. `says` is one clause for people,
    `source` and `account` are handed back as they came.
    """

    id: str
    constraints: tuple[Constraint, ...]
    says: str = ""
    account: str | None = None
    source: str | None = None

    def points(self) -> list[Point]:
        """Every point that the claim speaks of."""
        found: list[Point] = []
        for constraint in self.constraints:
            if isinstance(constraint, Gap):
                found += (constraint.earlier, constraint.later)
            elif isinstance(constraint, InWindow):
                found += (constraint.anchor, constraint.point)
            else:
                found.append(constraint.point)
        return found
