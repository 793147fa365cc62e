"""Standing judgements that two occurrences are the same: undirected edges, and the components they join."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


def path_between(start: str, goal: str, edges: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A shortest path of judgements from one occurrence to another, ends included; empty if there is none."""
    neighbours: dict[str, list[str]] = {}
    for one, other in sorted(edges):
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    came_from: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue and goal not in came_from:
        here = queue.popleft()
        for there in neighbours.get(here, ()):
            if there not in came_from:
                came_from[there] = here
                queue.append(there)
    if goal not in came_from:
        return ()
    path: list[str] = []
    step: str | None = goal
    while step is not None:
        path.append(step)
        step = came_from[step]
    return tuple(reversed(path))


def representatives(edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The least id of its component, for every occurrence that a judgement touches."""
    parent: dict[str, str] = {}

    def root(of: str) -> str:
        parent.setdefault(of, of)
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for one, other in edges:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {each: root(each) for each in parent}
