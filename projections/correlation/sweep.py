"""One pass over all rows for each kind of Y: which rows have such a Y after them, and which before.

Where every day is known, rows that share a pair and a day are one group, and the nearest Y on either side of every
group follows from one running count; nothing is searched. Otherwise every pair of kinds is counted by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from projections.correlation.counting import Found, found_within
from projections.correlation.distributions import fair_tail
from projections.correlation.ordering import CLUMPED_ABOVE, sign_flip_p
from projections.correlation.series import Bools, Ints, KnownDifferences, Packing, Window
from projections.correlation.table import OccurrenceTable


@dataclass(frozen=True, slots=True)
class Swept:
    """Counts by (kind of X, kind of Y), and the balance of each pair for the cells that are clumped."""

    after_certain: Ints
    after_possible: Ints
    before_certain: Ints
    before_possible: Ints
    after_only: Ints
    before_only: Ints
    clumps: Ints
    pairs_with_both: Ints
    balance: dict[tuple[int, int], Ints]

    @classmethod
    def empty(cls, kinds: int, pairs_with_both: Ints) -> Self:
        """Nothing counted yet."""
        a, b, c, d, e, f, g = np.zeros((7, kinds, kinds), dtype=np.int64)
        return cls(a, b, c, d, e, f, g, pairs_with_both, {})

    def clumped(self, x: int, y: int) -> bool:
        """Whether discordant X come in clumps; the rule is that of `ordering.AfterBefore`."""
        return bool(self.after_only[x, y] + self.before_only[x, y] > CLUMPED_ABOVE * self.clumps[x, y])

    def p(self, x: int, y: int) -> float:
        """After against before for one cell, as in `ordering.AfterBefore`."""
        after, before = int(self.after_only[x, y]), int(self.before_only[x, y])
        exact = fair_tail(after, after + before)
        return max(exact, sign_flip_p(self.balance[x, y])) if self.clumped(x, y) else exact


def sweep(table: OccurrenceTable, window: Window, known: KnownDifferences) -> Swept:
    """Counts every ordered pair of kinds."""
    kinds = len(table.kind_labels)
    _, pair = np.unique(table.rows.pair, return_inverse=True)
    holds = np.zeros((kinds, int(pair.max(initial=-1)) + 1), dtype=np.float64)
    holds[table.kind, pair] = 1.0
    swept = Swept.empty(kinds, np.rint(holds @ holds.T).astype(np.int64))
    exact = table.rows.is_exact and known.x_occurrence.size == 0
    sides = _ExactDays.of(table, window).sides(window) if exact else _one_by_one(table, window, known)
    for y, (after, before) in enumerate(sides):
        _count(table, pair, window.reach_days, y, after, before, swept)
    return swept


def _count(
    table: OccurrenceTable, pair: Ints, reach_days: int, y: int, after: Found, before: Found, swept: Swept
) -> None:
    """Fills the column of one kind of Y."""
    kinds = len(table.kind_labels)

    def by_kind(rows: Ints) -> Ints:
        return np.bincount(table.kind[rows], minlength=kinds).astype(np.int64)

    swept.after_certain[:, y] = by_kind(np.flatnonzero(after.certain))
    swept.before_certain[:, y] = by_kind(np.flatnonzero(before.certain))
    swept.after_possible[:, y] = swept.after_certain[:, y]
    swept.before_possible[:, y] = swept.before_certain[:, y]
    if after.possible is not after.certain:
        swept.after_possible[:, y] = by_kind(np.flatnonzero(after.possible))
        swept.before_possible[:, y] = by_kind(np.flatnonzero(before.possible))
    after_only, before_only = after.certain & ~before.possible, before.certain & ~after.possible
    swept.after_only[:, y] = by_kind(np.flatnonzero(after_only))
    swept.before_only[:, y] = by_kind(np.flatnonzero(before_only))
    rows = np.flatnonzero(after_only | before_only)
    swept.clumps[:, y] = by_kind(rows[_clump_starts(table, rows, reach_days)])
    pairs = int(pair.max(initial=-1)) + 1
    sign = np.where(after_only[rows], 1.0, -1.0)
    balance = np.bincount(table.kind[rows] * pairs + pair[rows], sign, kinds * pairs).reshape(kinds, pairs)
    for x in range(kinds):
        if swept.clumped(x, y):
            swept.balance[x, y] = np.rint(balance[x]).astype(np.int64)


def _clump_starts(table: OccurrenceTable, rows: Ints, reach_days: int) -> Bools:
    """Whether each of the chosen rows begins a run that could not share a Y with the row before it."""
    kind, pair = table.kind[rows], table.rows.pair[rows]
    earliest, latest = table.rows.earliest[rows], table.rows.latest[rows]
    apart = earliest[1:] > latest[:-1] + 2 * reach_days
    return np.append(True, (kind[1:] != kind[:-1]) | (pair[1:] != pair[:-1]) | apart)[: rows.size]


def _one_by_one(table: OccurrenceTable, window: Window, known: KnownDifferences) -> Iterator[tuple[Found, Found]]:
    series = [table.series(kind) for kind in range(len(table.kind_labels))]
    for y_kind, y in enumerate(series):
        after, before = [], []
        for x_kind, x in enumerate(series):
            told = table.known_between(known, x_kind, y_kind) if known.x_occurrence.size else known
            after.append(found_within(x, y, window, told, disjoint=x is not y))
            before.append(found_within(x, y, window.turned(), told, disjoint=x is not y))
        yield _joined(after), _joined(before)


def _joined(found: list[Found]) -> Found:
    return Found(np.concatenate([f.certain for f in found]), np.concatenate([f.possible for f in found]))


@dataclass(frozen=True, slots=True)
class _ExactDays:
    """Rows grouped by pair and day: the packed day of every group, in order, and the group of every row."""

    table: OccurrenceTable
    day: Ints
    group: Ints

    @classmethod
    def of(cls, table: OccurrenceTable, window: Window) -> Self:
        packing = Packing.for_series((table.rows,), window.reach_days)
        day, group = np.unique(packing.day(table.rows.pair, table.rows.earliest), return_inverse=True)
        return cls(table, day, group)

    def sides(self, window: Window) -> Iterator[tuple[Found, Found]]:
        for kind in range(len(self.table.kind_labels)):
            rows = slice(int(self.table.kind_start[kind]), int(self.table.kind_start[kind + 1]))
            y_here = np.bincount(self.group[rows], minlength=self.day.size)
            after, before = (side[self.group] for side in self._groups_within(y_here, window))
            y = self.table.series(kind)
            after[rows] = found_within(y, y, window).certain
            before[rows] = found_within(y, y, window.turned()).certain
            yield Found(after, after), Found(before, before)

    def _groups_within(self, y_here: Ints, window: Window) -> tuple[Bools, Bools]:
        """For each group, whether some Y lies in the window after it, and in the turned window before it."""
        y_day = np.repeat(self.day, y_here)
        if window.first_days == 0:
            not_before = np.cumsum(y_here)
            earlier = not_before - y_here
        else:
            earlier = np.searchsorted(y_day, self.day + window.first_days, "left")
            not_before = np.searchsorted(y_day, self.day - window.first_days, "right")
        far = np.iinfo(np.int64).max // 2
        after = np.append(y_day, far)[earlier] <= self.day + window.last_days
        before = np.append(-far, y_day)[not_before] >= self.day - window.last_days
        return after, before
