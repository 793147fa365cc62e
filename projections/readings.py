"""Readings: the rule that picks one value where accounts differ. Always named in the answer; it may pick none.

- `best_graded`: the account of the most reliable source, then the most credible account. F and 6 ("cannot be judged")
  are beside their scales: they are picked only where nothing is graded.
- `majority`: the value that more than half of the sources give. A source counts once, however often it says so.
- `latest`: the account whose source was surely published last; `first_published`: surely first.

Where these leave a tie, the least content id is picked, so that the order of arrival never matters. Where it is not
certain which source came last (or first), these two readings pick nothing rather than guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from domain.provenance import RELIABILITIES
from projections.claims import Mood, Stated
from projections.slice_records import SourceRecord

Reading = Literal["best_graded", "majority", "latest", "first_published"]
READINGS: tuple[Reading, ...] = ("best_graded", "majority", "latest", "first_published")

MOODS: tuple[Mood, ...] = ("asserted", "intended", "denied")

Sources = Mapping[str, SourceRecord]


def pick(reading: Reading, claims: Sequence[Stated], sources: Sources) -> Stated | None:
    """The claim that a reading picks among the claims of one field; `None` where it answers "no value".

    What is asserted comes before what was planned or forecast, and that before what is denied.
    """
    if len(claims) < 2:
        return claims[0] if claims else None
    for mood in MOODS:
        among = [claim for claim in claims if claim.mood == mood]
        if among:
            return _RULES[reading](sorted(among, key=lambda claim: claim.record.version_id), sources)
    return None


def _best_graded(claims: Sequence[Stated], sources: Sources) -> Stated | None:
    def grade(claim: Stated) -> tuple[int, int]:
        reliability = sources[claim.record.account.citation.source].content.reliability
        return RELIABILITIES.index(reliability), claim.record.account.credibility

    return min(claims, key=grade)


def _majority(claims: Sequence[Stated], sources: Sources) -> Stated | None:
    del sources
    backers: dict[bytes, set[str]] = {}
    for claim in claims:
        backers.setdefault(claim.key, set()).add(claim.record.account.citation.source)
    everyone = set().union(*backers.values())
    chosen = [key for key, found in backers.items() if 2 * len(found) > len(everyone)]
    # A source that gives two values backs both, so two values can have a majority: then neither is picked.
    return next(claim for claim in claims if claim.key == chosen[0]) if len(chosen) == 1 else None


def _latest(claims: Sequence[Stated], sources: Sources) -> Stated | None:
    top = max(claims, key=lambda claim: _published(claim, sources)[0])
    return _surely(top, claims, lambda other: _published(other, sources)[1] <= _published(top, sources)[0])


def _first_published(claims: Sequence[Stated], sources: Sources) -> Stated | None:
    top = min(claims, key=lambda claim: _published(claim, sources)[1])
    return _surely(top, claims, lambda other: _published(top, sources)[1] <= _published(other, sources)[0])


def _surely(top: Stated, claims: Sequence[Stated], yields: Callable[[Stated], bool]) -> Stated | None:
    """The top claim, if every claim of another value surely yields to it."""
    return top if all(claim.key == top.key or yields(claim) for claim in claims) else None


def _published(claim: Stated, sources: Sources) -> tuple[float, float]:
    source = sources[claim.record.account.citation.source]
    earliest, latest = source.published_earliest, source.published_latest
    return float("-inf") if earliest is None else earliest, float("inf") if latest is None else latest


_RULES: dict[Reading, Callable[[Sequence[Stated], Sources], Stated | None]] = {
    "best_graded": _best_graded,
    "majority": _majority,
    "latest": _latest,
    "first_published": _first_published,
}
