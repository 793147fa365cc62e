"""Why an occurrence is dated as it is: the chain of claims behind each of its bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.chronology.network import Reason
from domain.values import Id, Value
from projections.claim_shapes import ShownClaim, ShownContradiction, Wording, clashes_of
from projections.entries import entries, shown_day
from projections.entry import EntryWhen, ShownDay
from projections.lookup import occurrence_id
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.slice_shown import BOUND_NAMES
from projections.view import View


class WhenQuery(Value):
    """Which occurrence."""

    id: Annotated[Id, Field(description="the id of the occurrence, or of one judged to be the same")]
    reading: Reading = "best_graded"


class ShownStep(Value):
    """One step of a chain: by these claims, that point is no later (or no earlier) than the day."""

    day: ShownDay
    of: Annotated[str | None, Field(description="the occurrence or source whose day it is; null: the bound itself")]
    endpoint: str | None
    claims: tuple[ShownClaim, ...]


class ShownBound(Value):
    """One of the four bounds, and the chain from a date on that gives it; empty where it is unbounded."""

    bound: str
    day: ShownDay
    chain: tuple[ShownStep, ...]


class WhenView(View):
    """The date of an occurrence with its reasons, and the contradictions that its claims are part of."""

    lines = ("bounds",)

    id: str
    headline: str
    when: EntryWhen
    bounds: tuple[ShownBound, ...]
    contradictions: tuple[ShownContradiction, ...]


class OccurrenceWhen(Projection):
    """Why the date is what it is: for each bound the chain of claims that gives it."""

    name, Query, View = "when", WhenQuery, WhenView
    path = "/occurrences/{id}/when"

    def answer(self, slice: Slice, query: WhenQuery) -> WhenView:
        """The four bounds with their chains."""
        occurrence = occurrence_id(slice, query.id)
        network = slice.network([occurrence])
        chains = {bound: network.why(occurrence, bound) for bound in BOUND_NAMES}
        clashes = clashes_of(slice, occurrence, network)
        claims = [claim for chain in chains.values() for reason in chain for claim in reason.claims]
        claims += [claim for each in clashes for claim in each.claims]
        wording = Wording(slice, claims, query.reading)
        entry = entries(slice, [occurrence], query.reading)[0]
        row = slice.rows_of([occurrence])[occurrence]
        return WhenView(
            id=occurrence,
            headline=entry.headline,
            when=entry.when,
            bounds=tuple(
                ShownBound(
                    bound=bound,
                    day=shown_day(row[bound]),
                    chain=tuple(_step(reason, wording) for reason in chains[bound]),
                )
                for bound in BOUND_NAMES
            ),
            contradictions=tuple(wording.contradiction(each) for each in clashes),
        )


def _step(reason: Reason, wording: Wording) -> ShownStep:
    return ShownStep(
        day=shown_day(reason.day),
        of=None if reason.point is None else reason.point.owner,
        endpoint=None if reason.point is None else reason.point.endpoint,
        claims=tuple(wording.claim(claim) for claim in reason.claims),
    )
