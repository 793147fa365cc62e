"""The timeline of one case."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from domain.values import Id
from projections.lookup import case_id
from projections.projection import Projection
from projections.slice import Slice
from projections.slice_selection import Filters
from projections.timeline import Timeline, TimelineQuery, filters_of, timeline


class CaseTimelineQuery(TimelineQuery):
    """Which case, and what to show of it."""

    id: Annotated[Id, Field(description="the id of the case, or its key")]


class CaseTimeline(Projection):
    """Everything that is filed in a case, in order."""

    name, Query, View = "case-timeline", CaseTimelineQuery, Timeline
    path = "/cases/{id}/timeline"
    command = "case"

    def content(self, slice: Slice, query: CaseTimelineQuery) -> dict[str, Any]:
        """One page of the timeline of the case."""
        return timeline(slice, query, within_case=case_id(slice, query.id))

    def looks_at(self, slice: Slice, query: CaseTimelineQuery) -> Filters | None:
        """What is filed in the case."""
        return filters_of(slice, query, within_case=query.id)
