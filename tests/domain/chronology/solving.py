"""What the laws share: a network out of accounts, and everything a network says of its occurrences, to compare."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import Any

from domain.chronology.bounds import Bounds
from domain.chronology.compile_claims import StatedTime, claims_of, lasting_occurrences
from domain.chronology.constraints import Claim
from domain.chronology.network import Network
from domain.chronology.order import mark, ordered


def compiled(accounts: Sequence[StatedTime]) -> tuple[Claim, ...]:
    """All claims of some accounts and of their sources."""
    return claims_of(accounts)


def network_of(accounts: Sequence[StatedTime]) -> Network:
    """The accounts solved together."""
    return Network(compiled(accounts), lasting=lasting_occurrences(accounts))


def content(network: Network, owners: Sequence[str]) -> dict[str, Any]:
    """Everything that a reader could see of these occurrences, claims by their ids."""
    shown = ordered(network, owners)
    return {
        "bounds": {owner: network.bounds(owner) for owner in owners},
        "contradictions": [each.ids for each in network.contradictions],
        "order": shown,
        "marks": [mark(network, one, other) for one, other in itertools.pairwise(shown)],
        "allen": {pair: network.allen(*pair) for pair in itertools.permutations(owners, 2)},
        "why": {
            (owner, bound): [[claim.id for claim in reason.claims] for reason in network.why(owner, bound)]
            for owner in owners
            for bound in ("start_earliest", "start_latest", "end_earliest", "end_latest")
        },
    }


def in_force(network: Network, claims: Collection[Claim]) -> list[Claim]:
    """The claims that stand in no contradiction."""
    aside = {claim.id for each in network.contradictions for claim in each.claims}
    return [claim for claim in claims if claim.id not in aside]


def is_within(inner: Bounds, outer: Bounds) -> bool:
    """Whether no bound of the first is wider than that of the second."""
    return inner == inner.intersection(outer)
