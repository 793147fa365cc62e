"""Bounds moved to days that a weekday, a mask or a window allows, on a graph whose ranges are settled.

Such days are no ranges, so shortest paths do not know them. But any two solutions have a pointwise earlier and a
pointwise later one, so that moving bounds inwards until nothing moves finds exact bounds, if it ends. It must: the
earliest solution rounds up at each point at most once on its way from a date, so a bound that climbs by more than all
gaps together climbs for ever, and that is a contradiction.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from domain.chronology.calendar_windows import Window
from domain.chronology.day_sets import common_day
from domain.chronology.graph import STRUCTURE, Graph
from domain.chronology.propagation import UNREACHED
from domain.chronology.support import EARLIEST, LATEST, chain

_WINDOW_ALLOWANCE_DAYS: Final = 800
"""A window and its difference in days disagree by less than this at one end."""


class CrossedError(Exception):
    """No day is left for a node; `claims` are those whose last step showed it."""

    def __init__(self, node: int, claims: tuple[int, ...]) -> None:
        self.node = node
        self.claims = claims
        super().__init__(node)


class Rounding:
    """One run of moving bounds inwards; `earliest` and `latest` are its own, until `publish` hands them over."""

    def __init__(self, graph: Graph, floor: int | None = None) -> None:
        self.graph = graph
        self.latest = list(graph.latest)
        self.earliest = [-day for day in graph.negated_earliest]
        if floor is not None:
            self.earliest = [floor if day == -UNREACHED else day for day in self.earliest]
        gaps = [days.widest_gap_days() for masks in graph.days_of.values() for days, _ in masks]
        allowance = 7 + sum(gaps) + _WINDOW_ALLOWANCE_DAYS * len(graph.windows)
        self.highest = [day + allowance for day in self.earliest]
        self.lowest = [day - allowance for day in self.latest]
        self.because: dict[tuple[int, bool], tuple[tuple[int, ...], int]] = {}
        self.queue: deque[int] = deque()
        self.waiting = bytearray(len(self.latest))

    def run(self) -> frozenset[int] | None:
        """Move until nothing moves. Where no day is left, the claims at work are returned, perhaps more than needed."""
        try:
            for node in self.graph.days_of:
                self._raise(node, self.earliest[node], (), -1)
                self._lower(node, self.latest[node], (), -1)
            for anchor, point, window, claim in self.graph.windows:
                self._fit(anchor, point, window, claim)
            while self.queue:
                self._spread(self.queue.popleft())
        except CrossedError as crossed:
            return self._claims_behind(crossed)
        return None

    def lift(self, node: int, day: int) -> None:
        """Let a node be no earlier than a day."""
        self._raise(node, day, (), -1)

    def publish(self) -> None:
        """Hand the bounds over to the graph."""
        self.graph.latest = self.latest
        self.graph.negated_earliest = [-day for day in self.earliest]

    def _spread(self, node: int) -> None:
        self.waiting[node] = 0
        earliest, latest = self.earliest[node], self.latest[node]
        if earliest != -UNREACHED:
            for other, weight, claim in self.graph.edges_in[node]:
                if earliest - weight > self.earliest[other]:
                    self._raise(other, earliest - weight, (claim,), node)
        if latest != UNREACHED:
            for other, weight, claim in self.graph.edges_out[node]:
                if latest + weight < self.latest[other]:
                    self._lower(other, latest + weight, (claim,), node)
        for anchor, point, window, claim in self.graph.anchored.get(node, ()):
            self._fit(anchor, point, window, claim)

    def _fit(self, anchor: int, point: int, window: Window, claim: int) -> None:
        if self.earliest[anchor] != -UNREACHED:
            self._raise(point, window.first(self.earliest[anchor]), (claim,), anchor)
        if self.latest[anchor] != UNREACHED:
            self._lower(point, window.last(self.latest[anchor]), (claim,), anchor)
        if self.earliest[point] != -UNREACHED:
            self._raise(anchor, window.anchor_from(self.earliest[point]), (claim,), point)
        if self.latest[point] != UNREACHED:
            self._lower(anchor, window.anchor_to(self.latest[point]), (claim,), point)

    def _raise(self, node: int, day: int, claims: tuple[int, ...], origin: int) -> None:
        if day == -UNREACHED:
            return
        rounded, claims = self._rounded(node, day, claims, later=True)
        if rounded <= self.earliest[node]:
            return
        self.earliest[node] = rounded
        self._moved(node, claims, origin, EARLIEST)
        if rounded > self.latest[node] or rounded > self.highest[node] > -UNREACHED // 2:
            raise CrossedError(node, claims)

    def _lower(self, node: int, day: int, claims: tuple[int, ...], origin: int) -> None:
        if day == UNREACHED:
            return
        rounded, claims = self._rounded(node, day, claims, later=False)
        if rounded >= self.latest[node]:
            return
        self.latest[node] = rounded
        self._moved(node, claims, origin, LATEST)
        if rounded < self.earliest[node] or rounded < self.lowest[node] < UNREACHED // 2:
            raise CrossedError(node, claims)

    def _rounded(self, node: int, day: int, claims: tuple[int, ...], *, later: bool) -> tuple[int, tuple[int, ...]]:
        """The day moved to the next one that all masks of the node allow, and the claims of those that moved it."""
        masks = self.graph.days_of.get(node)
        if masks is None:
            return day, claims
        found, moved_by = common_day([days for days, _ in masks], day, later=later)
        claims = tuple(dict.fromkeys((*claims, *(masks[each][1] for each in moved_by))))
        if found is None:
            raise CrossedError(node, claims)
        return found, claims

    def _moved(self, node: int, claims: tuple[int, ...], origin: int, direction: bool) -> None:
        self.because[node, direction] = (claims, origin)
        if not self.waiting[node]:
            self.waiting[node] = 1
            self.queue.append(node)

    def _claims_behind(self, crossed: CrossedError) -> frozenset[int]:
        found = set(crossed.claims)
        pending = [(crossed.node, EARLIEST), (crossed.node, LATEST)]
        seen = set(pending)
        while pending:
            node, direction = pending.pop()
            claims, origin = self.because.get((node, direction), ((), -1))
            found.update(claims)
            found.update(claim for step in chain(self.graph, node, direction) for claim in step.claims)
            if origin >= 0:
                # A window or a mask may rest on either bound of its neighbour.
                following = {(origin, EARLIEST), (origin, LATEST)} - seen
                seen |= following
                pending += sorted(following)
        return frozenset(found - {STRUCTURE})


def least_days(graph: Graph, node: int, day: int) -> list[int]:
    """The earliest day of every node if one node is on `day` or later; -UNREACHED for those without any.

    The graph must be solved, and some history must have the node that late: then moving up comes to an end, and those
    days, with the nodes that have none as early as one likes, are a history.
    """
    raised = Rounding(graph)
    raised.highest = [-UNREACHED] * len(raised.highest)
    raised.lift(node, day)
    failed = raised.run()
    assert failed is None, "some history has the node that late"
    return raised.earliest


def round_bounds(graph: Graph) -> frozenset[int] | None:
    """Bring the settled bounds of a graph onto allowed days; the claims at work where that is impossible, or None.

    Where a bound is missing, weekdays and windows could disagree without ever touching a date. They repeat, so any
    floor far enough down serves for a trial: a solution could be moved above it.
    """
    if graph.is_convex:
        return None
    dated = Rounding(graph)
    failed = dated.run()
    if failed is None and -UNREACHED in dated.earliest:
        finite = [day for day in (*dated.earliest, *dated.latest) if abs(day) != UNREACHED]
        width = sum(abs(weight) for edges in graph.edges_out for _, weight, _ in edges)
        trial = Rounding(graph, floor=min(finite, default=0) - width - 400 * 366 * (1 + len(graph.days_of)))
        failed = trial.run()
    if failed is None:
        dated.publish()
    return failed
