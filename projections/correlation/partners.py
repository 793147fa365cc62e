"""Which Y each X may have: the list of pairs behind a count, with what is known of each difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.correlation.counting import expanded, interval_possible, known_rows
from projections.correlation.series import NOTHING_KNOWN, Bools, Ints, KnownDifferences, Packing, Series, Window


@dataclass(frozen=True, slots=True)
class Partners:
    """Pairs of rows that may lie in the window, by x row, then y row, with bounds on y - x in days."""

    x_row: Ints
    y_row: Ints
    at_least_days: Ints
    at_most_days: Ints
    certain: Bools

    def of_x(self, x_row: int) -> slice:
        """Where the partners of one X stand."""
        start, stop = np.searchsorted(self.x_row, [x_row, x_row + 1])
        return slice(int(start), int(stop))


def partners(x: Series, y: Series, window: Window, known: KnownDifferences = NOTHING_KNOWN) -> Partners:
    """Every pair of rows, in one stratum, that lies in the window on some dating; no occurrence with itself."""
    x_row, y_row = _by_intervals(x, y, window)
    low, high = y.earliest[y_row] - x.latest[x_row], y.latest[y_row] - x.earliest[x_row]
    told = known_rows(x, y, known)
    if told.x_row.size:
        replaced = np.isin(x_row * y.count + y_row, told.x_row * y.count + told.y_row)
        x_row = np.concatenate([x_row[~replaced], told.x_row])
        y_row = np.concatenate([y_row[~replaced], told.y_row])
        low = np.concatenate([low[~replaced], told.at_least_days])
        high = np.concatenate([high[~replaced], told.at_most_days])
    possible = (low <= window.last_days) & (high >= window.first_days)
    x_row, y_row, low, high = x_row[possible], y_row[possible], low[possible], high[possible]
    order = np.lexsort((y_row, x_row))
    x_row, y_row, low, high = x_row[order], y_row[order], low[order], high[order]
    return Partners(x_row, y_row, low, high, (low >= window.first_days) & (high <= window.last_days))


def _by_intervals(x: Series, y: Series, window: Window) -> tuple[Ints, Ints]:
    if x.count == 0 or y.count == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    packing = Packing.for_series((x, y), window.reach_days)
    order = np.argsort(packing.day(y.pair, y.earliest), kind="stable")
    begun = packing.day(y.pair, y.earliest)[order]
    reached = np.maximum.accumulate(packing.day(y.pair, y.latest)[order])
    start = np.searchsorted(reached, packing.day(x.pair, x.earliest, window.first_days), "left")
    stop = np.searchsorted(begun, packing.day(x.pair, x.latest, window.last_days), "right")
    x_row, place = expanded(start, stop)
    y_row = order[place]
    kept = interval_possible(x, y, x_row, y_row, window) & (x.occurrence[x_row] != y.occurrence[y_row])
    return x_row[kept], y_row[kept]
