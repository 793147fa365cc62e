"""Bounds moved to days that a weekday, a mask or a window allows, on a graph whose ranges are settled.

Such days are no ranges, so shortest paths do not know them. But any two solutions have a pointwise earlier and a
pointwise later one, so that moving bounds inwards until nothing moves finds exact bounds, if it ends. It must: all
that has no end comes round after some days, so what rises at one point by more than that rises for ever. A bound that
climbs beyond where the ranges alone put it, by more than those days for each such point, is therefore a contradiction.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from domain.chronology.calendar_windows import Window
from domain.chronology.day_sets import DaySet, Weekly, common_day
from domain.chronology.days import DAYS_PER_ERA
from domain.chronology.graph import STRUCTURE, Graph
from domain.chronology.propagation import UNREACHED, settle
from domain.chronology.support import EARLIEST, LATEST, chain

_MOVES_BETWEEN_LOOKS: Final = 16
"""A bound that has moved so often is looked at for a way on which it would move for ever."""


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
            self.earliest = _settled_from(graph, floor)
        allowance = climb_days(graph)
        self.highest = [day + allowance for day in self.earliest]
        self.lowest = [day - allowance for day in self.latest]
        self.patience: dict[int, int] = {}
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
        patience = self.patience[node] = self.patience.get(node, _MOVES_BETWEEN_LOOKS) - 1
        if not patience:
            del self.patience[node]
            if self._moves_for_ever(node, direction):
                raise CrossedError(node, claims)
        if not self.waiting[node]:
            self.waiting[node] = 1
            self.queue.append(node)

    def _moves_for_ever(self, node: int, direction: bool) -> bool:
        """Whether a bound hangs on itself, and once round and round moves it by a whole turn of the calendar.

        What recurs is the same after that many days, so that the next turn moves it as far again.
        """
        path: list[int] = []
        while node not in path:
            path.append(node)
            _, node = self.because.get((node, direction), ((), -1))
            if node < 0:
                return False
        ring = path[path.index(node) :]
        sets = [days for at in ring for days, _ in self.graph.days_of.get(at, ())]
        if any(isinstance(days, DaySet) for days in sets):
            return False
        only_weekdays = all(isinstance(days, Weekly) for days in sets) and self.graph.anchored.keys().isdisjoint(ring)
        turn = 7 if only_weekdays else DAYS_PER_ERA
        first = (self.earliest if direction is EARLIEST else self.latest)[node]
        day, moved = first, True
        while moved and abs(day - first) < turn:
            before, origin = day, node
            for at in reversed(ring):
                day = self._step(origin, at, day, direction)
                origin = at
            moved = day > before if direction is EARLIEST else day < before
        return moved

    def _step(self, origin: int, node: int, day: int, direction: bool) -> int:
        """Where a bound of one node puts the next one."""
        later = direction is EARLIEST
        edges = (self.graph.edges_in if later else self.graph.edges_out)[origin]
        days = [day - weight if later else day + weight for other, weight, _ in edges if other == node]
        for anchor, point, window, _ in self.graph.anchored.get(origin, ()):
            if (anchor, point) == (origin, node):
                days.append(window.first(day) if later else window.last(day))
            if (anchor, point) == (node, origin):
                days.append(window.anchor_from(day) if later else window.anchor_to(day))
        return self._rounded(node, max(days) if later else min(days), (), later=later)[0]

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


def climb_days(graph: Graph) -> int:
    """How far masks and windows can put a bound beyond where the ranges alone do, if they can be kept at all.

    Weekdays by themselves come round after a week; together with months and windows, after 400 years. A set of days
    with an end moves nothing further than from its one end to the other.
    """
    sets = [days for masks in graph.days_of.values() for days, _ in masks]
    recurring = sum(not isinstance(days, DaySet) for days in sets) + len(graph.windows)
    only_weekdays = not graph.windows and all(isinstance(days, Weekly) for days in sets)
    ends = sum(days.widest_gap_days() for days in sets if isinstance(days, DaySet))
    return 7 + ends + recurring * (7 if only_weekdays else DAYS_PER_ERA)


def _settled_from(graph: Graph, floor: int) -> list[int]:
    """The earliest days by ranges alone if what has none is no earlier than a floor."""
    negated = [-floor if day == UNREACHED else day for day in graph.negated_earliest]
    lifted = [node for node, day in enumerate(graph.negated_earliest) if day == UNREACHED]
    cycles = settle(graph.edges_in, negated, lifted, {})
    assert not cycles, "the ranges are consistent"
    return [-day for day in negated]


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
        trial = Rounding(graph, floor=min(finite, default=0) - width - 2 * climb_days(graph))
        failed = trial.run()
    if failed is None:
        dated.publish()
    return failed
