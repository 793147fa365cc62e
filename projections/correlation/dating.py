"""Datings: days drawn for the occurrences whose day is not known, so that exact tests can be asked of them.

Every occurrence gets one day, the same in all its pairs, drawn evenly between its bounds (cut to the observed span):
a working assumption for showing what the unknown days can change, never a claim about them. A Y whose difference
from an X is known takes its day from that X; the narrowest difference decides, then the X of least number. The
generator is seeded by the caller from the content of the rule, so equal questions give equal answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from projections.correlation.counting import found_within
from projections.correlation.series import NO_EARLIEST, NO_LATEST, Ints, KnownDifferences, Observed, Series, Window


@dataclass(frozen=True, slots=True)
class Datings:
    """The occurrences of both series, their bounds, and which of them take their day from another."""

    x: Series
    y: Series
    earliest: Ints
    latest: Ints
    x_at: Ints
    y_at: Ints
    tied: KnownDifferences

    @classmethod
    def of(cls, x: Series, y: Series, known: KnownDifferences, observed: Observed) -> Self:
        """The datings of two series; `tied` of the result names positions, not occurrence numbers."""
        numbers, first, at = np.unique(
            np.concatenate([x.occurrence, y.occurrence]), return_index=True, return_inverse=True
        )
        earliest = np.concatenate([x.earliest, y.earliest])[first]
        latest = np.concatenate([x.latest, y.latest])[first]
        return cls(
            x,
            y,
            np.clip(earliest, observed.first_day, observed.last_day),
            np.clip(latest, observed.first_day, observed.last_day),
            at[: x.count],
            at[x.count :],
            _narrowest(known, numbers),
        )

    def drawn(self, seed: int, datings_count: int) -> Iterator[tuple[Series, Series]]:
        """So many datings of the two series, exact; the same seed gives the same days."""
        generator = np.random.default_rng(seed)
        for _ in range(datings_count):
            day = generator.integers(self.earliest, self.latest, endpoint=True)
            if self.tied.x_occurrence.size:
                gap = generator.integers(self.tied.at_least_days, self.tied.at_most_days, endpoint=True)
                y = self.tied.y_occurrence
                day[y] = np.clip(day[self.tied.x_occurrence] + gap, self.earliest[y], self.latest[y])
            x = Series(self.x.pair, day[self.x_at], day[self.x_at], self.x.occurrence)
            yield x, (x if self.y is self.x else Series(self.y.pair, day[self.y_at], day[self.y_at], self.y.occurrence))


def hits_over_datings(
    x: Series, y: Series, window: Window, known: KnownDifferences, observed: Observed, seed: int
) -> Ints:
    """How many X have a Y in the window, on each of 100 to 400 datings; one number if no day matters.

    Only X whose answer is open are counted again, against the Y they may meet; so every number lies between the
    certain and the possible count.
    """
    found = found_within(x, y, window, known)
    still_open = found.possible & ~found.certain
    if not still_open.any():
        return np.array([found.certain_count])
    near = found_within(y, x.rows(still_open), window.turned(), known.turned()).possible
    open_x, near_y = x.rows(still_open), y.rows(near)
    datings_count = int(np.clip(4_000_000 // (open_x.count + near_y.count), 100, 400))
    drawn = Datings.of(open_x, near_y, known, observed).drawn(seed, datings_count)
    return np.array([found.certain_count + found_within(xd, yd, window).certain_count for xd, yd in drawn])


def _narrowest(known: KnownDifferences, numbers: Ints) -> KnownDifferences:
    """For each Y the narrowest bounded difference from an X, with positions in place of numbers."""
    if known.x_occurrence.size == 0:
        return known
    x, y, low, high = known.x_occurrence, known.y_occurrence, known.at_least_days, known.at_most_days
    bounded = (low > NO_EARLIEST) & (high < NO_LATEST) & np.isin(x, numbers) & np.isin(y, numbers)
    x, y, low, high = x[bounded], y[bounded], low[bounded], high[bounded]
    order = np.lexsort((x, high - low, y))
    _, first = np.unique(y[order], return_index=True)
    chosen = order[first]
    x_at, y_at = np.searchsorted(numbers, x[chosen]), np.searchsorted(numbers, y[chosen])
    return KnownDifferences(x_at, y_at, low[chosen], high[chosen])
