"""The timeline of one country."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from domain.places import CountryCode
from projections.projection import Projection
from projections.slice import Slice
from projections.slice_selection import Filters
from projections.timeline import Timeline, TimelineQuery, filters_of, timeline


class CountryTimelineQuery(TimelineQuery):
    """Which country, and what to show of it."""

    code: Annotated[CountryCode, Field(description="ISO 3166, of a present or a dissolved state")]


class CountryTimeline(Projection):
    """Everything in which a country has a part, in whatever role, in order."""

    name, Query, View = "country-timeline", CountryTimelineQuery, Timeline
    path = "/countries/{code}/timeline"

    def content(self, slice: Slice, query: CountryTimelineQuery) -> dict[str, Any]:
        """One page of the timeline of the country."""
        return timeline(slice, query, within_country=query.code)

    def looks_at(self, slice: Slice, query: CountryTimelineQuery) -> Filters | None:
        """What the country has a part in."""
        return filters_of(slice, query, within_country=query.code)
