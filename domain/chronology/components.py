"""Components: what relations connect, each solved apart from the others and kept by the claims it is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from domain.chronology.conflicts import solve
from domain.chronology.constraints import Claim
from domain.chronology.graph import Graph
from domain.chronology.propagation import UNREACHED, settle
from domain.chronology.rounding import round_bounds

ComponentKey = tuple[frozenset[str], frozenset[str]]
"""The ids of the claims, and those of their owners that last."""


class Component:
    """Some claims that hang together, solved; never changed once others may see it (`shared`)."""

    __slots__ = ("claims", "conflicts", "graph", "owners", "potentials", "shared")

    def __init__(self, claims: Iterable[Claim], lasting: Collection[str]) -> None:
        self.claims: dict[str, Claim] = {claim.id: claim for claim in claims}
        ordered = sorted(self.claims.values(), key=lambda claim: claim.id)
        self.graph: Graph
        self.conflicts: tuple[tuple[Claim, ...], ...]
        self.graph, self.conflicts = solve(ordered, lasting)
        self.owners = {point.owner for claim in ordered for point in claim.points()}
        self.shared = False
        self.potentials: list[int] | None = None

    def potential(self) -> list[int]:
        """A number for each node that no edge undercuts, computed when first asked for."""
        if self.potentials is None:
            self.potentials = self.graph.potential()
        assert self.potentials is not None, "the claims in force are consistent"
        return self.potentials

    def clone(self) -> Component:
        """A copy that may be extended."""
        copy = Component.__new__(Component)
        copy.claims, copy.owners = dict(self.claims), set(self.owners)
        copy.graph, copy.conflicts = self.graph.clone(), self.conflicts
        copy.shared, copy.potentials = False, None if self.potentials is None else list(self.potentials)
        return copy

    def extend(self, claim: Claim, lasting: Collection[str]) -> bool:
        """Take one more claim in, relaxing from its own edges only.

        False where the claim contradicts, or something already did: then this component is spent, and one has to
        be made anew out of all the claims.
        """
        if self.conflicts:
            return False
        graph = self.graph
        known = len(graph.points)
        graph.add(claim, lasting)
        touched = {graph.number_of(point, lasting) for point in claim.points()} | set(range(known, len(graph.points)))
        if not _settle_around(graph, touched) or not self._is_free_of_undated_cycles(touched, known):
            return False
        if round_bounds(graph) is not None:
            return False
        self.claims[claim.id] = claim
        self.owners.update(point.owner for point in claim.points())
        return True

    def _is_free_of_undated_cycles(self, touched: set[int], known: int) -> bool:
        """Look for a contradiction of relations alone, which no date can show; keeps the potential in step."""
        graph = self.graph
        if self.potentials is not None:
            self.potentials += [2 * UNREACHED] * (len(graph.points) - known)
            return not settle(graph.edges_out, self.potentials, touched, {})
        if all(graph.latest[node] != UNREACHED or graph.negated_earliest[node] != UNREACHED for node in touched):
            return True
        self.potentials = graph.potential()
        return self.potentials is not None


def group(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims in groups that share no owner, in the order of their first claims; a union-find over the owners."""
    parent: dict[str, str] = {}

    def root(owner: str) -> str:
        while (above := parent[owner]) != owner:
            parent[owner] = owner = parent[above]
        return owner

    firsts: list[tuple[str, Claim]] = []
    for claim in claims:
        first = ""
        for point in claim.points():
            owner = point.owner
            if owner not in parent:
                parent[owner] = owner
            if not first:
                first = owner
            elif owner != first:
                parent[root(owner)] = root(first)
        if first:
            firsts.append((first, claim))
    groups: dict[str, list[Claim]] = {}
    for first, claim in firsts:
        groups.setdefault(root(first), []).append(claim)
    return list(groups.values())


def component_key(claims: Iterable[Claim], lasting: Collection[str]) -> ComponentKey:
    """What makes two components the same; the content of a claim is settled by its id."""
    claims = list(claims)
    owners = {point.owner for claim in claims for point in claim.points()}
    return frozenset(claim.id for claim in claims), frozenset(owner for owner in owners if owner in lasting)


def _settle_around(graph: Graph, touched: set[int]) -> bool:
    """Relax both directions from some nodes; False if a cycle or crossed bounds show a contradiction."""
    moved = set(touched)
    for node in touched:
        for day, _ in graph.ceilings.get(node, ()):
            graph.latest[node] = min(graph.latest[node], day)
        for day, _ in graph.floors.get(node, ()):
            graph.negated_earliest[node] = min(graph.negated_earliest[node], -day)
    for edges, reach in ((graph.edges_out, graph.latest), (graph.edges_in, graph.negated_earliest)):
        predecessors: dict[int, int] = {}
        start = [node for node in touched if reach[node] != UNREACHED]
        if settle(edges, reach, start, predecessors):
            return False
        moved.update(predecessors)
    return all(
        graph.negated_earliest[node] == UNREACHED or -graph.negated_earliest[node] <= graph.latest[node]
        for node in moved
    )
