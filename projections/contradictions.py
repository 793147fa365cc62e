"""The contradictions of time in a slice: sets of claims that cannot all hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from domain.places import CountryCode
from domain.values import Id, Value
from projections.claim_shapes import ShownContradiction, Wording
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.timeline import TimelineQuery, selected
from projections.view import View


class ContradictionsQuery(Value):
    """Which part of the record; without filters, all of it."""

    model_config = ConfigDict(populate_by_name=True)

    country: tuple[CountryCode, ...] = ()
    case: Annotated[tuple[Id, ...], Field(description="ids or keys of cases")] = ()
    reading: Reading = "best_graded"


class ContradictionTable(View):
    """Contradictions that share no claim, ordered by the ids of their claims."""

    rows: tuple[ShownContradiction, ...]
    total: int


class Contradictions(Projection):
    """Claims about time that cannot all be true, in words and as data; dropping any one makes the rest fit."""

    name, Query, View = "contradictions", ContradictionsQuery, ContradictionTable
    path = "/contradictions"

    def answer(self, slice: Slice, query: ContradictionsQuery) -> ContradictionTable:
        """All that speak of an occurrence that the filters choose; raises `Invalid` for more than can be told."""
        chosen = None
        if query.country or query.case:
            chosen = selected(slice, TimelineQuery(country=query.country, case=query.case))
        found = [each for network in slice.contradictory_networks(chosen) for each in network.contradictions]
        found.sort(key=lambda contradiction: contradiction.ids)
        wording = Wording(slice, [claim for each in found for claim in each.claims], query.reading)
        rows = [wording.contradiction(each) for each in found]
        if chosen is not None:
            ids = set(chosen.ids.to_list())
            rows = [row for row in rows if ids & set(row.occurrences)]
        return ContradictionTable(rows=tuple(rows), total=len(rows))
