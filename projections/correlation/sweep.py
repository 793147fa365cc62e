"""One pass over all rows for each kind of Y: which rows have such a Y after them, and which before.

With one cell for each pair and day, what a window holds follows from running counts and nothing is searched. Where
that would be too many cells, or differences are known, every pair of kinds is counted by itself.
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

DENSEST_CELLS = 30_000_000
"""Pairs times days up to which one cell each is held: 240 MB a running count."""


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
    calendar = _Calendar.of(table, pair, window)
    sides = calendar.sides(window) if calendar.cells <= DENSEST_CELLS else _one_by_one(table, window)
    told_of = _kinds_told_of(table, known)
    for y, (after, before) in enumerate(sides):
        for x in told_of.get(y, ()):
            _tell(table, window, known, (x, y), after, before)
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
    if not np.array_equal(after.possible, after.certain) or not np.array_equal(before.possible, before.certain):
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


def _kinds_told_of(table: OccurrenceTable, known: KnownDifferences) -> dict[int, tuple[int, ...]]:
    """For each kind of Y, the kinds of X to which some difference is known."""
    if known.x_occurrence.size == 0 or table.rows.count == 0:
        return {}
    numbers = [table.rows.occurrence, known.x_occurrence, known.y_occurrence]
    kind_of = np.full(1 + max(int(n.max()) for n in numbers), -1)
    kind_of[table.rows.occurrence] = table.kind
    one, other = kind_of[known.x_occurrence], kind_of[known.y_occurrence]
    met = {(a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a >= 0 and b >= 0}
    both_ways = met | {(b, a) for a, b in met}
    return {y: tuple(sorted(a for a, b in both_ways if b == y)) for _, y in both_ways}


def _tell(
    table: OccurrenceTable, window: Window, known: KnownDifferences, kinds: tuple[int, int], after: Found, before: Found
) -> None:
    """Puts what is known of differences between two kinds in place of what their intervals said."""
    x = table.series(kinds[0])
    y = x if kinds[0] == kinds[1] else table.series(kinds[1])
    rows = slice(int(table.kind_start[kinds[0]]), int(table.kind_start[kinds[0] + 1]))
    told = table.known_between(known, *kinds)
    for side, found in ((window, after), (window.turned(), before)):
        now = found_within(x, y, side, told, disjoint=x is not y)
        found.certain[rows], found.possible[rows] = now.certain, now.possible


def _one_by_one(table: OccurrenceTable, window: Window) -> Iterator[tuple[Found, Found]]:
    series = [table.series(kind) for kind in range(len(table.kind_labels))]
    for y in series:
        after = [found_within(x, y, window, disjoint=x is not y) for x in series]
        before = [found_within(x, y, window.turned(), disjoint=x is not y) for x in series]
        yield _joined(after), _joined(before)


def _joined(found: list[Found]) -> Found:
    return Found(np.concatenate([f.certain for f in found]), np.concatenate([f.possible for f in found]))


@dataclass(frozen=True, slots=True)
class _Calendar:
    """One cell a pair and day. What lies in a window of a row is read from running counts at four of its cells."""

    table: OccurrenceTable
    packing: Packing
    pair: Ints
    cells: int

    @classmethod
    def of(cls, table: OccurrenceTable, pair: Ints, window: Window) -> Self:
        packing = Packing.for_series((table.rows,), window.reach_days + 1)
        return cls(table, packing, pair, (int(pair.max(initial=-1)) + 1) * packing.stride)

    def sides(self, window: Window) -> Iterator[tuple[Found, Found]]:
        """For each kind of Y in turn, which of all rows have it after them and before them."""
        rows = self.table.rows
        exact = rows.is_exact
        begins, ends = self.packing.day(self.pair, rows.earliest), self.packing.day(self.pair, rows.latest)
        for kind in range(len(self.table.kind_labels)):
            own = slice(int(self.table.kind_start[kind]), int(self.table.kind_start[kind + 1]))
            begun = np.cumsum(np.bincount(begins[own], minlength=self.cells))
            ended = np.cumsum(np.bincount(ends[own], minlength=self.cells))
            least = self._least_end_from(begins[own], ends[own])
            y = self.table.series(kind)
            found = []
            for side in (window, window.turned()):
                certain = least[ends + side.first_days] <= begins + side.last_days
                possible = certain.copy()
                if not exact:
                    possible = begun[ends + side.last_days] > ended[begins + side.first_days - 1]
                itself = found_within(y, y, side)
                certain[own], possible[own] = itself.certain, itself.possible
                found.append(Found(certain, possible))
            yield found[0], found[1]

    def _least_end_from(self, begins: Ints, ends: Ints) -> Ints:
        """For each cell, the earliest end among the Y that begin there or later."""
        least = np.full(self.cells, np.iinfo(np.int64).max)
        least[begins[::-1]] = ends[::-1]
        return np.minimum.accumulate(least[::-1])[::-1]
