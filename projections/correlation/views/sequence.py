"""The chain of what happened in a case or a country, over a slice: certain and possible lags, and their claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from domain.chronology.constraints import Claim, Point
from domain.chronology.network import Network
from domain.places import CountryCode
from domain.stated import EdtfText
from domain.values import Id, Value, Word
from projections.claim_shapes import ShownClaim, Wording
from projections.correlation.asking import COUNTED, Manners
from projections.correlation.occurrences import is_one
from projections.correlation.report import CAVEAT
from projections.correlation.sequence import KnownLag, SequenceView, Step, sequence
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.timeline import TimelineQuery, selected
from projections.view import View

SOURCE = "source:"


class SequenceQuery(Value):
    """Which part of the record; without filters, all of it from the beginning."""

    model_config = ConfigDict(populate_by_name=True)

    case: Annotated[tuple[Id, ...], Field(max_length=50, description="ids or keys of cases")] = ()
    country: Annotated[tuple[CountryCode, ...], Field(max_length=50)] = ()
    kind: Annotated[
        tuple[Word, ...],
        Field(
            max_length=50, description="only these kinds; what fell on one day stands in the order they are named in"
        ),
    ] = ()
    from_: Annotated[EdtfText | None, Field(alias="from", description="nothing that surely ended before (EDTF)")] = None
    to: Annotated[EdtfText | None, Field(description="nothing that surely began after (EDTF)")] = None
    manner: Manners = COUNTED
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    reading: Reading = "best_graded"


class SequenceAnswer(View, SequenceView):
    """The chain; steps without an account in a manner that counts stand in parentheses."""

    lines = ("lags",)

    steps_left_off_count: Annotated[int, Field(description="later occurrences beyond the limit")]
    claims_shown: Annotated[tuple[ShownClaim, ...], Field(description="every claim that a step or a lag rests on")]
    caveat: str = CAVEAT


class CaseSequence(Projection):
    """What followed what in a case or country: each lag, certain or possible, with the claims it rests on."""

    name, Query, View = "sequence", SequenceQuery, SequenceAnswer
    path = "/correlations/sequence"

    def answer(self, slice: Slice, query: SequenceQuery) -> SequenceAnswer:
        """The chain in the order of the slice."""
        ids, total = _chosen(slice, query)
        rows, network = slice.rows_of(ids), slice.network(ids)
        ids = _in_order(ids, rows, query.kind)
        behind: dict[str, Claim] = {}
        steps = [_step(rows[each], network, query.manner, behind) for each in ids]
        known = [_lag(slice, network, one, other, behind) for one, other in pairwise(ids)]
        chain = sequence(_subject(query), steps, [lag for lag in known if lag is not None])
        wording = Wording(slice, behind.values(), query.reading)
        return SequenceAnswer(
            **dict(chain),
            steps_left_off_count=total - len(ids),
            claims_shown=tuple(wording.claim(behind[id_]) for id_ in sorted(behind)),
        )


def _chosen(slice: Slice, query: SequenceQuery) -> tuple[list[str], int]:
    """The occurrences of the chain, and how many there would be without the limit."""
    filters = TimelineQuery(from_=query.from_, to=query.to, kind=query.kind, country=query.country, case=query.case)
    found = selected(slice, filters).ids
    standing = slice.occurrences.filter(slice.occurrences["accounts"] > 0)["occurrence"]
    found = found.filter(found.is_in(standing.implode()))
    return found.head(query.limit).to_list(), len(found)


def _subject(query: SequenceQuery) -> str:
    named = " or ".join((*query.case, *query.country))
    return named or "the whole record"


def _in_order(ids: Sequence[str], rows: dict[str, dict[str, Any]], kinds: tuple[str, ...]) -> list[str]:
    """The order of the slice; runs that surely fell on one day, in the order in which their kinds were asked for."""
    if not kinds:
        return list(ids)
    runs: list[list[str]] = []
    for each in ids:
        if runs and _same_day(rows[runs[-1][-1]], rows[each]):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [each for run in runs for each in sorted(run, key=lambda each: kinds.index(rows[each]["kind"]))]


def _same_day(*rows: dict[str, Any]) -> bool:
    days = {row[name] for row in rows for name in ("start_earliest", "start_latest")}
    return len(days) == 1 and None not in days


def _step(row: dict[str, Any], network: Network, manners: Iterable[str], behind: dict[str, Claim]) -> Step:
    occurrence = row["occurrence"]
    reasons = (*network.why(occurrence, "start_earliest"), *network.why(occurrence, "start_latest"))
    claims = {claim.id: claim for reason in reasons for claim in reason.claims}
    behind |= claims
    return Step(
        occurrence=occurrence,
        kind=row["kind"],
        earliest_day=row["start_earliest"],
        latest_day=row["start_latest"],
        claims=tuple(sorted(claims)),
        realised=not set(row["manners"]).isdisjoint(manners),
    )


def _lag(slice: Slice, network: Network, one: str, other: str, behind: dict[str, Claim]) -> KnownLag | None:
    """What relations tell of the distance; `None` where it follows from the days of both alone."""
    for each in (one, other):
        component = network.component(each)
        if component is None or not is_one(slice, component, each):
            return None
    gap = network.difference(Point(one, "start"), Point(other, "start"))
    claims = {claim.id: claim for claim in (*gap.claims_for_min, *gap.claims_for_max)}
    if not any(_relates_occurrences(claim) for claim in claims.values()):
        return None
    behind |= claims
    return KnownLag(
        from_occurrence=one,
        to_occurrence=other,
        at_least_days=gap.min_days,
        at_most_days=gap.max_days,
        claims=tuple(sorted(claims)),
    )


def _relates_occurrences(claim: Claim) -> bool:
    return len({point.owner for point in claim.points() if not point.owner.startswith(SOURCE)}) > 1
