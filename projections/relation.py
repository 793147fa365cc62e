"""How two occurrences lie to each other in time: Allen's relations, the days between them, and the claims behind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.chronology.allen import Modality
from domain.chronology.constraints import Point
from domain.values import Id, Value
from projections.claim_shapes import ShownClaim, Wording
from projections.entries import entries
from projections.lookup import occurrence_id
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.view import View


class RelationQuery(Value):
    """Which two occurrences."""

    a: Annotated[Id, Field(description="an occurrence")]
    b: Annotated[Id, Field(description="another occurrence")]
    reading: Reading = "best_graded"


class GapView(Value):
    """The days from a point of a to a point of b, negative if b comes first; null for no limit on that side."""

    from_a: Annotated[str, Field(description="start or end of a")]
    to_b: Annotated[str, Field(description="start or end of b")]
    min_days: int | None
    max_days: int | None
    claims_for_min: tuple[ShownClaim, ...]
    claims_for_max: tuple[ShownClaim, ...]


class RelationView(View):
    """Each of Allen's thirteen relations of a to b is exactly one of certain, possible and impossible."""

    a: str
    b: str
    headline_a: str
    headline_b: str
    certain: tuple[str, ...]
    possible: tuple[str, ...]
    impossible: tuple[str, ...]
    gaps: tuple[GapView, ...]


class TimeRelation(Projection):
    """How two occurrences lie to each other in time: what is certain, possible, impossible, and why."""

    name, Query, View = "relation", RelationQuery, RelationView
    path = "/relation"

    def answer(self, slice: Slice, query: RelationQuery) -> RelationView:
        """The relations of a to b, and the days between their starts and from the end of a to the start of b."""
        a, b = occurrence_id(slice, query.a), occurrence_id(slice, query.b)
        network = slice.network([a, b])
        found = network.allen(a, b)
        gaps = [(one, other, network.difference(Point(a, one), Point(b, other))) for one, other in _GAPS]
        claims = [claim for _, _, gap in gaps for claim in (*gap.claims_for_min, *gap.claims_for_max)]
        wording = Wording(slice, claims, query.reading)
        headlines = {entry.id: entry.headline for entry in entries(slice, sorted({a, b}), query.reading)}

        def being(modality: Modality) -> tuple[str, ...]:
            return tuple(relation for relation, its in found.items() if its == modality)

        return RelationView(
            a=a,
            b=b,
            headline_a=headlines[a],
            headline_b=headlines[b],
            certain=being("certain"),
            possible=being("possible"),
            impossible=being("impossible"),
            gaps=tuple(
                GapView(
                    from_a=one,
                    to_b=other,
                    min_days=gap.min_days,
                    max_days=gap.max_days,
                    claims_for_min=tuple(wording.claim(claim) for claim in gap.claims_for_min),
                    claims_for_max=tuple(wording.claim(claim) for claim in gap.claims_for_max),
                )
                for one, other, gap in gaps
            ),
        )


_GAPS = (("start", "start"), ("end", "start"), ("end", "end"))
