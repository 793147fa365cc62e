"""How many days lie between two points: the tightest bounds that all claims in force give together."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from domain.chronology.components import Component
from domain.chronology.constraints import Claim
from domain.chronology.day_sets import Weekly
from domain.chronology.graph import STRUCTURE, Graph
from domain.chronology.propagation import UNREACHED, distances
from domain.chronology.rounding import least_days
from domain.chronology.support import EARLIEST, LATEST, chain

Located = tuple[Component, int] | None
"""Where a point is found, or None if no claim in force speaks of it."""


class Difference(NamedTuple):
    """Least and greatest days from one point to another, `None` for no limit, and the claims behind each."""

    min_days: int | None
    max_days: int | None
    claims_for_min: tuple[Claim, ...]
    claims_for_max: tuple[Claim, ...]


def difference(one: Located, other: Located) -> Difference:
    """The tightest bounds on the days from one point to the other.

    Exact for ranges. With masks and windows they are sound, and brought onto the weekdays where both are known.
    """
    greatest, claims_for_max = _upper(one, other)
    negated_least, claims_for_min = _upper(other, one)
    return Difference(
        None if negated_least >= UNREACHED else -negated_least,
        None if greatest >= UNREACHED else greatest,
        claims_for_min,
        claims_for_max,
    )


def upper_differences(points: list[Located]) -> list[list[int]]:
    """For each pair of points the greatest days from the first to the second; huge where there is no limit."""
    return [_row(one, points) for one in points]


def is_surely_before(component: Component, earlier: int, later: int) -> bool:
    """Whether relations put one node on an earlier day than the other, whatever their dates."""
    potential = component.potential()
    cutoff = potential[later] - potential[earlier] - 1
    if cutoff < 0:
        return False
    found = distances(component.graph.edges_out, potential, later, cutoff)
    return found.get(earlier, 0) < 0


def surely_after(component: Component, earlier: int, later: list[int]) -> set[int]:
    """Those of some nodes that relations put on a later day than one node, whatever their dates; in one search."""
    potential = component.potential()
    cutoff = max((potential[node] - potential[earlier] - 1 for node in later), default=-1)
    if cutoff < 0:
        return set()
    # Distances to a node are distances from it along the reversed edges, with the potential negated.
    reached = distances(component.graph.edges_in, [-day for day in potential], earlier, cutoff)
    return {node for node in later if reached.get(node, 0) < 0}


def undecided(graph: Graph, earlier: int, later: list[int]) -> list[int]:
    """Those of some nodes of which days alone do not show a history in which they are not after one node.

    Every form of constraint is kept by the lesser (and by the greater) of two days, point by point. So all earliest
    days together are a history, and so are all latest days; where a node has no bound on a side, some history puts it
    beyond any given day there while the others keep within their own; and so are the earliest days of all when the
    one node is on its latest, or as late as one likes.
    """
    found = [node for node in later if not _is_not_before(graph, earlier, node)]
    if not found or graph.is_convex:
        return found
    late = graph.last(earlier)
    if late is None:
        late = max((day for node in found if (day := graph.earliest(node)) is not None), default=0)
    days = least_days(graph, earlier, late)
    return [node for node in found if days[node] > days[earlier]]


def _is_not_before(graph: Graph, one: int, other: int) -> bool:
    earliest_one, earliest_other = graph.earliest(one), graph.earliest(other)
    if earliest_one is not None and (earliest_other is None or earliest_one >= earliest_other):
        return True
    latest_one, latest_other = graph.last(one), graph.last(other)
    return latest_other is not None and (latest_one is None or latest_one >= latest_other)


def _upper(one: Located, other: Located) -> tuple[int, tuple[Claim, ...]]:
    if one is None or other is None:
        return UNREACHED, ()
    graph, source, target = one[0].graph, one[1], other[1]
    if one == other:
        return 0, ()
    within = _surroundings(one, [other])
    direct = within.get(target, UNREACHED)
    dated = _through_dates(one, other)
    if min(direct, dated) >= UNREACHED:
        return UNREACHED, ()
    if direct <= dated:
        claims = _claims_along(graph, within, source, target)
    else:
        steps = (*chain(graph, source, EARLIEST), *chain(other[0].graph, target, LATEST))
        graphs = [graph] * len(chain(graph, source, EARLIEST)) + [other[0].graph] * len(steps)
        claims = [owner.claims[claim] for owner, step in zip(graphs, steps, strict=False) for claim in step.claims]
    days, weekday_claims = _onto_weekdays(one, other, min(direct, dated))
    return days, tuple({claim.id: claim for claim in (*claims, *weekday_claims)}.values())


def _row(one: Located, points: list[Located]) -> list[int]:
    within = {} if one is None else _surroundings(one, [other for other in points if other is not None])
    return [_combined(one, other, within) for other in points]


def _surroundings(one: tuple[Component, int], others: list[tuple[Component, int]]) -> dict[int, int]:
    """Distances from a point, as far as they can be shorter than the way through the dates of one of the others."""
    component, source = one
    together = [other for other in others if other[0] is component]
    potential = component.potential()
    cutoffs = [_through_dates(one, other) - potential[other[1]] + potential[source] for other in together]
    return distances(component.graph.edges_out, potential, source, max(cutoffs)) if cutoffs else {}


def _combined(one: Located, other: Located, within: dict[int, int]) -> int:
    if one is None or other is None:
        return UNREACHED
    direct = within.get(other[1], UNREACHED) if one[0] is other[0] else UNREACHED
    nearest = min(direct, _through_dates(one, other))
    return nearest if nearest >= UNREACHED else _onto_weekdays(one, other, nearest)[0]


def _through_dates(one: tuple[Component, int], other: tuple[Component, int]) -> int:
    negated, latest = one[0].graph.negated_earliest[one[1]], other[0].graph.latest[other[1]]
    return UNREACHED if UNREACHED in (negated, latest) else latest + negated


def _onto_weekdays(
    one: tuple[Component, int], other: tuple[Component, int], days: int
) -> tuple[int, tuple[Claim, ...]]:
    """The greatest difference that fits the weekdays of both points, where they are known."""
    known = [(_weekday(component.graph, node)) for component, node in (one, other)]
    if known[0] is None or known[1] is None:
        return days, ()
    surplus = (days - (known[1][0] - known[0][0])) % 7
    return days - surplus, (known[0][1], known[1][1]) if surplus else ()


def _weekday(graph: Graph, node: int) -> tuple[int, Claim] | None:
    named = [
        (days.weekday, graph.claims[claim]) for days, claim in graph.days_of.get(node, ()) if isinstance(days, Weekly)
    ]
    return named[0] if named else None


def _claims_along(graph: Graph, within: dict[int, int], source: int, target: int) -> list[Claim]:
    """The claims of a shortest path: the one with the fewest, ties by their ids."""
    heap: list[tuple[int, tuple[str, ...], int, tuple[int, ...]]] = [(0, (), target, ())]
    seen: set[int] = set()
    while heap:
        length, names, at, path = heappop(heap)
        if at == source:
            return [graph.claims[claim] for claim in path]
        if at in seen:
            continue
        seen.add(at)
        for before, weight, claim in graph.edges_in[at]:
            if before not in seen and before in within and within[before] + weight == within[at]:
                if claim == STRUCTURE:
                    heappush(heap, (length, names, before, path))
                else:
                    heappush(heap, (length + 1, (*names, graph.claims[claim].id), before, (claim, *path)))
    return []
