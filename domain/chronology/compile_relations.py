"""From a recorded relation to constraints, by the endpoints it names.

"Some day of x is at most so many days after some day of y" holds exactly if the start of x is at most so many days
after the end of y: so days between the endpoints need no points of their own, except where a weekday or a
window of the calendar speaks of that one day.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.chronology.anchors import Anchor, CalendarAnchor, OccurrenceAnchor
from domain.chronology.calendar_windows import LastMonthWindow, NextMonthWindow, Window, YearWindow
from domain.chronology.constraints import Constraint, Gap, InWindow, NotAfter, NotBefore, OnDays, Point
from domain.chronology.day_sets import DaySet, Monthly, Weekly
from domain.chronology.edtf import parse
from domain.chronology.relations import (
    WEEKDAYS,
    After,
    AtOrAfter,
    AtOrBefore,
    Before,
    Contains,
    Duration,
    EndsWith,
    InMonth,
    InYear,
    Near,
    Offset,
    OnWeekday,
    Overlaps,
    Relation,
    SameDay,
    ShortlyAfter,
    ShortlyBefore,
    StartsWith,
    Within,
)

_ORDER = {
    Before: (None, -1),
    AtOrBefore: (None, 0),
    ShortlyBefore: (None, 0),
    After: (1, None),
    AtOrAfter: (0, None),
    ShortlyAfter: (0, None),
    SameDay: (0, 0),
}
"""Least and greatest t - a of the relations that need no more."""

_SIDES = {"on": (0, 0), "before": (None, -1), "on_or_before": (None, 0), "after": (1, None), "on_or_after": (0, None)}


class Side(NamedTuple):
    """The day of an anchor that is meant: somewhere from `first` to `last`, each a point, a day, or None for no bound.

    `days` are those of a calendar expression that are meant, where not all are.
    """

    first: Point | int | None
    last: Point | int | None
    days: DaySet | None = None

    @classmethod
    def of_occurrence(cls, occurrence: str, endpoint: str) -> Side:
        """An endpoint of an occurrence, or some day (or the whole) of it."""
        first = "end" if endpoint == "end" else "start"
        last = "start" if endpoint == "start" else "end"
        return cls(Point(occurrence, first), Point(occurrence, last))

    @classmethod
    def of_calendar(cls, text: str, endpoint: str) -> Side:
        """The first or last day of a calendar expression, or some day (or the whole) of it."""
        date = parse(text)
        first, last = date.start_earliest, date.end_latest
        if endpoint == "start":
            return cls(first, first)
        return cls(last, last) if endpoint == "end" else cls(first, last, None if date.is_extent else date.start_days)


def at_most(point: Point, anchor: Side, days: int) -> tuple[Constraint, ...]:
    """The point is at most so many days after the anchor's last possible day."""
    if isinstance(anchor.last, Point):
        return (Gap(anchor.last, point, days),)
    return () if anchor.last is None else (NotAfter(point, anchor.last + days),)


def at_least(point: Point, anchor: Side, days: int) -> tuple[Constraint, ...]:
    """The point is at least so many days after the anchor's first possible day."""
    if isinstance(anchor.first, Point):
        return (Gap(point, anchor.first, -days),)
    return () if anchor.first is None else (NotBefore(point, anchor.first + days),)


def relation_constraints(occurrence: str, relation: Relation, publication: Side, name: str) -> tuple[Constraint, ...]:
    """What a relation of an occurrence implies for days; `name` tells apart the days that only it speaks of."""
    if isinstance(relation, Near):
        return ()
    if isinstance(relation, Duration):
        return _duration(occurrence, relation)
    if isinstance(relation, (Within, Contains, StartsWith, EndsWith, Overlaps)):
        return _extent(occurrence, relation, publication)
    if isinstance(relation, OnWeekday):
        return _weekday(occurrence, relation, publication, name)
    if isinstance(relation, (InMonth, InYear)):
        return _window(occurrence, relation, publication, name)
    anchor = _side(relation.anchor, relation.anchor_endpoint, publication)
    day = _own_day(occurrence, relation.endpoint, name)
    own = Side.of_occurrence(occurrence, relation.endpoint) if anchor.days is None else Side(day, day)
    if isinstance(relation, Offset):
        return _between(own, anchor, relation.min_days, relation.max_days)
    least, most = _ORDER[type(relation)]
    return _between(own, anchor, least, most)


