"""True histories, and what each recorded relation means of one: the plainest reading, tried day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from domain.chronology.anchors import Anchor, CalendarAnchor, OccurrenceAnchor
from domain.chronology.days import calendar_date, day_number, month_span, weekday
from domain.chronology.edtf import parse
from domain.chronology.relations import (
    WEEKDAYS,
    Contains,
    Duration,
    EndsWith,
    InMonth,
    InYear,
    Offset,
    OnWeekday,
    Overlaps,
    Relation,
    StartsWith,
    Within,
)

NEW_YEAR: Final = day_number(2010, 1, 1)
"""Small histories lie around this day, so that months and years matter within a few days."""


@dataclass(frozen=True)
class History:
    """What really happened: the first and last day of each occurrence, and the day each source was published."""

    spans: dict[str, tuple[int, int]]
    published: dict[str, int]


@st.composite
def histories(
    draw: st.DrawFn, *, first: int = NEW_YEAR - 3, days: int = 6, max_occurrences: int = 4, lasting: bool = True
) -> History:
    """A history within a short stretch of days, with one source that was published on its last day or later."""
    count = draw(st.integers(1, max_occurrences))
    spans = {}
    for index in range(count):
        start = draw(st.integers(first, first + days - 1))
        end = draw(st.integers(start, first + days - 1)) if lasting and draw(st.booleans()) else start
        spans[f"occurrence-{index}"] = (start, end)
    return History(spans, {"source": draw(st.integers(first + days - 1, first + days + 8))})


def relation_holds(relation: Relation, occurrence: str, source: str, history: History) -> bool:
    """Whether a relation that an account from `source` states of an occurrence is true of a history."""
    start, end = history.spans[occurrence]
    if isinstance(relation, Duration):
        return relation.min_days <= end - start and (relation.max_days is None or end - start <= relation.max_days)
    if isinstance(relation, (Within, Contains)):
        return _inside(relation, occurrence, source, history)
    endpoint = getattr(relation, "endpoint", "some_day")
    if isinstance(relation, (StartsWith, EndsWith)):
        endpoint = "start" if isinstance(relation, StartsWith) else "end"
    ours = _days((start, end), endpoint)
    theirs = _anchor_days(relation.anchor, relation.anchor_endpoint, source, history, around=(start, end))
    return any(_true_of_days(relation, day, anchor) for day in ours for anchor in theirs)


def _inside(relation: Within | Contains, occurrence: str, source: str, history: History) -> bool:
    span = history.spans[occurrence]
    whole = _anchor_days(relation.anchor, "whole", source, history, around=span)
    if isinstance(relation, Within):
        ours = _days(span, relation.endpoint)
        inside = [day in whole for day in ours]
        return all(inside) if relation.endpoint == "whole" else any(inside)
    outer = range(span[0], span[1] + 1)
    if relation.anchor_endpoint == "whole":
        return all(day in outer for day in whole)
    theirs = _anchor_days(relation.anchor, relation.anchor_endpoint, source, history, around=span)
    return any(day in outer for day in theirs)


def _days(span: tuple[int, int], endpoint: str) -> Iterable[int]:
    if endpoint == "start":
        return (span[0],)
    return (span[1],) if endpoint == "end" else range(span[0], span[1] + 1)


def _anchor_days(
    anchor: Anchor, endpoint: str, source: str, history: History, around: tuple[int, int]
) -> Iterable[int]:
    if isinstance(anchor, OccurrenceAnchor):
        return _days(history.spans[anchor.occurrence], endpoint)
    if isinstance(anchor, CalendarAnchor):
        date = parse(anchor.edtf)
        first = around[0] - 800 if date.start_earliest is None else date.start_earliest
        last = around[1] + 800 if date.end_latest is None else date.end_latest
        days = _days((first, last), endpoint)
        return [day for day in days if date.matches(day)] if endpoint == "some_day" else days
    return (history.published[source],)


_ORDER: Final[dict[str, Callable[[int], bool]]] = {
    "before": lambda gap: gap < 0,
    "after": lambda gap: gap > 0,
    "at_or_before": lambda gap: gap <= 0,
    "at_or_after": lambda gap: gap >= 0,
    "shortly_before": lambda gap: gap <= 0,
    "shortly_after": lambda gap: gap >= 0,
    "near": lambda _: True,
    "same_day": lambda gap: gap == 0,
    "starts_with": lambda gap: gap == 0,
    "ends_with": lambda gap: gap == 0,
    "overlaps": lambda gap: gap == 0,
}


def _true_of_days(relation: Relation, day: int, anchor: int) -> bool:
    gap = day - anchor
    if isinstance(relation, Offset):
        above = relation.min_days is None or relation.min_days <= gap
        return above and (relation.max_days is None or gap <= relation.max_days)
    if isinstance(relation, OnWeekday):
        return weekday(day) == WEEKDAYS.index(relation.weekday) and _on_side(relation, gap)
    if isinstance(relation, InYear):
        return calendar_date(day)[0] == calendar_date(anchor)[0] + relation.year_offset
    if isinstance(relation, InMonth):
        return _in_month(relation, day, anchor)
    assert not isinstance(relation, (Duration, Within, Contains))
    if isinstance(relation, Overlaps):
        return gap == 0
    return _ORDER[relation.relation](gap)


def _on_side(relation: OnWeekday, gap: int) -> bool:
    within = 10**9 if relation.within_days == "any" else relation.within_days
    return {
        "on": gap == 0,
        "before": -within <= gap <= -1,
        "on_or_before": -within < gap <= 0,
        "after": 1 <= gap <= within,
        "on_or_after": 0 <= gap < within,
    }[relation.side]


def _in_month(relation: InMonth, day: int, anchor: int) -> bool:
    year, month, _ = calendar_date(day)
    if month != relation.month:
        return False
    if relation.year_offset is not None:
        return year == calendar_date(anchor)[0] + relation.year_offset
    first, last = month_span(year, month)
    if relation.nearest == "last":
        return last < anchor <= month_span(year + 1, month)[1]
    return month_span(year - 1, month)[0] <= anchor < first
