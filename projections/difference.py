"""The difference between two slices of one timeline."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain.errors import Invalid
from projections.changes import ChangedEntry, changes
from projections.entries import entries
from projections.entry import Entry
from projections.projection import Projection
from projections.slice import Slice
from projections.slice_query import Day
from projections.timeline import TimelineQuery, selected
from projections.view import View


class DifferenceQuery(TimelineQuery):
    """Which timeline, and the second slice; the first is the one that `known_on` and `at_position` choose."""

    to_known_on: Annotated[
        Day | Literal["any"] | None, Field(description="the day of the second slice; any: all that is recorded")
    ] = None
    to_position: Annotated[int | None, Field(ge=0, description="the position of the second slice")] = None


class Difference(View):
    """What the second slice shows otherwise than the first. At most `limit` of each are given; the counts are whole."""

    to_known_on: str | None
    to_position_of_log: int
    appeared: tuple[Entry, ...]
    disappeared: Annotated[tuple[Entry, ...], Field(description="as the first slice shows them")]
    changed: tuple[ChangedEntry, ...]
    total_appeared: int
    total_disappeared: int
    total_changed: int


class TimelineDifference(Projection):
    """What appeared, disappeared or changed from one day of knowledge, or position of the log, to another."""

    name, Query, View = "diff", DifferenceQuery, Difference
    path = "/diff"

    def answer(self, slice: Slice, query: DifferenceQuery) -> Difference:
        """The difference; raises `Invalid` if no second slice is named."""
        if query.to_known_on is None and query.to_position is None:
            accepted = "to_known_on (a day, or any), to_position, or both"
            raise Invalid("the second slice is not named", where="to_known_on", accepted=accepted)
        other = slice.beside(**_second(slice, query))
        found = changes(slice, other, selected(slice, query), selected(other, query), query.reading)
        return Difference(
            to_known_on=other.query.known_on,
            to_position_of_log=other.position,
            appeared=entries(other, found.appeared[: query.limit], query.reading),
            disappeared=entries(slice, found.disappeared[: query.limit], query.reading),
            changed=found.changed[: query.limit],
            total_appeared=len(found.appeared),
            total_disappeared=len(found.disappeared),
            total_changed=len(found.changed),
        )


def _second(slice: Slice, query: DifferenceQuery) -> dict[str, str | int | None]:
    day = slice.query.known_on if query.to_known_on is None else query.to_known_on
    return {
        "known_on": None if day == "any" else day,
        "at_position": slice.position if query.to_position is None else query.to_position,
    }
