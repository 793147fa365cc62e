"""Claims about time as views show them: what is said, by which account, and the arguments made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from domain.chronology.constraints import Claim
from domain.chronology.network import Contradiction, Network
from domain.chronology.wording import filled, sentence
from domain.values import Value
from projections.entries import entries
from projections.names import with_names
from projections.readings import Reading
from projections.slice import Slice


class ShownClaim(Value):
    """One claim: the id by which it can be set aside, what it says, and the account or source it is made in."""

    id: str
    says: str
    account: Annotated[str | None, Field(description="the version of the account; null for judgements of ours")]
    source: str | None


class ShownContradiction(Value):
    """Claims that cannot all hold; drop any one and the rest fit."""

    sentence: str
    claims: tuple[ShownClaim, ...]
    occurrences: Annotated[tuple[str, ...], Field(description="the occurrences that the claims speak of")]


class Wording:
    """Puts claims into words, with the headlines of occurrences and the titles of sources."""

    def __init__(self, slice: Slice, claims: Iterable[Claim], reading: Reading) -> None:
        self._slice = slice
        owners = {owner for claim in claims for owner in spoken_of(claim)}
        self._shown = {owner: shown for owner in sorted(owners) if (shown := slice.shown_as(owner)) is not None}
        found = entries(slice, sorted(set(self._shown.values())), reading)
        self._headlines = {entry.id: entry.headline for entry in found}

    def claim(self, claim: Claim) -> ShownClaim:
        """One claim."""
        return ShownClaim(id=claim.id, says=filled(claim.says, self._name), account=claim.account, source=claim.source)

    def contradiction(self, found: Contradiction) -> ShownContradiction:
        """One contradiction."""
        owners = {self._shown[owner] for claim in found.claims for owner in spoken_of(claim) if owner in self._shown}
        return ShownContradiction(
            sentence=sentence(found.claims, self._name),
            claims=tuple(self.claim(claim) for claim in found.claims),
            occurrences=tuple(sorted(owners)),
        )

    def _name(self, noun: str, each: str) -> str:
        if noun == "source":
            record = self._slice.sources.get(each)
            return each if record is None else f"“{with_names(record.content.title, self._slice.parties_known)}”"
        return f"“{self._headlines.get(self._shown.get(each, each), each)}”"


def clashes_of(slice: Slice, occurrence: str, network: Network) -> list[Contradiction]:
    """The contradictions in a network whose claims speak of a shown occurrence."""
    same = set(slice.identified(occurrence))
    return [each for each in network.contradictions if any(same & spoken_of(claim) for claim in each.claims)]


def contradictions_of(slice: Slice, occurrence: str, reading: Reading) -> tuple[ShownContradiction, ...]:
    """The contradictions that a shown occurrence is part of, in words and as data."""
    clashes = clashes_of(slice, occurrence, slice.network([occurrence]))
    wording = Wording(slice, [claim for each in clashes for claim in each.claims], reading)
    return tuple(wording.contradiction(each) for each in clashes)


def spoken_of(claim: Claim) -> set[str]:
    """The occurrences and sources that a claim speaks of."""
    return {point.owner for point in claim.points()}
