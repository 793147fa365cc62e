"""The network of claims: bounds, contradictions, differences and order, solved together.

A network grows by `add` in time that does not depend on its size, unless the claim contradicts: then its component is
made anew. Components can be shared between networks through a cache, so that a slice solves only what is new to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, MutableMapping
from typing import Literal, NamedTuple

from domain.chronology import allen
from domain.chronology.bounds import UNBOUNDED, Bounds
from domain.chronology.components import Component, ComponentKey, component_key, group
from domain.chronology.conflicts import is_consistent, shrink
from domain.chronology.constraints import Claim, Gap, NotAfter, NotBefore, Point
from domain.chronology.differences import Difference, difference, is_surely_before, undecided, upper_differences
from domain.chronology.graph import Graph
from domain.chronology.support import EARLIEST, LATEST, chain

BoundName = Literal["start_earliest", "start_latest", "end_earliest", "end_latest"]
_ENDPOINTS: dict[BoundName, tuple[str, bool]] = {
    "start_earliest": ("start", EARLIEST),
    "start_latest": ("start", LATEST),
    "end_earliest": ("end", EARLIEST),
    "end_latest": ("end", LATEST),
}


class Contradiction(NamedTuple):
    """Claims that cannot all hold, while any of them can be dropped and the rest fit; ordered by id."""

    claims: tuple[Claim, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the claims."""
        return tuple(claim.id for claim in self.claims)


class Reason(NamedTuple):
    """One step of a chain: by these claims, the point is no later (or no earlier) than that day."""

    claims: tuple[Claim, ...]
    point: Point | None
    day: int


