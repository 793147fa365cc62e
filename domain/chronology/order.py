"""The order in which occurrences are shown: deterministic, and honest about which part of it is known.

It is the linear extension of the entailed order that always takes the ready entry with the smallest key (earliest if
finite, else latest; latest; content id). For most entries sorting by that key is all there is to do: of two entries
with an earliest day, one that surely comes before the other has the smaller key already. Only an entry without an
earliest day can have to be waited for, and only within its component. So a caller with columns sorts by the key, asks
`held_back` for the pairs of the few components in which such an entry has relations, and hands the sorted ids to
`linear_order`; with no pairs the sorted order is the answer. Cost: a sort, and for each such entry the surroundings
in its component.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Literal

from domain.chronology.bounds import Bounds
from domain.chronology.components import Component
from domain.chronology.differences import surely_after, undecided
from domain.chronology.network import Network

OrderMark = Literal["certain", "conventional"]
SortKey = tuple[int, int, str]

_FAR = 1 << 62


def sort_key(occurrence: str, bounds: Bounds) -> SortKey:
    """(earliest if finite else latest, latest, id); what has neither comes last, after everything dated."""
    earliest, latest = bounds.start_earliest, bounds.end_latest
    first = earliest if earliest is not None else latest
    return (_FAR if first is None else first), (_FAR if latest is None else latest), occurrence


def ordered(network: Network, occurrences: Iterable[str]) -> list[str]:
    """The occurrences in the order in which they are shown."""
    keys = {occurrence: sort_key(occurrence, network.bounds(occurrence)) for occurrence in occurrences}
    by_key = sorted(keys, key=keys.__getitem__)
    return linear_order(by_key, held_back(network, by_key))


def linear_order(by_key: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Let each entry wait for those that must come first: `by_key` is sorted by key, `pairs` are (first, then).

    Of the entries that wait for nothing the one with the smallest key is taken, again and again.
    """
    rank = {occurrence: index for index, occurrence in enumerate(by_key)}
    waiting: dict[int, int] = {}
    released_by: dict[int, list[int]] = {}
    for first, held in pairs:
        released_by.setdefault(rank[first], []).append(rank[held])
        waiting[rank[held]] = waiting.get(rank[held], 0) + 1
    if not waiting:
        return list(by_key)
    ready = [index for index in range(len(by_key)) if index not in waiting]
    heapify(ready)
    found = []
    while ready:
        index = heappop(ready)
        found.append(by_key[index])
        for then in released_by.get(index, ()):
            waiting[then] -= 1
            if not waiting[then]:
                heappush(ready, then)
    return found


def held_back(
    network: Network, by_key: Sequence[str], apart: Mapping[str, Sequence[str]] | None = None
) -> list[tuple[str, str]]:
    """The pairs (first, then) in which the one that surely comes first has the greater key.

    It then has no earliest day; the other is sought only in its component. `apart` names, for an entry that shows
    several occurrences, all of them, if the claim that they are the same is not in force.
    """
    rank = {occurrence: index for index, occurrence in enumerate(by_key)}
    apart = apart or {}
    members: dict[int, list[str]] = {}
    for occurrence in by_key:
        component = network.component(occurrence)
        if component is not None and occurrence not in apart:
            members.setdefault(id(component), []).append(occurrence)
    found = [
        (first, then)
        for first, then in itertools.permutations(by_key if apart else (), 2)
        if rank[then] < rank[first]
        and (first in apart or then in apart)
        and surely_before(network, apart.get(first, (first,)), apart.get(then, (then,)))
    ]
    for together in members.values():
        without_earliest = [each for each in together if network.bounds(each).start_earliest is None]
        if len(together) > 1 and without_earliest:
            component = network.component(together[0])
            assert component is not None
            for first in without_earliest:
                found += _overtaken(network, component, first, together, rank)
    return found


def surely_before(network: Network, ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether all that is known of what one entry shows puts it before all of what another shows."""
    spoken_of = [[each for each in names if network.component(each) is not None] for names in (ones, others)]
    return all(spoken_of) and all(network.entailed_before(*pair) for pair in itertools.product(*spoken_of))


def mark(network: Network, before: str, entry: str) -> OrderMark:
    """Whether an entry is certain to come after the one shown before it, or stands there by convention."""
    return "certain" if network.entailed_before(before, entry) else "conventional"


def _overtaken(
    network: Network, component: Component, first: str, together: list[str], rank: dict[str, int]
) -> list[tuple[str, str]]:
    """The pairs of one entry with those of smaller key that surely come after it."""
    graph = component.graph
    end = graph.node(first, "end")
    assert end is not None
    starts: dict[int, str] = {}
    for then in together:
        start = graph.node(then, "start") if rank[then] < rank[first] else None
        if start is not None:
            starts[start] = then
    open_ = undecided(graph, end, list(starts))
    certain = surely_after(component, end, open_)
    if not graph.is_convex:
        certain |= {node for node in open_ if node not in certain and network.entailed_before(first, starts[node])}
    return [(first, starts[node]) for node in starts if node in certain]
