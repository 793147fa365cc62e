"""The days on which something of a timeline became known: the steps of a replay, without replaying them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.chronology.bounds import format_day
from projections.projection import Projection
from projections.slice import Slice
from projections.timeline import TimelineQuery, selected
from projections.view import View


class KnowledgeDayList(View):
    """The days, in order, whatever the day of knowledge of the slice."""

    days: Annotated[tuple[str, ...], Field(description="exact days on which something became known or was taken back")]


class KnowledgeDays(Projection):
    """Every day on which an account of the timeline became known, or was corrected or retracted by its source."""

    name, Query, View = "knowledge-days", TimelineQuery, KnowledgeDayList

    def answer(self, slice: Slice, query: TimelineQuery) -> KnowledgeDayList:
        """All of them up to the position of the slice."""
        everything = slice.beside(known_on=None)
        found = everything.days_of_knowledge(selected(everything, query))
        return KnowledgeDayList(days=tuple(format_day(day) for day in found))
