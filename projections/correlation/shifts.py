"""Circular shifts: the whole record of X moved by every number of days, all at once.

Moving all X together keeps every burst and every link between countries, and breaks only the tie to Y. The counts
at all shifts are a cross-correlation: by FFT where a pair holds many rows, by listing differences where it holds few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from projections.correlation.counting import expanded
from projections.correlation.coverage import covered_days_on_a_circle
from projections.correlation.distributions import Floats
from projections.correlation.series import Bools, Ints, Observed, Series, Window

_FFT_PAYS_ABOVE: Final = 4
_DIFFERENCES_AT_ONCE: Final = 4_000_000
_CELLS_AT_ONCE: Final = 500_000


@dataclass(frozen=True, slots=True)
class CircularShifts:
    """The hits at every shift of X by 0..days-1, windows wrapping around; entry 0 is the record as it is."""

    hits: Ints

    @property
    def p(self) -> float:
        """The share of all shifts, the identity included, with at least the hits of the record."""
        return float(np.count_nonzero(self.hits >= self.hits[0]) / self.hits.size)

    def turned(self, window: Window) -> CircularShifts:
        """The hits in the turned window: on a circle its covered days are the same days, moved by a fixed number."""
        return CircularShifts(np.roll(self.hits, window.first_days + window.last_days))


def circular_shifts(x: Series, y: Series, window: Window, observed: Observed) -> CircularShifts:
    """Hits at every circular shift of all X by the same number of days; both series exact."""
    days = observed.days
    covered = covered_days_on_a_circle(y, window, observed)
    x_day = x.earliest - observed.first_day
    edges = difference_counts(
        x.pair,
        x_day,
        np.concatenate([covered.pair, covered.pair]),
        np.concatenate([covered.first, covered.past]),
        np.concatenate([np.ones(covered.pair.size), np.full(covered.pair.size, -1.0)]),
        days,
    )
    unmoved = int(covered.days_in(x.pair, x_day, x_day + 1).sum())
    hits = np.cumsum(edges)
    return CircularShifts(np.rint(hits - hits[0] + unmoved).astype(np.int64))


def difference_counts(
    x_pair: Ints, x_day: Ints, y_pair: Ints, y_day: Ints, y_weight: Floats, period_days: int
) -> Floats:
    """How often each difference y - x occurs within a pair, modulo the period: entry d sums the weights of those Y."""
    x_order, y_order = np.argsort(x_pair, kind="stable"), np.argsort(y_pair, kind="stable")
    x_pair, x_day = x_pair[x_order], x_day[x_order]
    y_pair, y_day, y_weight = y_pair[y_order], y_day[y_order] % period_days, y_weight[y_order]
    start = np.searchsorted(y_pair, x_pair, "left")
    stop = np.searchsorted(y_pair, x_pair, "right")
    differences_in_pair = _sum_by_pair(x_pair, stop - start)
    many = differences_in_pair > _FFT_PAYS_ABOVE * period_days
    counts = _by_fft(x_pair, x_day, many, (y_pair, y_day, y_weight), period_days)
    few = np.flatnonzero(~many)
    for part in _parts(few, (stop - start)[few], _DIFFERENCES_AT_ONCE):
        which, at = expanded(start[part], stop[part])
        difference = (y_day[at] - x_day[part][which]) % period_days
        counts += np.bincount(difference, y_weight[at], period_days)
    return counts


def _sum_by_pair(pair: Ints, amount: Ints) -> Ints:
    """For each row, the sum of the amounts over all rows of its pair."""
    _, of = np.unique(pair, return_inverse=True)
    return np.asarray(np.bincount(of, amount)[of], dtype=np.int64) if pair.size else amount


def _parts(rows: Ints, amount: Ints, at_once: int) -> list[Ints]:
    """The rows in runs whose amounts add up to no more than `at_once`, or of a single row."""
    if rows.size == 0:
        return []
    run = np.cumsum(amount) // at_once
    return np.split(rows, np.flatnonzero(np.diff(run)) + 1)


def _by_fft(x_pair: Ints, x_day: Ints, chosen: Bools, y: tuple[Ints, Ints, Floats], period_days: int) -> Floats:
    """Cross-correlation of the pairs of the chosen rows, summed; a period with large prime factors is padded."""
    pairs = np.unique(x_pair[chosen])
    if pairs.size == 0:
        return np.zeros(period_days)
    y_pair, y_day, y_weight = y
    length = period_days if _factors_well(period_days) else next_that_factors_well(2 * period_days)
    spectrum = np.zeros(length // 2 + 1, dtype=np.complex128)
    at_once = max(1, _CELLS_AT_ONCE // length)
    for first in range(0, pairs.size, at_once):
        some = pairs[first : first + at_once]
        x_signal = _signal(some, x_pair, x_day % period_days, np.ones(x_pair.size), period_days)
        y_signal = _signal(some, y_pair, y_day, y_weight, period_days)
        spectrum += np.einsum("ij,ij->j", np.fft.rfft(x_signal, length).conj(), np.fft.rfft(y_signal, length))
    counts = np.rint(np.fft.irfft(spectrum, length))
    return counts if length == period_days else counts[:period_days] + counts[-period_days:]


def _factors_well(length: int) -> bool:
    for prime in (2, 3, 5):
        while length % prime == 0:
            length //= prime
    return length == 1


def next_that_factors_well(length: int) -> int:
    """The least number, not below this, that an FFT takes quickly."""
    while not _factors_well(length):
        length += 1
    return length


def _signal(pairs: Ints, pair: Ints, day: Ints, weight: Floats, period_days: int) -> Floats:
    """One row a pair: the weights on each day."""
    lane = np.minimum(np.searchsorted(pairs, pair), pairs.size - 1)
    here = pairs[lane] == pair
    cell = lane[here] * period_days + day[here]
    signal = np.bincount(cell, weight[here], pairs.size * period_days).astype(np.float64)
    return signal.reshape(pairs.size, period_days)
