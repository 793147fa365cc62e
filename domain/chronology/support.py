"""Why a bound is where it is: the shortest chain of claims, found on settled bounds.

The chain does not depend on the order in which claims came or bounds settled: of all chains that give the bound, the
one with the fewest claims is taken, ties by the claims' ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Final, NamedTuple

from domain.chronology.day_sets import Days, common_day
from domain.chronology.graph import STRUCTURE, Graph
from domain.chronology.propagation import UNREACHED

EARLIEST: Final = False
LATEST: Final = True
_A_DATE: Final = -1
"""Where every chain begins."""


class Step(NamedTuple):
    """One step of a chain: by these claims, the node is no later (or no earlier) than `day`."""

    claims: tuple[int, ...]
    node: int
    day: int


class _Reason(NamedTuple):
    claims: tuple[int, ...]
    origin: int


def chain(graph: Graph, node: int, direction: bool) -> tuple[Step, ...]:
    """The steps from a date to the latest (or earliest) day of a node; empty if it has none, or if masks hide them."""
    days = graph.latest if direction is LATEST else graph.negated_earliest
    if days[node] == UNREACHED:
        return ()
    heap: list[tuple[int, tuple[str, ...], int, tuple[Step, ...]]] = [(0, (), node, ())]
    seen: set[int] = set()
    while heap:
        length, names, at, steps = heappop(heap)
        if at == _A_DATE:
            return steps
        if at in seen:
            continue
        seen.add(at)
        for reason in _reasons(graph, at, direction):
            if reason.origin not in seen:
                step = Step(reason.claims, at, days[at] if direction is LATEST else -days[at])
                named = (*names, *(graph.claims[claim].id for claim in reason.claims))
                heappush(heap, (length + len(reason.claims), named, reason.origin, (step, *steps)))
    return ()


def _reasons(graph: Graph, node: int, direction: bool) -> Iterator[_Reason]:
    """What gives the node its bound: a date of its own, or the bound of a neighbour."""
    later = direction is LATEST
    days = graph.latest if later else graph.negated_earliest
    bound = days[node]
    masks = graph.days_of.get(node, ())
    for day, claim in (graph.ceilings if later else graph.floors).get(node, ()):
        rounding = _rounding_claims(masks, day if later else -day, bound, later)
        if rounding is not None:
            yield _Reason(tuple(dict.fromkeys((claim, *rounding))), _A_DATE)
    for other, weight, claim in (graph.edges_in if later else graph.edges_out)[node]:
        if days[other] != UNREACHED:
            rounding = _rounding_claims(masks, days[other] + weight, bound, later)
            if rounding is not None:
                named = (*((claim,) if claim != STRUCTURE else ()), *rounding)
                yield _Reason(tuple(dict.fromkeys(named)), other)
    for anchor, point, window, claim in graph.anchored.get(node, ()):
        other = point if node == anchor else anchor
        if days[other] == UNREACHED:
            continue
        from_day = days[other] if later else -days[other]
        if node == point:
            reached = window.last(from_day) if later else window.first(from_day)
        else:
            reached = window.anchor_to(from_day) if later else window.anchor_from(from_day)
        rounding = _rounding_claims(masks, reached if later else -reached, bound, later)
        if rounding is not None:
            yield _Reason(tuple(dict.fromkeys((claim, *rounding))), other)


def _rounding_claims(
    masks: Sequence[tuple[Days, int]], reached: int, bound: int, later: bool
) -> tuple[int, ...] | None:
    """The claims of the masks that move what was reached onto the bound; None if it does not end there."""
    if reached == bound:
        return ()
    if not masks or reached < bound:
        return None
    found, moved_by = common_day([days for days, _ in masks], reached if later else -reached, later=not later)
    return tuple(masks[each][1] for each in moved_by) if found == (bound if later else -bound) else None
