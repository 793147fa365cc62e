"""At which distance Y lies from X: counts at every lag from -L to +L days, certain and possible, with a chance band.

A pair of rows counts as certain at a lag if its distance can be no other, as possible at every lag it may have. The
band is the middle 95 % of the same counts when X as a whole is moved round the observed days by every number of days
(circular shifts), so bursts and links between countries widen it as they should. It holds for each lag by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from pydantic import Field

from domain.errors import Invalid
from domain.values import Value
from projections.correlation.counting import known_rows, row_of
from projections.correlation.discovery import rounded
from projections.correlation.report import CAVEAT
from projections.correlation.series import NOTHING_KNOWN, Ints, KnownDifferences, Observed, Series
from projections.correlation.shifts import difference_counts, next_that_factors_well


class ChanceBand(Value):
    """The middle 95 % and the mean of a count over all circular shifts of X."""

    low_count: int
    high_count: int
    mean_count: float


class LagBin(Value):
    """Pairs of an X and a Y at one lag; a positive lag means that Y is later."""

    lag_days: int
    certain_count: int
    possible_count: int


class LagHistogram(Value):
    """Everything a plot of lags needs: one bin a day, and one band for the certain, one for the possible counts."""

    x_kind: str
    y_kind: str
    x_count: int
    y_count: int
    observed_days: int
    bins: tuple[LagBin, ...]
    certain_band: ChanceBand
    possible_band: ChanceBand
    band: Annotated[str, Field(description="how the bands were made")] = "all circular shifts of X, middle 95 %"
    caveat: str = CAVEAT


def lag_histogram(
    x: Series,
    y: Series,
    observed: Observed,
    longest_lag_days: int,
    known: KnownDifferences = NOTHING_KNOWN,
    *,
    x_kind: str = "x",
    y_kind: str = "y",
) -> LagHistogram:
    """The histogram of t_y - t_x within pairs.

    Raises:
        Invalid: the longest lag is negative or not shorter than the observed span.
    """
    if not 0 <= longest_lag_days < observed.days:
        raise Invalid("lags must fit the observed days", seen=longest_lag_days, accepted=f"0..{observed.days - 1}")
    certain, possible = _Distances.between(x, y, known, observed).counts()
    lags = np.arange(-longest_lag_days, longest_lag_days + 1)
    return LagHistogram(
        x_kind=x_kind,
        y_kind=y_kind,
        x_count=x.count,
        y_count=y.count,
        observed_days=observed.days,
        bins=tuple(
            LagBin(lag_days=lag, certain_count=sure, possible_count=open_)
            for lag, sure, open_ in zip(
                lags.tolist(),
                certain[lags + observed.days].tolist(),
                possible[lags + observed.days].tolist(),
                strict=True,
            )
        ),
        certain_band=_band(certain, observed.days),
        possible_band=_band(possible, observed.days),
    )


def _band(counts: Ints, days: int) -> ChanceBand:
    """From the counts at lags -days..days: those of a circle, each of which some shift brings to a given lag."""
    on_circle = counts[days : 2 * days] + counts[:days]
    low, high = np.quantile(on_circle, [0.025, 0.975], method="closest_observation")
    return ChanceBand(low_count=int(low), high_count=int(high), mean_count=rounded(float(on_circle.mean())))


@dataclass(frozen=True, slots=True)
class _Distances:
    """How many pairs of rows have their least, their greatest, and their only distance at each of -days..days."""

    days: int
    least: Ints
    greatest: Ints
    only: Ints

    @classmethod
    def between(cls, x: Series, y: Series, known: KnownDifferences, observed: Observed) -> Self:
        first, last = observed.first_day, observed.last_day
        x_low, x_high = np.clip(x.earliest, first, last), np.clip(x.latest, first, last)
        y_low, y_high = np.clip(y.earliest, first, last), np.clip(y.latest, first, last)
        x_exact, y_exact = x.earliest == x.latest, y.earliest == y.latest
        only = _histogram(x.pair[x_exact], x_low[x_exact], y.pair[y_exact], y_low[y_exact], observed.days)
        if x.is_exact and y.is_exact:
            distances = cls(observed.days, only.copy(), only.copy(), only)
        else:
            least = _histogram(x.pair, x_high, y.pair, y_low, observed.days)
            distances = cls(observed.days, least, _histogram(x.pair, x_low, y.pair, y_high, observed.days), only)
        itself = row_of(y, x.pair, x.occurrence)
        own = itself >= 0
        distances.add(x_low[own] - x_high[own], x_high[own] - x_low[own], x_exact[own], -1)
        told = known_rows(x, y, known)
        low, high = y_low[told.y_row] - x_high[told.x_row], y_high[told.y_row] - x_low[told.x_row]
        distances.add(low, high, x_exact[told.x_row] & y_exact[told.y_row], -1)
        distances.add(told.at_least_days, told.at_most_days, told.at_least_days == told.at_most_days, 1)
        return distances

    def add(self, low: Ints, high: Ints, exact: np.ndarray[tuple[int], np.dtype[np.bool_]], times: int) -> None:
        """Counts these distances `times` more; what lies wholly beyond the observed days is left out."""
        near = (low <= self.days) & (high >= -self.days)
        low, high = np.maximum(low, -self.days) + self.days, np.minimum(high, self.days) + self.days
        np.add.at(self.least, low[near], times)
        np.add.at(self.greatest, high[near], times)
        np.add.at(self.only, low[near & exact], times)

    def counts(self) -> tuple[Ints, Ints]:
        """Certain and possible pairs at each distance -days..days."""
        ended = np.concatenate([[0], np.cumsum(self.greatest)[:-1]])
        return self.only, np.cumsum(self.least) - ended


def _histogram(x_pair: Ints, x_day: Ints, y_pair: Ints, y_day: Ints, days: int) -> Ints:
    """Pairs of rows at each distance -days..days."""
    period_days = next_that_factors_well(2 * days + 1)
    counts = difference_counts(x_pair, x_day - days, y_pair, y_day, np.ones(y_day.size), period_days)
    return np.rint(counts[: 2 * days + 1]).astype(np.int64)
