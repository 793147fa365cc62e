"""Shortest paths by queue: the inner loop of the solver, on integers and flat lists only.

Bellman-Ford with a queue (Moore 1957). A settled `reach` is the latest day of each point, or the negated earliest
day on the reversed edges. A negative cycle shows as a cycle of predecessors; looking for one after every so many
improvements keeps its cost in proportion (Cherkassky and Goldberg 1999, section 3).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, MutableMapping
from heapq import heappop, heappush
from typing import Final

UNREACHED: Final = 1 << 62
"""No bound. Far from any day that can be written, so that sums of days never come near it."""

Edge = tuple[int, int, int]
"""The point at the other end, the weight in days, and the number of the claim."""

Edges = list[list[Edge]]


def settle(
    edges: Edges, reach: list[int], changed: Iterable[int], predecessors: list[int] | MutableMapping[int, int]
) -> list[list[int]]:
    """Lower `reach` until no edge from a changed point lowers it any further.

    Returns nothing once settled, or negative cycles, each point followed by its predecessor; `reach` is then of no use.
    """
    queue = deque(changed)
    waiting = bytearray(len(reach))
    for point in queue:
        waiting[point] = 1
    patience = allowance = max(64, 2 * len(reach))
    while queue:
        point = queue.popleft()
        waiting[point] = 0
        day = reach[point]
        for edge in edges[point]:
            # The number of the claim is not unpacked: of a large graph it lies far away in memory.
            lowered = day + edge[1]
            other = edge[0]
            if lowered < reach[other]:
                reach[other] = lowered
                predecessors[other] = point
                patience -= 1
                if not waiting[other]:
                    waiting[other] = 1
                    queue.append(other)
        if patience < 0:
            cycles = predecessor_cycles(predecessors)
            if cycles:
                return cycles
            patience = allowance
    return []


def predecessor_cycles(predecessors: list[int] | MutableMapping[int, int]) -> list[list[int]]:
    """All cycles of predecessors, each from its smallest point on; -1 is no predecessor."""
    before = dict(enumerate(predecessors)) if isinstance(predecessors, list) else predecessors
    seen: dict[int, int] = {}
    cycles = []
    for start in before:
        point = start
        while point >= 0 and point not in seen:
            seen[point] = start
            point = before.get(point, -1)
        if point >= 0 and seen[point] == start:
            cycle = [point]
            while (point := before[point]) != cycle[0]:
                cycle.append(point)
            smallest = cycle.index(min(cycle))
            cycles.append(cycle[smallest:] + cycle[:smallest])
    return cycles


def distances(edges: Edges, potential: list[int], source: int, cutoff: int = 1 << 80) -> dict[int, int]:
    """Shortest distances from one point, by Dijkstra's method on weights made non-negative by a potential.

    Points further off than `cutoff`, measured with the potential's correction, are left out: asking whether two
    points are close then costs only their surroundings.
    """
    found: dict[int, int] = {}
    base = potential[source]
    heap = [(0, source)]
    while heap:
        corrected, point = heappop(heap)
        if point in found:
            continue
        here = potential[point]
        distance = corrected + here - base
        found[point] = distance
        for other, weight, _ in edges[point]:
            if other not in found:
                reached = distance + weight - potential[other] + base
                if reached <= cutoff:
                    heappush(heap, (reached, other))
    return found
