"""The days on which an X would be followed by a Y: the union of the windows before all Y, by pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.correlation.series import Ints, Observed, Series, Window


@dataclass(frozen=True, slots=True)
class Covered:
    """Disjoint runs of covered days, by pair and day: `first` belongs to the run, `past` no longer.

    Days count from the first observed day, so they lie in 0..days.
    """

    pair: Ints
    first: Ints
    past: Ints
    days: int

    def days_in(self, pair: Ints, first: Ints, past: Ints) -> Ints:
        """How many days of first..past-1 are covered, for each (pair, first, past)."""
        return self._days_before(pair, past) - self._days_before(pair, first)

    def _days_before(self, pair: Ints, day: Ints) -> Ints:
        stride = self.days + 1
        run_first = self.pair * stride + self.first
        total = np.concatenate([[0], np.cumsum(self.past - self.first)])
        runs = np.searchsorted(run_first, pair * stride + day, "left")
        if run_first.size == 0:
            return np.zeros(pair.size, dtype=np.int64)
        last = np.maximum(runs - 1, 0)
        overhang = np.where((runs > 0) & (self.pair[last] == pair), np.maximum(self.past[last] - day, 0), 0)
        return total[runs] - overhang


def covered_days(y: Series, window: Window, observed: Observed) -> Covered:
    """Days d of the observed span with some Y in [d + first, d + last]; `y` must be exact."""
    first = y.earliest - window.last_days - observed.first_day
    past = y.earliest - window.first_days - observed.first_day + 1
    return _united(y.pair, np.maximum(first, 0), np.minimum(past, observed.days), observed.days)


def covered_days_on_a_circle(y: Series, window: Window, observed: Observed) -> Covered:
    """The same where the last observed day is followed by the first: windows wrap around."""
    days = observed.days
    length = min(window.last_days - window.first_days + 1, days)
    first = (y.earliest - window.last_days - observed.first_day) % days
    past = first + length
    wraps = past > days
    return _united(
        np.concatenate([y.pair, y.pair[wraps]]),
        np.concatenate([first, np.zeros(int(wraps.sum()), dtype=np.int64)]),
        np.concatenate([np.minimum(past, days), past[wraps] - days]),
        days,
    )


def _united(pair: Ints, first: Ints, past: Ints, days: int) -> Covered:
    some = first < past
    pair, first, past = pair[some], first[some], past[some]
    stride = days + 1
    order = np.argsort(pair * stride + first, kind="stable")
    begins = (pair * stride + first)[order]
    reached = np.maximum.accumulate((pair * stride + past)[order])
    opens = np.append(True, begins[1:] > reached[:-1]) if begins.size else np.zeros(0, dtype=np.bool_)
    at = np.flatnonzero(opens)
    ends = reached[np.append(at[1:], begins.size) - 1] if at.size else reached
    begins = begins[at]
    return Covered(begins // stride, begins % stride, ends - begins // stride * stride, days)