class Network:
    """Claims of a slice, solved by components.

    `lasting` names the occurrences that have a start and an end; all others take place on one day. Claims in
    `set_aside` are left out. A claim given twice counts once.
    """

    def __init__(
        self,
        claims: Iterable[Claim] = (),
        *,
        lasting: Collection[str] = (),
        set_aside: Collection[str] = (),
        cache: MutableMapping[ComponentKey, Component] | None = None,
    ) -> None:
        self._lasting = set(lasting)
        self._components: dict[str, Component] = {}
        self._cache = cache
        distinct = {claim.id: claim for claim in claims if claim.id not in set_aside}
        for members in group(list(distinct.values())):
            self._install(self._component(members))

    # What it answers

    def bounds(self, occurrence: str) -> Bounds:
        """The four bounds on an occurrence, out of the claims that stand in no contradiction."""
        component = self._components.get(occurrence)
        if component is None:
            return UNBOUNDED
        graph = component.graph
        start, end = graph.node(occurrence, "start"), graph.node(occurrence, "end")
        if start is None or end is None:
            return UNBOUNDED
        return Bounds(graph.earliest(start), graph.last(start), graph.earliest(end), graph.last(end))

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """All contradictions, no claim in two of them, ordered by the ids of their claims."""
        found = [Contradiction(claims) for component in self.components for claims in component.conflicts]
        return tuple(sorted(found, key=lambda contradiction: contradiction.ids))

    @property
    def components(self) -> tuple[Component, ...]:
        """The components, each once."""
        return tuple({id(component): component for component in self._components.values()}.values())

    def component(self, occurrence: str) -> Component | None:
        """The component that an occurrence is in, or None if no claim speaks of it."""
        return self._components.get(occurrence)

    def difference(self, one: Point, other: Point) -> Difference:
        """The tightest bounds on the days from one point to the other, with the claims that give each."""
        return difference(self._located(one), self._located(other))

    def entailed_before(self, one: str, other: str) -> bool:
        """Whether the claims in force put the last day of one surely before the first day of the other."""
        latest, earliest = self.bounds(one).end_latest, self.bounds(other).start_earliest
        if latest is not None and earliest is not None and latest < earliest:
            return True
        component = self._components.get(one)
        if component is None or component is not self._components.get(other) or one == other:
            return False
        end, start = component.graph.node(one, "end"), component.graph.node(other, "start")
        if end is None or start is None:
            return False
        if is_surely_before(component, end, start):
            return True
        if component.graph.is_convex or not undecided(component.graph, end, [start]):
            return False
        not_before = Gap(Point(one, "end"), Point(other, "start"), 0)
        return not self._fits((not_before,), component)

    def allen(self, one: str, other: str) -> dict[allen.AllenRelation, allen.Modality]:
        """Which of Allen's relations of one to the other are certain, possible, impossible."""
        points = [Point(owner, endpoint) for owner in (one, other) for endpoint in ("start", "end")]
        upper = upper_differences([self._located(point) for point in points])
        involved = {id(found): found for owner in (one, other) if (found := self._components.get(owner)) is not None}
        convex = all(component.graph.is_convex for component in involved.values())
        shapes = allen.shape(one in self._lasting, other in self._lasting)
        possible = set()
        for relation, limits in allen.DEFINITIONS.items():
            if allen.allows(upper, limits + shapes):
                gaps = tuple(Gap(points[earlier], points[later], days) for earlier, later, days in limits)
                if convex or self._fits(gaps, *involved.values()):
                    possible.add(relation)
        return allen.modalities(frozenset(possible))

    def why(self, occurrence: str, bound: BoundName) -> tuple[Reason, ...]:
        """The chain of claims, from a date on, that gives a bound; empty where there is none."""
        endpoint, direction = _ENDPOINTS[bound]
        component = self._components.get(occurrence)
        day = self.bounds(occurrence)._asdict()[bound]
        if component is None or day is None:
            return ()
        graph = component.graph
        node = graph.node(occurrence, endpoint)
        assert node is not None
        steps = chain(graph, node, direction)
        if steps:
            return tuple(
                Reason(tuple(graph.claims[claim] for claim in step.claims), graph.points[step.node], step.day)
                for step in steps
            )
        return (Reason(self._claims_that_give(graph, Point(occurrence, endpoint), direction, day), None, day),)

    # How it grows

    def add(self, claim: Claim, *, lasting: Collection[str] = ()) -> None:
        """Take in one more claim; `lasting` names occurrences that turn out to have a start and an end."""
        newly_lasting = set(lasting) - self._lasting
        self._lasting |= newly_lasting
        owners = {point.owner for point in claim.points()}
        touched = {
            id(found): found for owner in owners | newly_lasting if (found := self._components.get(owner)) is not None
        }
        if any(claim.id in component.claims for component in touched.values()) and not newly_lasting:
            return
        if owners:
            self._grow(list(touched.values()), claim, anew=bool(newly_lasting))

    def remove(self, claim_id: str, occurrence: str) -> None:
        """Take out a claim that speaks of an occurrence; its component is solved again from the rest."""
        component = self._components.get(occurrence)
        if component is None or claim_id not in component.claims:
            return
        for owner in component.owners:
            del self._components[owner]
        for members in group([claim for claim in component.claims.values() if claim.id != claim_id]):
            self._install(self._component(members))

    def _grow(self, touched: list[Component], claim: Claim, *, anew: bool) -> None:
        touched.sort(key=lambda component: len(component.claims))
        base = touched.pop() if touched else None
        joining = [each for component in touched for each in component.claims.values()] + [claim]
        if base is not None and not anew and not any(component.conflicts for component in touched):
            grown = base.clone() if base.shared else base
            if all(grown.extend(each, self._lasting) for each in joining):
                self._install(
                    grown,
                    {point.owner for each in joining for point in each.points()}
                    | (grown.owners if grown is not base else set()),
                )
                return
        self._install(self._component(joining if base is None else [*base.claims.values(), *joining]))

    def _install(self, component: Component, owners: Iterable[str] | None = None) -> None:
        for owner in component.owners if owners is None else owners:
            self._components[owner] = component

    def _component(self, claims: list[Claim]) -> Component:
        if self._cache is None:
            return Component(claims, self._lasting)
        key = component_key(claims, self._lasting)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = Component(claims, self._lasting)
            found.shared = True
        return found

    # Within

    def _located(self, point: Point) -> tuple[Component, int] | None:
        component = self._components.get(point.owner)
        node = None if component is None else component.graph.node(point.owner, point.endpoint)
        return None if component is None or node is None else (component, node)

    def _fits(self, gaps: tuple[Gap, ...], *components: Component) -> bool:
        """Whether the claims in force allow some more limits; exact with masks and windows too."""
        trial = Claim("", gaps)
        claims = [claim for component in components for claim in component.graph.claims_in_force]
        return is_consistent([*claims, trial], self._lasting)

    def _claims_that_give(self, graph: Graph, point: Point, direction: bool, day: int) -> tuple[Claim, ...]:
        """A smallest set of claims with which the bound holds: those that contradict its denial."""
        denial = NotBefore(point, day + 1) if direction is LATEST else NotAfter(point, day - 1)
        trial = Claim("", (denial,))
        needed = shrink((), [trial, *graph.claims_in_force], self._lasting)
        return tuple(claim for claim in needed if claim is not trial)
