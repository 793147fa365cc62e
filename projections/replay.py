"""Replay: the days on which something became known, and what each of them changed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.chronology.bounds import format_day, parse_day
from domain.values import Value
from projections.changes import ChangedEntry, Changes, changes
from projections.entries import entries
from projections.entry import Entry
from projections.projection import Projection
from projections.slice import Slice
from projections.slice_query import Day
from projections.timeline import TimelineQuery, selected
from projections.view import View

MAX_DAYS = 400


class ReplayQuery(TimelineQuery):
    """Which timeline, and from which day of knowledge on; `limit` counts days."""

    after: Annotated[Day | None, Field(description="only days of knowledge after this one")] = None
    limit: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 60


class ReplayStep(Value):
    """One day of knowledge: what it brought, took away or changed against the step before; `total` then known."""

    known_on: str
    appeared: tuple[Entry, ...]
    disappeared: Annotated[tuple[Entry, ...], Field(description="as they were shown before")]
    changed: tuple[ChangedEntry, ...]
    total: int


class Replay(View):
    """The steps in order; `days` counts all of them, `next_after` goes on from the last one given."""

    lines = ("steps",)

    steps: tuple[ReplayStep, ...]
    days: int
    next_after: str | None
    never: Annotated[int, Field(description="occurrences that are not known on any day that can be told")]


class TimelineReplay(Projection):
    """Steps through the days on which something became known, and says what changed on each."""

    name, Query, View = "replay", ReplayQuery, Replay
    path = "/replay"
    argument = "country"

    def answer(self, slice: Slice, query: ReplayQuery) -> Replay:
        """The steps up to the slice's own day of knowledge, if it has one."""
        everything = slice.beside(known_on=None)
        shown = selected(everything, query)
        days = [day for day in everything.days_of_knowledge(shown) if slice.known_on is None or day <= slice.known_on]
        after = None if query.after is None else parse_day(query.after)
        wanted = [day for day in days if after is None or day > after]
        earlier = [day for day in days if day not in wanted]
        steps = []
        before = None if not earlier else slice.beside(known_on=format_day(earlier[-1]))
        for day in wanted[: query.limit]:
            now = slice.beside(known_on=format_day(day))
            step = _step(before, now, query)
            if step.appeared or step.disappeared or step.changed:
                steps.append(step)
            before = now
        more = len(wanted) > query.limit
        known = shown.total if not days else selected(slice.beside(known_on=format_day(days[-1])), query).total
        return Replay(
            steps=tuple(steps),
            days=len(days),
            next_after=format_day(wanted[query.limit - 1]) if more else None,
            never=shown.total - known if days else shown.total,
        )


def _step(before: Slice | None, now: Slice, query: ReplayQuery) -> ReplayStep:
    shown = selected(now, query)
    if before is None:
        found = Changes(tuple(shown.ids.to_list()), (), ())
    else:
        found = changes(before, now, selected(before, query), shown, query.reading)
    return ReplayStep(
        known_on=now.query.known_on or "",
        appeared=entries(now, found.appeared, query.reading),
        disappeared=() if before is None else entries(before, found.disappeared, query.reading),
        changed=found.changed,
        total=shown.total,
    )
