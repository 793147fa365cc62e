"""What chance alone would give: Poisson and exact shuffles, over pairs, and over pairs and blocks of days.

All of these take exact days; `dating.py` draws the days of uncertain rows. The shuffles condition on the days that Y
covers and ask how many of the X-days would fall there: a hypergeometric count in every stratum, summed over strata
(`distributions.py`). Several X on one day of one pair are one X-day, since they stand or fall together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.correlation.counting import found_within
from projections.correlation.coverage import covered_days
from projections.correlation.distributions import (
    Floats,
    Tables,
    binomial_tables,
    hypergeometric_tables,
    pmf_of_sum,
    tail_of_sum,
)
from projections.correlation.series import Ints, Observed, Series, Window

BLOCK_DAYS = 365
"""Blocks of one year: longer than a burst of attention, shorter than the growth of reporting."""


@dataclass(frozen=True, slots=True)
class Strata:
    """Per stratum: days it has, days Y covers, X-days in it, and how many of those are covered."""

    days: Ints
    covered: Ints
    x_days: Ints
    hits: Ints

    @property
    def hit_count(self) -> int:
        """Covered X-days in all strata."""
        return int(self.hits.sum())

    @property
    def expected_hits(self) -> float:
        """Covered X-days that chance would give."""
        return float(np.sum(self.x_days * self.covered / self.days))


def strata_by_pair(x: Series, y: Series, window: Window, observed: Observed) -> Strata:
    """One stratum a pair that holds an X: X-days may fall anywhere in the observed span."""
    return _strata(x, y, window, observed, observed.days)


def strata_by_block(x: Series, y: Series, window: Window, observed: Observed, block_days: int = BLOCK_DAYS) -> Strata:
    """One stratum a pair and block of days: an X-day may only move within its block, which keeps any slow trend."""
    return _strata(x, y, window, observed, block_days)


def shuffle_p(strata: Strata) -> float:
    """P(at least as many covered X-days) if the X-days of each stratum fell on distinct random days of it."""
    tables, sure = hypergeometric_tables(strata.days, strata.covered, strata.x_days)
    return tail_of_sum(tables, strata.hit_count - sure)


def shuffle_pmf(strata: Strata) -> Floats:
    """The whole null distribution of the number of covered X-days, from 0 to the number of X-days."""
    tables, sure = hypergeometric_tables(strata.days, strata.covered, strata.x_days)
    whole = np.zeros(int(strata.x_days.sum()) + 1)
    pmf = pmf_of_sum(tables)[: whole.size - sure]
    whole[sure : sure + pmf.size] = pmf
    return whole


def poisson_p(hits: int, asked: Ints, partners: Ints, share_of_days: float) -> float:
    """P(at least `hits`) if partners fell at random: Binomial(asked, 1-(1-share)^partners) summed over pairs.

    Donges et al. 2016, equation for the Poisson null; `share_of_days` is (window + 1) / (days - lag) for day data,
    and window / (days - lag) in the continuous form, which is too small for day data.
    """
    return tail_of_sum(_poisson_tables(asked, partners, share_of_days), hits)


def share_of_days(window_days: int, lag_days: int, observed: Observed) -> float:
    """The share of the observed days that one window covers, counted in whole days."""
    return min(1.0, (window_days + 1) / max(1, observed.days - lag_days))


def continuous_share_of_days(window_days: int, lag_days: int, observed: Observed) -> float:
    """The same with the window as a length in continuous time; kept for comparison with published results."""
    return min(1.0, window_days / max(1, observed.days - lag_days))


def rows_by_pair(asked: Series, partners: Series) -> tuple[Ints, Ints]:
    """Rows of both series in every pair that holds an asked row."""
    pairs, asked_rows = np.unique(asked.pair, return_counts=True)
    sorted_pairs = np.sort(partners.pair)
    partner_rows = np.searchsorted(sorted_pairs, pairs, "right") - np.searchsorted(sorted_pairs, pairs, "left")
    return asked_rows.astype(np.int64), partner_rows.astype(np.int64)


def _poisson_tables(asked: Ints, partners: Ints, share: float) -> Tables:
    if share >= 1.0:
        return binomial_tables(asked, (partners > 0).astype(np.float64))
    return binomial_tables(asked, -np.expm1(partners * np.log1p(-share)))


def _strata(x: Series, y: Series, window: Window, observed: Observed, block_days: int) -> Strata:
    hit = found_within(x, y, window).certain
    day = x.earliest - observed.first_day
    x_day, at = np.unique(x.pair * observed.days + day, return_index=True)
    blocks = -(-observed.days // block_days)
    stratum, of = np.unique(
        (x_day // observed.days) * blocks + (x_day % observed.days) // block_days, return_inverse=True
    )
    pair, first = stratum // blocks, (stratum % blocks) * block_days
    past = np.minimum(first + block_days, observed.days)
    return Strata(
        days=past - first,
        covered=covered_days(y, window, observed).days_in(pair, first, past),
        x_days=np.bincount(of, minlength=stratum.size).astype(np.int64),
        hits=np.bincount(of, hit[at], stratum.size).astype(np.int64),
    )
