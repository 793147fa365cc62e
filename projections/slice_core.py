"""The heart of a slice: what is seen, what it comes to, solved and in order; arrays only, built once."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns
from projections.ledger_ranks import Ranks
from projections.slice_alike import representatives
from projections.slice_bounds import basis_of
from projections.slice_ordering import order
from projections.slice_query import SliceQuery
from projections.slice_relaxation import Relaxed, relax
from projections.slice_room import Room
from projections.slice_shown import BOUND_NAMES, Shown, known_since, show, told_by
from projections.slice_solving import Solved, SolvedUnits, Solver
from projections.slice_ties import Ties, tie
from projections.slice_units import Units
from projections.slice_visibility import Visibility, see

Numbers = npt.NDArray[Any]

NO_COMPONENT = -1

_MANY_SHARE: Final = 20
"""A smaller share than a twentieth is sooner put in order by itself than picked out of the order of all."""


class Alike(NamedTuple):
    """Units that were not solved themselves, and beside each the one, alike, whose solution is theirs."""

    units: Numbers
    stands_for: Numbers


class Core(NamedTuple):
    """`shown` is by increasing number of the occurrence; `order` lists its rows as they are displayed.

    `solved` holds, by number of the unit, the solutions of those that columns could not settle and that are `alike` no
    other. `component` numbers,
    row by row of `shown`, what relations connect, in order of display; -1 where none do. `held_back` tells whether the
    order differs from that of the sort keys.
    """

    rows: int
    visible: Visibility
    ties: Ties
    shown: Shown
    solver: Solver
    units: Units
    solved: dict[int, Solved]
    alike: Alike
    component: Numbers
    order: Numbers
    held_back: bool
    room: Room | None = None

    def known_since(self, groups: Numbers) -> tuple[Numbers, Numbers]:
        """Since when something of these rows of `shown` was known, at the earliest and surely; days."""
        return known_since(self.visible, self.shown, groups)

    def in_order(self, chosen: Numbers, ranks: Numbers | None) -> Numbers:
        """Rows of `shown`, increasing, in order of display; `ranks` of all ids make it quicker for a few."""
        shown = self.shown
        if len(chosen) == len(self.order):
            return self.order
        if ranks is None or self.held_back or len(chosen) * _MANY_SHARE > len(self.order):
            is_chosen = np.zeros(len(self.order), dtype=np.bool_)
            is_chosen[chosen] = True
            return self.order[is_chosen[self.order]]
        days = shown.start_earliest.take(chosen), shown.end_latest.take(chosen)
        return chosen[order(*days, shown.occurrence.take(chosen), ranks, ())]

    def is_earlier(self, one: int, other: int) -> bool:
        """Whether the days alone put one row of `shown` before another."""
        return bool(self.shown.end_latest[one] < self.shown.start_earliest[other])

    def are_related(self, one: int, other: int) -> bool:
        """Whether the days do not tell that one row of `shown` comes before another, and relations might."""
        component = self.component
        joined = component[one] != NO_COMPONENT and component[one] == component[other]
        return bool(joined) and not self.is_earlier(one, other)


def build(columns: Columns, ranks: Ranks, kept: SolvedUnits, query: SliceQuery, position: int) -> Core:
    """The core of a query's slice at a position that the columns have come to."""
    rows = columns.rows_by(position)
    visible = see(columns, query, position, rows)
    ties = tie(columns, query, position, visible)
    shown = show(columns, visible, ties)
    with columns.lock:
        solver = Solver(columns, position, visible, ties, shown, kept)
        units = Units(columns, shown)
    untied = solver.are_untied(units)
    relaxed = relax(columns, visible, shown, units, untied)
    left = np.flatnonzero(~relaxed.solved)
    stands_for = representatives(columns, shown, units, left, untied)
    alike = Alike(left[left != stands_for], stands_for[left != stands_for])
    apart = left[left == stands_for].tolist()
    solved = {at: solver.solve(unit) for at, unit in zip(apart, solver.units(units, apart), strict=True)}
    stated = told_by(columns, visible, shown, units.groups).stated if len(units) else ()
    shown, component, pairs = _solved(units, relaxed, solved, alike, shown, stated)
    displayed = order(shown.start_earliest, shown.end_latest, shown.occurrence, ranks.ranks(), pairs)
    component = _numbered(component, displayed)
    return Core(rows, visible, ties, shown, solver, units, solved, alike, component, displayed, bool(pairs))


def _numbered(component: Numbers, displayed: Numbers) -> Numbers:
    """The same components numbered by order of display; one that holds a single shown occurrence is none."""
    joined = component != NO_COMPONENT
    if not joined.any():
        return component
    labels = component[displayed[joined[displayed]]]
    count = np.bincount(labels)
    first = np.full(len(count), len(labels))
    np.minimum.at(first, labels, np.arange(len(labels)))
    real = np.flatnonzero(count > 1)
    number = np.full(len(count), NO_COMPONENT, dtype=component.dtype)
    number[real[np.argsort(first[real])]] = np.arange(len(real))
    component[joined] = number[component[joined]]
    return component


def _solved(
    units: Units,
    relaxed: Relaxed,
    solved: dict[int, Solved],
    alike: Alike,
    shown: Shown,
    stated: tuple[Numbers, ...],
) -> tuple[Shown, Numbers, list[tuple[int, int]]]:
    """What is shown with all bounds as they were solved, what hangs together, and what waits for what.

    `stated` is what the dates of the units' groups say by themselves.
    """
    component = np.full(len(shown.occurrence), NO_COMPONENT, dtype=np.int32)
    if not len(units):
        return shown, component, []
    bounds, place = relaxed.bounds.copy(), np.where(shown.standing[units.groups] > 0, relaxed.component, NO_COMPONENT)
    first = int(place.max(initial=0)) + 1
    for at, one in solved.items():
        start = units.starts[at]
        bounds[start : start + len(one.bounds)] = one.bounds
        place[start : start + len(one.bounds)] = [each if each < 0 else each + first for each in one.component]
        first += max(one.component, default=-1) + 1
    bounds[units.starts[alike.units]] = bounds[units.starts[alike.stands_for]]
    place[units.starts[alike.units]] = NO_COMPONENT
    component[units.groups] = place
    stands = shown.standing[units.groups] > 0
    groups, bounds = units.groups[stands], bounds[stands]
    shown = _put_in(shown, groups, bounds)
    shown.basis[groups] = basis_of([bound[stands] for bound in stated], tuple(bounds.T))
    held_back = [pair for one in solved.values() for pair in one.held_back]
    pairs = [
        (int(first), int(then))
        for first, then in np.searchsorted(shown.occurrence, np.array(held_back, dtype=np.int32))
    ]
    return shown, component, pairs


def _put_in(shown: Shown, groups: Numbers, bounds: Numbers) -> Shown:
    """What is shown with other bounds of some groups, in the same arrays: nobody else has seen them yet.

    Two that are one array stay so as long as the bounds of the one are those of the other.
    """
    found = list(shown.bounds)
    for at, column in enumerate(found):
        shared = [other for other in range(at) if found[other] is column]
        if shared and not np.array_equal(bounds[:, shared[0]], bounds[:, at]):
            found[at] = column.copy()
        found[at][groups] = bounds[:, at]
    changed: dict[str, Any] = dict(zip(BOUND_NAMES, found, strict=True))
    return shown._replace(**changed)
