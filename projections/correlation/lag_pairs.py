"""The pairs of occurrences behind a count of lags: those whose distance may lie in a range of days.

They are the pairs that `lags` counts as possible, by the same rules: days are cut to those observed, a known difference
takes the place of interval arithmetic, and an occurrence has no distance to itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from domain.values import Value
from projections.correlation.counting import expanded, known_rows, row_of
from projections.correlation.listing import bounded
from projections.correlation.series import Bools, Ints, KnownDifferences, Observed, Packing, Series, Window

PAIRS_SHOWN = 200
_CHUNK = 1_000_000
"""Pairs of rows looked at in one step."""


class LagPair(Value):
    """An X and a Y in one pair (country, pair of countries, case), and the distance from the one to the other."""

    pair: str
    x_occurrence: str
    y_occurrence: str
    at_least_days: int | None
    at_most_days: int | None
    certain: bool


@dataclass(frozen=True, slots=True)
class _Rows:
    """Pairs of rows with what is said of their distance."""

    x: Ints
    y: Ints
    low: Ints
    high: Ints

    def chosen(self, those: Bools) -> _Rows:
        return _Rows(self.x[those], self.y[those], self.low[those], self.high[those])

    def within(self, window: Window) -> Bools:
        """Which of them surely lie in the window."""
        return (self.low >= window.first_days) & (self.high <= window.last_days)

    def touching(self, window: Window) -> Bools:
        """Which of them may lie in the window."""
        return (self.low <= window.last_days) & (self.high >= window.first_days)


_NAMES = _Rows.__slots__


def lag_pairs(
    x: Series,
    y: Series,
    known: KnownDifferences,
    observed: Observed,
    window: Window,
    occurrence_ids: Sequence[str],
    pair_labels: Sequence[str],
) -> tuple[int, tuple[LagPair, ...]]:
    """How many pairs may lie in the window, and the first of them: certain ones first, then by pair and day."""
    x, y = x.in_order(), y.in_order()
    cut_x, cut_y = _cut(x, observed), _cut(y, observed)
    read = known_rows(x, y, known)
    told = _Rows(read.x_row, read.y_row, read.at_least_days, read.at_most_days)
    itself = row_of(y, x.pair, x.occurrence)
    own_x = np.flatnonzero(itself >= 0)
    apart = np.sort(np.concatenate([told.x * y.count + told.y, own_x * y.count + itself[own_x]]))
    told_here = told.chosen(told.touching(window))
    by_bounds = _count(cut_x, cut_y, window) - _touching_count(cut_x, cut_y, apart, window)
    total = by_bounds + int(told_here.x.size)
    between = _Between(x, y, cut_x, cut_y, apart, window)
    sure = between.first(_near(cut_x, cut_y, window), certain=True)
    open_ = between.first(_possible(cut_x, cut_y, window), certain=False)
    every = _Rows(*(np.concatenate([getattr(each, name) for each in (told_here, sure, open_)]) for name in _NAMES))
    certain = every.within(window)
    order = np.lexsort((every.y, every.x, ~certain))[:PAIRS_SHOWN]
    return total, tuple(
        LagPair(
            pair=pair_labels[int(x.pair[every.x[at]])],
            x_occurrence=occurrence_ids[int(x.occurrence[every.x[at]])],
            y_occurrence=occurrence_ids[int(y.occurrence[every.y[at]])],
            at_least_days=bounded(int(every.low[at])),
            at_most_days=bounded(int(every.high[at])),
            certain=bool(certain[at]),
        )
        for at in order.tolist()
    )


def _cut(series: Series, observed: Observed) -> Series:
    first, last = observed.first_day, observed.last_day
    earliest, latest = np.clip(series.earliest, first, last), np.clip(series.latest, first, last)
    return Series(series.pair, earliest, latest, series.occurrence)


def _count(x: Series, y: Series, window: Window) -> int:
    """Pairs of rows that may lie in the window: all of a pair, less those surely after and those surely before it."""
    packing = Packing.for_series((x, y), window.reach_days)
    start, stop = _of_pair(x, y)
    begins, ends = (np.sort(packing.day(y.pair, days)) for days in (y.earliest, y.latest))
    after = stop - np.searchsorted(begins, packing.day(x.pair, x.latest, window.last_days), "right")
    before = np.searchsorted(ends, packing.day(x.pair, x.earliest, window.first_days), "left") - start
    return int((stop - start - after - before).sum())


def _touching_count(x: Series, y: Series, pairs: Ints, window: Window) -> int:
    if not pairs.size:
        return 0
    x_row, y_row = np.divmod(pairs, y.count)
    return int(np.count_nonzero(_rows(x, y, x_row, y_row).touching(window)))


def _of_pair(x: Series, y: Series) -> tuple[Ints, Ints]:
    """For each row of X the rows of Y in the same pair, as a stretch; both are in order."""
    return np.searchsorted(y.pair, x.pair, "left"), np.searchsorted(y.pair, x.pair, "right")


def _near(x: Series, y: Series, window: Window) -> Iterator[tuple[Ints, Ints]]:
    """Rows of Y that begin surely within the window of a row of X."""
    packing = Packing.for_series((x, y), window.reach_days)
    begins = packing.day(y.pair, y.earliest)
    start = np.searchsorted(begins, packing.day(x.pair, x.latest, window.first_days), "left")
    stop = np.searchsorted(begins, packing.day(x.pair, x.earliest, window.last_days), "right")
    yield from _chunks(start, np.maximum(start, stop))


def _possible(x: Series, y: Series, window: Window) -> Iterator[tuple[Ints, Ints]]:
    """Rows of Y that may have begun before the window of a row of X has passed."""
    packing = Packing.for_series((x, y), window.reach_days)
    start, _ = _of_pair(x, y)
    begins = packing.day(y.pair, y.earliest)
    yield from _chunks(start, np.searchsorted(begins, packing.day(x.pair, x.latest, window.last_days), "right"))


def _chunks(start: Ints, stop: Ints) -> Iterator[tuple[Ints, Ints]]:
    """(row of X, row of Y) of every stretch, some stretches at a time."""
    part = np.cumsum(stop - start) // _CHUNK
    for number in np.unique(part):
        rows = np.flatnonzero(part == number)
        which, y_row = expanded(start[rows], stop[rows])
        yield rows[which], y_row


@dataclass(frozen=True, slots=True)
class _Between:
    """Looks at pairs of rows: whether they count is read from the cut days, their distance from the uncut ones."""

    x: Series
    y: Series
    cut_x: Series
    cut_y: Series
    apart: Ints
    window: Window

    def first(self, chunks: Iterator[tuple[Ints, Ints]], *, certain: bool) -> _Rows:
        """The first pairs that are, or are not, certain, in order; without those of which something else is known."""
        found = _Rows(*(np.zeros(0, dtype=np.int64) for _ in _NAMES))
        for x_row, y_row in chunks:
            counts = _rows(self.cut_x, self.cut_y, x_row, y_row).touching(self.window)
            counts &= ~np.isin(x_row * self.y.count + y_row, self.apart)
            rows = _rows(self.x, self.y, x_row, y_row).chosen(counts)
            rows = rows.chosen(rows.within(self.window) == certain)
            found = _Rows(*(np.concatenate([getattr(found, name), getattr(rows, name)]) for name in _NAMES))
            if found.x.size >= PAIRS_SHOWN:
                break
        return found


def _rows(x: Series, y: Series, x_row: Ints, y_row: Ints) -> _Rows:
    return _Rows(x_row, y_row, y.earliest[y_row] - x.latest[x_row], y.latest[y_row] - x.earliest[x_row])