def gives_extent(relation: Relation) -> bool:
    """Whether an occurrence of which this is stated has a start and an end of its own."""
    return (
        isinstance(relation, (StartsWith, EndsWith, Contains, Overlaps))
        or (isinstance(relation, Duration) and relation.max_days != 0)
        or getattr(relation, "endpoint", "some_day") in ("start", "end")
    )


def _side(anchor: Anchor, endpoint: str, publication: Side) -> Side:
    if isinstance(anchor, OccurrenceAnchor):
        return Side.of_occurrence(anchor.occurrence, endpoint)
    return Side.of_calendar(anchor.edtf, endpoint) if isinstance(anchor, CalendarAnchor) else publication


def _between(own: Side, anchor: Side, least: int | None, most: int | None) -> tuple[Constraint, ...]:
    """Some day of ours is at least and at most so many days after some day of the anchor's."""
    assert isinstance(own.first, Point)
    assert isinstance(own.last, Point)
    lower = () if least is None else at_least(own.last, anchor, least)
    upper = () if most is None else at_most(own.first, anchor, most)
    if anchor.days is None or not least == most == 0 or own.first != own.last:
        return (*lower, *upper)
    return (*lower, *upper, OnDays(own.first, anchor.days))


def _duration(occurrence: str, relation: Duration) -> tuple[Constraint, ...]:
    start, end = Point(occurrence, "start"), Point(occurrence, "end")
    least = Gap(end, start, -relation.min_days)
    return (least,) if relation.max_days is None else (least, Gap(start, end, relation.max_days))


def _extent(
    occurrence: str, relation: Within | Contains | StartsWith | EndsWith | Overlaps, publication: Side
) -> tuple[Constraint, ...]:
    start, end = Point(occurrence, "start"), Point(occurrence, "end")
    if isinstance(relation, Within):
        whole = _side(relation.anchor, "whole", publication)
        if relation.endpoint == "whole":
            return (*at_least(start, whole, 0), *at_most(end, whole, 0))
        return _between(Side.of_occurrence(occurrence, relation.endpoint), whole, 0, 0)
    anchor = _side(relation.anchor, relation.anchor_endpoint, publication)
    if isinstance(relation, Contains) and relation.anchor_endpoint == "whole":
        anchor = Side(anchor.last, anchor.first)
    first, last = (start, end)
    if isinstance(relation, StartsWith):
        last = start
    elif isinstance(relation, EndsWith):
        first = end
    return (*at_most(first, anchor, 0), *at_least(last, anchor, 0))


def _weekday(occurrence: str, relation: OnWeekday, publication: Side, name: str) -> tuple[Constraint, ...]:
    day = _own_day(occurrence, relation.endpoint, name)
    anchor = _side(relation.anchor, relation.anchor_endpoint, publication)
    least, most = _SIDES[relation.side]
    within_days = None if relation.within_days == "any" else relation.within_days
    if within_days is not None and least is None and most is not None:
        least = most - within_days + 1
    elif within_days is not None and most is None and least is not None:
        most = least + within_days - 1
    weekday = OnDays(day, Weekly(WEEKDAYS.index(relation.weekday)))
    return (weekday, *_between(Side(day, day), anchor, least, most))


def _window(occurrence: str, relation: InMonth | InYear, publication: Side, name: str) -> tuple[Constraint, ...]:
    day = _own_day(occurrence, relation.endpoint, name)
    window = _window_of(relation)
    monthly = (OnDays(day, Monthly(relation.month)),) if isinstance(relation, InMonth) else ()
    anchor = _side(relation.anchor, relation.anchor_endpoint, publication)
    if isinstance(anchor.first, Point) and isinstance(anchor.last, Point):
        seen_from = anchor.first if anchor.first == anchor.last else Point(anchor.first.owner, f"seen from by {name}")
        return (*monthly, InWindow(seen_from, day, window))
    first, last = anchor.first, anchor.last
    lower = (NotBefore(day, window.first(first)),) if isinstance(first, int) else ()
    upper = (NotAfter(day, window.last(last)),) if isinstance(last, int) else ()
    return (*monthly, *lower, *upper)


def _window_of(relation: InMonth | InYear) -> Window:
    if isinstance(relation, InYear):
        return YearWindow(relation.year_offset)
    if relation.year_offset is not None:
        return YearWindow(relation.year_offset, relation.month)
    return LastMonthWindow(relation.month) if relation.nearest == "last" else NextMonthWindow(relation.month)


def _own_day(occurrence: str, endpoint: str, name: str) -> Point:
    """The point of an endpoint, or one of its own for "some day" that is in a relation by itself."""
    return Point(occurrence, endpoint if endpoint != "some_day" else f"meant by {name}")
