"""Relations that are plain gaps between days, solved for all units at once, by columns.

The bounds that follow from gaps are shortest paths (Dechter, Meiri, Pearl 1991, section 2). They are found by relaxing
the edges from every day that has moved, round by round (Bellman 1958), over all units together. No unit is taken to be
solved where this could differ from what its claims come to in `domain.chronology`: where two bounds cross or never
settle, a contradiction has to be named; where the order may have to wait for more than the keys that it sorts by, the
network has to be asked.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import AHEAD_FROM, Columns
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL
from projections.ledger_relations import DAY_0
from projections.slice_bounds import DENIED
from projections.slice_shown import Shown
from projections.slice_units import Units
from projections.slice_visibility import Visibility

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_FAR: Final = 2**60
"""Days beyond this lie at the edge of what a column holds, where they are not told apart."""


_MARKED_SHARE: Final = 32
"""A smaller share than this of all numbers is sooner sorted than marked."""


class Relaxed(NamedTuple):
    """What relaxing came to for the groups of all units: four bounds, and a number equal for what gaps connect.

    `solved` tells for each unit whether that is all there is to say; for the others the numbers mean nothing.
    """

    bounds: Numbers
    component: Numbers
    solved: Flags


class _System(NamedTuple):
    """Unknown days and the gaps between them: `reach[later] - reach[earlier] <= days`.

    `start` and `end` are the days of each named occurrence, one day where it does not last; `unit` is that of a day.
    """

    named: Numbers
    start: Numbers
    end: Numbers
    unit: Numbers
    earliest: Numbers
    latest: Numbers
    earlier: Numbers
    later: Numbers
    days: Numbers


def relax(columns: Columns, visible: Visibility, shown: Shown, units: Units, plain: Flags) -> Relaxed:
    """Solve the units that are `plain`: those on whose days only dates and gaps bear, as far as ties and claims go."""
    groups, unit = units.groups, units.unit
    solved = plain & _say_no_more(columns, visible, shown, units)
    if not solved.any():
        return Relaxed(np.zeros((len(groups), 4), dtype=np.int64), np.zeros(len(groups), dtype=np.int64), solved)
    system = _system(columns, visible, shown, units, solved)
    most_rounds = int(np.bincount(system.unit, minlength=1).max(initial=0)) + 1
    latest, negated = system.latest, -system.earliest
    unsettled = [
        _settle(latest, system.earlier, system.later, system.days, most_rounds),
        _settle(negated, system.later, system.earlier, system.days, most_rounds),
    ]
    earliest = -negated
    for days in (*unsettled, _crossed(earliest, latest)):
        solved[system.unit[days]] = False
    place = np.searchsorted(system.named, shown.occurrence[groups])
    place[~solved[unit]] = 0
    start, end = system.start[place], system.end[place]
    bounds = np.stack([earliest[start], latest[start], earliest[end], latest[end]], axis=1)
    component = _connected(system)[place]
    waits = _may_wait(bounds, component, (shown.standing[groups] > 0) & solved[unit])
    solved[unit[waits]] = False
    return Relaxed(bounds, component, solved)


def _say_no_more(columns: Columns, visible: Visibility, shown: Shown, units: Units) -> Flags:
    """By unit: whether no mask, plan, vague publication that dates hang on or other relation bears on its days."""
    rows, of_group = shown.rows_of(units.groups)
    hanging = np.zeros(len(columns.sources), dtype=np.bool_)
    hanging[units.shared_sources] = True
    others = columns.gaps.other_rows.values
    more = (
        columns.dates.is_masked[columns.whens.edtf.values[columns.when.values[rows]]]
        | (columns.manner.values[rows] >= AHEAD_FROM)
        | hanging[columns.source.values[rows]]
        | np.isin(rows, others[: np.searchsorted(others, len(visible.standing))])
    )
    found = units.labels > 0
    found[units.unit[of_group[more]]] = False
    return found


def _system(columns: Columns, visible: Visibility, shown: Shown, units: Units, plain: Flags) -> _System:
    """The days of the plain units, also of occurrences that are only named in a relation, with their dates and gaps."""
    unit_of_label = np.full(len(units.tied), -1)
    unit_of_label[units.labels[plain]] = np.flatnonzero(plain)
    gaps = columns.gaps
    rows = gaps.row.values[: np.searchsorted(gaps.row.values, len(visible.standing))]
    stating = units.label_of[columns.occurrence.values[rows]]
    stated = np.flatnonzero(
        visible.standing[rows] & (columns.manner.values[rows] != DENIED) & (unit_of_label[stating] >= 0)
    )
    earlier, later, days = (of.values[stated] for of in (gaps.earlier, gaps.later, gaps.days))
    groups = units.groups[plain[units.unit]]
    occurrence = shown.occurrence[groups].astype(np.int64)
    of_days = (day[day != DAY_0] // 2 for day in (earlier, later))
    named = _each_once(np.concatenate([occurrence, *of_days]), len(units.label_of))
    place, stands = np.searchsorted(named, occurrence), shown.standing[groups] > 0
    one_day = np.ones(len(named), dtype=np.bool_)
    one_day[place] = shown.one_day[groups] | ~stands
    start, end = np.arange(len(named)), np.arange(len(named))
    end[~one_day] = len(named) + np.arange(np.count_nonzero(~one_day))
    earliest = np.full(len(named) + np.count_nonzero(~one_day), BEFORE_ALL)
    latest = np.full(len(earliest), AFTER_ALL)
    dated, of = place[stands], groups[stands]
    earliest[end[dated]], latest[end[dated]] = shown.end_earliest[of], shown.end_latest[of]
    earliest[dated], latest[dated] = shown.start_earliest[of], shown.start_latest[of]
    unit = unit_of_label[units.label_of[named]]

    def day(number: Numbers) -> Numbers:
        found = np.searchsorted(named, number // 2)
        return np.where(number % 2 == 1, end[found], found)

    since, until = later == DAY_0, earlier == DAY_0
    np.maximum.at(earliest, day(earlier[since]), -days[since])
    np.minimum.at(latest, day(later[until]), days[until])
    between, lasting = ~(since | until), np.flatnonzero(~one_day)
    return _System(
        named,
        start,
        end,
        np.concatenate([unit, unit[lasting]]),
        earliest,
        latest,
        np.concatenate([day(earlier[between]), end[lasting]]),
        np.concatenate([day(later[between]), lasting]),
        np.concatenate([days[between], np.zeros(len(lasting), dtype=np.int64)]),
    )


def _settle(reach: Numbers, source: Numbers, target: Numbers, days: Numbers, most_rounds: int) -> Numbers:
    """Lower `reach` until no edge lowers it further; the days that still move after as many rounds as can be needed."""
    order = np.argsort(source, kind="stable")
    source, target, days = source[order], target[order], days[order]
    first = np.searchsorted(source, np.arange(len(reach) + 1))
    moved = np.flatnonzero(reach < _FAR)
    for _ in range(most_rounds):
        sizes = first[moved + 1] - first[moved]
        edges = np.arange(sizes.sum()) + np.repeat(first[moved] - (np.cumsum(sizes) - sizes), sizes)
        candidate = reach[source[edges]] + days[edges]
        lower = candidate < reach[target[edges]]
        np.minimum.at(reach, target[edges[lower]], candidate[lower])
        moved = _each_once(target[edges[lower]], len(reach))
        if not len(moved):
            break
    return moved


def _each_once(numbers: Numbers, below: int) -> Numbers:
    """Numbers below some number, sorted, each once: of many by marking them, of a few by sorting them."""
    if len(numbers) * _MARKED_SHARE < below:
        return np.unique(numbers)
    marked = np.zeros(below, dtype=np.bool_)
    marked[numbers] = True
    return np.flatnonzero(marked)


def _crossed(earliest: Numbers, latest: Numbers) -> Numbers:
    """Days whose bounds cross, or lie too far off."""
    far_off = ((latest != AFTER_ALL) & (np.abs(latest) >= _FAR)) | (
        (earliest != BEFORE_ALL) & (np.abs(earliest) >= _FAR)
    )
    return np.flatnonzero((earliest > latest) | far_off)


def _connected(system: _System) -> Numbers:
    """A number for each named occurrence, equal where gaps connect them: the least of the numbers that are joined."""
    named_of = np.arange(len(system.latest))
    named_of[system.end] = np.arange(len(system.named))
    one, other = named_of[system.earlier], named_of[system.later]
    root = np.arange(len(system.named))
    while len(apart := np.flatnonzero(root[one] != root[other])):
        roots = root[one[apart]], root[other[apart]]
        np.minimum.at(root, np.maximum(*roots), np.minimum(*roots))
        while np.any(root[root] != root):
            root = root[root]
    return root


def _may_wait(bounds: Numbers, component: Numbers, stands: Flags) -> Numbers:
    """Those without an earliest day beside which, in the same component, something with a smaller key may have to wait.

    That takes something that begins, at the earliest, no later than the day that they go by in the order. What has no
    bound at all is always among them, and so is every circle of undated days, which could contradict unseen.
    """
    first, last = bounds[:, 0], bounds[:, 3]
    open_, dated = np.flatnonzero(stands & (first == BEFORE_ALL)), np.flatnonzero(stands & (first != BEFORE_ALL))
    least = np.full(int(component.max(initial=0)) + 1, AFTER_ALL)
    np.minimum.at(least, component[dated], first[dated])
    return open_[last[open_] >= least[component[open_]]]
