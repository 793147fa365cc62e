"""Contradictions: smallest sets of claims that cannot all hold, found one beside the other.

The claims on a negative cycle, or behind two bounds that crossed, are shrunk at the level of claims: each in turn is
dropped, in the order of ids, and the drop is kept if the rest still contradicts. All claims of a contradiction are
set aside for the bounds, and the search goes on with the rest, so that the contradictions found share no claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from domain.chronology.constraints import Claim
from domain.chronology.graph import STRUCTURE, Graph
from domain.chronology.propagation import UNREACHED
from domain.chronology.rounding import round_bounds
from domain.chronology.short_cycles import fewest_claims
from domain.chronology.support import EARLIEST, LATEST, chain

_CROSSINGS_PER_ROUND: Final = 64
"""How many crossed bounds are explained before the rest is solved again."""


def solve(claims: Sequence[Claim], lasting: Collection[str]) -> tuple[Graph, tuple[tuple[Claim, ...], ...]]:
    """The solved graph of the claims that stand in no contradiction, and the contradictions, claim-disjoint.

    `claims` must be ordered by id: the answer is a function of that order.
    """
    graph = Graph.of(claims, lasting)
    numbers = {claim.id: number for number, claim in enumerate(claims)}
    conflicts: list[tuple[Claim, ...]] = []
    while candidates := contradicting(graph):
        aside: set[str] = set()
        for candidate in candidates:
            if aside.isdisjoint(claim.id for claim in candidate):
                conflict = shrink(candidate, graph.claims_in_force, lasting)
                if aside.isdisjoint(claim.id for claim in conflict):
                    conflicts.append(conflict)
                    aside.update(claim.id for claim in conflict)
        graph.without([numbers[each] for each in aside])
    return graph, tuple(conflicts)


def contradicting(graph: Graph) -> list[tuple[Claim, ...]]:
    """Solve the graph; sets of claims that contradict, fewest first, or nothing if it is consistent."""
    cycles = graph.solve_ranges()
    found = {_claims_around(graph, cycle) for cycle in cycles} or set(_claims_behind_crossings(graph))
    if found:
        found = {fewest_claims(graph, claims) for claims in found}
    else:
        rounded = round_bounds(graph)
        found = set() if rounded is None else {rounded}
    named = [tuple(graph.claims[number] for number in sorted(numbers)) for numbers in found]
    return sorted(named, key=lambda claims: (len(claims), [claim.id for claim in claims]))


def is_consistent(claims: Sequence[Claim], lasting: Collection[str]) -> bool:
    """Whether some history satisfies all the claims."""
    graph = Graph.of(claims, lasting)
    if graph.solve_ranges() or any(True for _ in _crossings(graph)):
        return False
    return round_bounds(graph) is None


def shrink(candidate: Sequence[Claim], everything: Sequence[Claim], lasting: Collection[str]) -> tuple[Claim, ...]:
    """What is left of a contradiction after each claim that is not needed has been dropped, in the order of ids.

    Dropping more never makes a consistent rest contradict, so runs of claims are dropped at once (bisection), with
    the same result as one by one. `everything` is shrunk instead where the candidate alone does not contradict.
    """
    ordered = sorted(candidate, key=lambda claim: claim.id)
    if is_consistent(ordered, lasting):
        ordered = sorted(everything, key=lambda claim: claim.id)
    needed: list[Claim] = []
    while ordered and is_consistent(needed, lasting):
        droppable = _longest_droppable(needed, ordered, lasting)
        needed.append(ordered[droppable])
        ordered = ordered[droppable + 1 :]
    return tuple(needed)


def _longest_droppable(needed: list[Claim], ordered: list[Claim], lasting: Collection[str]) -> int:
    """How many claims from the front can go while the others still contradict."""
    low, high = 0, len(ordered) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if is_consistent(needed + ordered[middle:], lasting):
            high = middle - 1
        else:
            low = middle
    return low


def _claims_around(graph: Graph, cycle: list[int]) -> frozenset[int]:
    """The claims of the shortest edges along a cycle, in which each point is followed by its predecessor."""
    found = set()
    for later, earlier in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        edges = [(days, claim) for other, days, claim in graph.edges_out[earlier] if other == later]
        found.add(min(edges)[1])
    return frozenset(found - {STRUCTURE})


def _crossings(graph: Graph) -> Iterator[int]:
    """The nodes whose own date is crossed: every contradiction with dates runs through one, so these are enough."""
    for node, ceilings in graph.ceilings.items():
        latest, negated = graph.latest[node], graph.negated_earliest[node]
        if negated != UNREACHED and latest < -negated and min(day for day, _ in ceilings) == latest:
            yield node


def _claims_behind_crossings(graph: Graph) -> Iterator[frozenset[int]]:
    """The claims that give a node's latest day and its earliest day, where the latest is the earlier one."""
    for node in islice(_crossings(graph), _CROSSINGS_PER_ROUND):
        steps = (*chain(graph, node, EARLIEST), *chain(graph, node, LATEST))
        yield frozenset(claim for step in steps for claim in step.claims) - {STRUCTURE}
