"""A contradiction with few claims near one with many.

Shortest paths prefer many days over few claims, so the first contradiction found may take a long way round. A reader
is better served by a short one: from each edge of a claim, paths are lengthened claim by claim until some way back
contradicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.chronology.graph import STRUCTURE, Graph
from domain.chronology.propagation import Edges

_EDGES_PER_SEARCH: Final = 4_000
"""The search for a shorter contradiction looks at no more edges than this from any one point."""
_CLAIMS_TRIED: Final = 24
"""How many claims of a contradiction are tried as the start of a shorter one."""

Dates = dict[int, list[tuple[int, int]]]


class _Way(NamedTuple):
    """Some steps from a point: the days they allow, and their claims."""

    days: int
    claims: tuple[int, ...]


def fewest_claims(graph: Graph, claims: frozenset[int]) -> frozenset[int]:
    """A contradiction through one of these contradicting claims, with no more claims than they are."""
    best = claims
    for number in sorted(claims, key=lambda each: graph.claims[each].id)[:_CLAIMS_TRIED]:
        for found in _through(graph, number, len(best)):
            key = len(found), sorted(graph.claims[each].id for each in found)
            if key < (len(best), sorted(graph.claims[each].id for each in best)):
                best = found
    return best


def _through(graph: Graph, number: int, most: int) -> Iterator[frozenset[int]]:
    """Contradictions with at most so many claims that run through an edge or a date of one claim."""
    nodes = {graph.numbers.get(point, graph.numbers.get(point.owner, -1)) for point in graph.claims[number].points()}
    for node in sorted(nodes):
        for later, days, claim in graph.edges_out[node]:
            if claim == number:
                first, onward = _Way(days, (number,)), _layers(graph.edges_out, later, most)
                yield from _closed(first, onward, node)
                back = _dated(_layers(graph.edges_in, node, most), graph.ceilings, 1)
                yield from _joined(first, _dated(onward, graph.floors, -1), back)
        for day, claim in graph.ceilings.get(node, ()):
            if claim == number:
                floors = _dated(_layers(graph.edges_out, node, most), graph.floors, -1)
                yield from _joined(_Way(day, (number,)), floors, [_Way(0, ())])
        for day, claim in graph.floors.get(node, ()):
            if claim == number:
                ceilings = _dated(_layers(graph.edges_in, node, most), graph.ceilings, 1)
                yield from _joined(_Way(-day, (number,)), [_Way(0, ())], ceilings)


def _layers(edges: Edges, start: int, most: int) -> list[dict[int, _Way]]:
    """The best ways from a point, by their number of steps, as far as the allowance of edges goes."""
    layers = [{start: _Way(0, ())}]
    best = {start: 0}
    allowance = _EDGES_PER_SEARCH
    while len(layers) < most and layers[-1] and allowance > 0:
        following: dict[int, _Way] = {}
        for node, way in layers[-1].items():
            allowance -= len(edges[node])
            for other, days, claim in edges[node]:
                reached = way.days + days
                if other not in best or reached < best[other]:
                    best[other] = reached
                    following[other] = _Way(reached, way.claims if claim == STRUCTURE else (*way.claims, claim))
        layers.append(following)
    return layers


def _dated(layers: list[dict[int, _Way]], dates: Dates, sign: int) -> list[_Way]:
    """For each number of steps the way with the tightest date at its end, dates included."""
    found: list[_Way] = []
    for layer in layers:
        ends = [
            _Way(way.days + sign * day, (*way.claims, claim))
            for node, way in layer.items()
            for day, claim in dates.get(node, ())
        ]
        if ends:
            found.append(min(ends))
    return found


def _closed(first: _Way, onward: list[dict[int, _Way]], node: int) -> Iterator[frozenset[int]]:
    """The first way round that comes back to its beginning with days to spare."""
    for layer in onward:
        way = layer.get(node)
        if way is not None and way.days + first.days < 0:
            yield frozenset((*first.claims, *way.claims))
            return


def _joined(first: _Way, onward: list[_Way], back: list[_Way]) -> Iterator[frozenset[int]]:
    """Two dated ends that contradict over the way between them."""
    for one in onward:
        for other in back:
            if first.days + one.days + other.days < 0:
                yield frozenset((*first.claims, *one.claims, *other.claims))
                break
