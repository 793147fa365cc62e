"""The constraint graph of one set of claims, and its earliest and latest days.

Nodes are points (the start and end of an occurrence that lasts, one day otherwise, days of publication). "At most so
many days from a to b" is an edge a -> b of that weight (Dechter, Meiri and Pearl 1991). Bounds on single points stand
for edges to the origin, which is no node here, so that a calendar date connects nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, TypeVar

from domain.chronology.calendar_windows import Window
from domain.chronology.constraints import Claim, Gap, InWindow, NotAfter, NotBefore, OnDays, Point
from domain.chronology.day_sets import Days
from domain.chronology.propagation import UNREACHED, Edges, settle

_T = TypeVar("_T")

STRUCTURE: Final = -1
"""The number of no claim: that a start is not after its end needs nobody's word."""


class Graph:
    """Points and edges out of claims. `latest[p]` and `negated_earliest[p]` are valid once `solve` has said None."""

    __slots__ = (
        "anchored",
        "aside",
        "ceilings",
        "claims",
        "days_of",
        "edges_in",
        "edges_out",
        "floors",
        "latest",
        "negated_earliest",
        "numbers",
        "points",
        "windows",
    )

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.aside: set[int] = set()
        self.points: list[Point] = []
        self.numbers: dict[Point | str, int] = {}
        self.edges_out: Edges = []
        self.edges_in: Edges = []
        self.ceilings: dict[int, list[tuple[int, int]]] = {}
        self.floors: dict[int, list[tuple[int, int]]] = {}
        self.days_of: dict[int, list[tuple[Days, int]]] = {}
        self.windows: list[tuple[int, int, Window, int]] = []
        self.anchored: dict[int, list[tuple[int, int, Window, int]]] = {}
        self.latest: list[int] = []
        self.negated_earliest: list[int] = []

    @classmethod
    def of(cls, claims: Iterable[Claim], lasting: Collection[str]) -> Graph:
        """The graph of these claims, in this order; an owner in `lasting` has a start and an end."""
        graph = cls()
        for claim in claims:
            graph.add(claim, lasting)
        return graph

    def add(self, claim: Claim, lasting: Collection[str]) -> None:
        """Take a claim in, without looking at what follows from it."""
        number = len(self.claims)
        self.claims.append(claim)
        for constraint in claim.constraints:
            if isinstance(constraint, Gap):
                earlier = self.number_of(constraint.earlier, lasting)
                later = self.number_of(constraint.later, lasting)
                if earlier != later or constraint.max_days < 0:
                    self._connect(earlier, later, constraint.max_days, number)
            elif isinstance(constraint, NotAfter):
                point = self.number_of(constraint.point, lasting)
                self.ceilings.setdefault(point, []).append((constraint.day, number))
            elif isinstance(constraint, NotBefore):
                point = self.number_of(constraint.point, lasting)
                self.floors.setdefault(point, []).append((constraint.day, number))
            elif isinstance(constraint, OnDays):
                point = self.number_of(constraint.point, lasting)
                self.days_of.setdefault(point, []).append((constraint.days, number))
                first, last = constraint.days.hull()
                if first is not None:
                    self.floors.setdefault(point, []).append((first, number))
                if last is not None:
                    self.ceilings.setdefault(point, []).append((last, number))
            else:
                self._add_window(constraint, number, lasting)

    def number_of(self, point: Point, lasting: Collection[str]) -> int:
        """The node of a point, made if it is new; all points of an owner that does not last are one node."""
        key = point if point.owner in lasting else point.owner
        number = self.numbers.get(key)
        if number is None:
            number = self._new_node(key, point)
            if key is point:
                self._hold_between_start_and_end(point, number, lasting)
        return number

    def node(self, owner: str, endpoint: str) -> int | None:
        """The node of an owner's start or end, or None if no claim speaks of that owner."""
        found = self.numbers.get(owner)
        return found if found is not None else self.numbers.get(Point(owner, endpoint))

    @property
    def claims_in_force(self) -> list[Claim]:
        """The claims that were not taken out again."""
        return [claim for number, claim in enumerate(self.claims) if number not in self.aside]

    @property
    def is_convex(self) -> bool:
        """Whether every constraint is a plain range, so that shortest paths say everything."""
        return not self.days_of and not self.windows

    def solve_ranges(self) -> list[list[int]]:
        """Settle both directions from the dates, leaving masks and windows aside; negative cycles, if there are any."""
        self.latest = [UNREACHED] * len(self.points)
        self.negated_earliest = [UNREACHED] * len(self.points)
        for point, ceilings in self.ceilings.items():
            self.latest[point] = min(day for day, _ in ceilings)
        for point, floors in self.floors.items():
            self.negated_earliest[point] = -max(day for day, _ in floors)
        directions = ((self.edges_out, self.latest, self.ceilings), (self.edges_in, self.negated_earliest, self.floors))
        for edges, reach, given in directions:
            cycles = settle(edges, reach, sorted(given, key=reach.__getitem__), [-1] * len(reach))
            if cycles:
                return cycles if edges is self.edges_out else [cycle[:1] + cycle[:0:-1] for cycle in cycles]
        return self._cycles_without_dates()

    def earliest(self, node: int) -> int | None:
        """The first day that the node can be, once solved."""
        found = self.negated_earliest[node]
        return None if found == UNREACHED else -found

    def last(self, node: int) -> int | None:
        """The last day that the node can be, once solved."""
        found = self.latest[node]
        return None if found == UNREACHED else found

    def potential(self) -> list[int] | None:
        """A number for each node that no edge undercuts: the latest days, made up where there are none.

        None where there can be no such numbers, because relations alone contradict.
        """
        reach = [0 if latest == UNREACHED else -UNREACHED for latest in self.latest]
        undated = [node for node, day in enumerate(reach) if day == 0]
        if not undated:
            return list(self.latest)
        if settle(self.edges_out, reach, undated, {}):
            return None
        beyond = 2 * UNREACHED
        return [reach[node] + beyond if latest == UNREACHED else latest for node, latest in enumerate(self.latest)]

    def clone(self) -> Graph:
        """A copy that can grow without this one."""
        copy = Graph()
        copy.claims, copy.points, copy.numbers = list(self.claims), list(self.points), dict(self.numbers)
        copy.aside = set(self.aside)
        copy.edges_out = [list(edges) for edges in self.edges_out]
        copy.edges_in = [list(edges) for edges in self.edges_in]
        copy.ceilings = {node: list(given) for node, given in self.ceilings.items()}
        copy.floors = {node: list(given) for node, given in self.floors.items()}
        copy.days_of = {node: list(given) for node, given in self.days_of.items()}
        copy.windows = list(self.windows)
        copy.anchored = {node: list(given) for node, given in self.anchored.items()}
        copy.latest, copy.negated_earliest = list(self.latest), list(self.negated_earliest)
        return copy

    def without(self, aside: Collection[int]) -> None:
        """Take the constraints of some claims out; the claims keep their numbers, and nothing is solved yet."""
        self.aside.update(aside)
        for number in aside:
            for point in self.claims[number].points():
                node = self.numbers.get(point, self.numbers.get(point.owner, -1))
                for edges in (self.edges_out, self.edges_in):
                    edges[node] = [edge for edge in edges[node] if edge[2] != number]
                _drop(self.ceilings, node, number)
                _drop(self.floors, node, number)
                _drop(self.days_of, node, number)
        self.windows = [window for window in self.windows if window[3] not in aside]
        self.anchored = {
            node: [window for window in windows if window[3] not in aside] for node, windows in self.anchored.items()
        }

    def _cycles_without_dates(self) -> list[list[int]]:
        """A contradiction of relations alone can hide only where no latest day was ever reached."""
        reach = [0 if latest == UNREACHED else -UNREACHED for latest in self.latest]
        undated = [node for node, day in enumerate(reach) if day == 0]
        return settle(self.edges_out, reach, undated, [-1] * len(reach)) if undated else []

    def _new_node(self, key: Point | str, point: Point) -> int:
        number = self.numbers[key] = len(self.points)
        self.points.append(point)
        self.edges_out.append([])
        self.edges_in.append([])
        self.latest.append(UNREACHED)
        self.negated_earliest.append(UNREACHED)
        return number

    def _hold_between_start_and_end(self, point: Point, number: int, lasting: Collection[str]) -> None:
        if point.endpoint != "start":
            start = self.number_of(Point(point.owner, "start"), lasting)
            if point.endpoint != "end":
                self._connect(number, start, 0, STRUCTURE)
        if point.endpoint != "end":
            end = self.number_of(Point(point.owner, "end"), lasting)
            self._connect(end, number, 0, STRUCTURE)

    def _connect(self, earlier: int, later: int, max_days: int, claim: int) -> None:
        self.edges_out[earlier].append((later, max_days, claim))
        self.edges_in[later].append((earlier, max_days, claim))

    def _add_window(self, constraint: InWindow, claim: int, lasting: Collection[str]) -> None:
        anchor = self.number_of(constraint.anchor, lasting)
        point = self.number_of(constraint.point, lasting)
        least, most = constraint.window.differences()
        self._connect(anchor, point, most, claim)
        self._connect(point, anchor, -least, claim)
        window = (anchor, point, constraint.window, claim)
        self.windows.append(window)
        self.anchored.setdefault(anchor, []).append(window)
        if point != anchor:
            self.anchored.setdefault(point, []).append(window)


def _drop(given: dict[int, list[tuple[_T, int]]], node: int, claim: int) -> None:
    kept = [each for each in given.pop(node, ()) if each[1] != claim]
    if kept:
        given[node] = kept
