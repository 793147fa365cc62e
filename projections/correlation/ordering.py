"""After against before: is X followed by Y more often than it is preceded by Y?

Growing reporting, bursts of attention and shared attention raise both sides alike, so their difference stays fair
where the usual nulls fail. The count is McNemar's (Psychometrika 12, 1947), exact: of the X with Y on one side only,
how many have it after. Where such X come in clumps they are not independent, and signs are flipped by whole pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from projections.correlation.counting import Found, found_within
from projections.correlation.distributions import (
    Floats,
    clamped_p,
    fair_pmf,
    fair_tail,
)
from projections.correlation.series import NOTHING_KNOWN, Ints, KnownDifferences, Series, Window

CLUMPED_ABOVE: Final = 1.25
"""Discordant X per clump from which signs are flipped by pair rather than by X."""


@dataclass(frozen=True, slots=True)
class AfterBefore:
    """X with Y on one side only. The certain counts leave out every X whose side depends on unknown days."""

    after_only_count: int
    """X certainly followed and not possibly preceded."""
    before_only_count: int
    """X certainly preceded and not possibly followed."""
    after_only_possible_count: int
    before_only_possible_count: int
    clump_count: int
    pair_balance: Ints
    """After only less before only, for each pair that holds an X."""

    @property
    def discordant_count(self) -> int:
        """X that certainly have Y on one side only."""
        return self.after_only_count + self.before_only_count

    @property
    def p_exact(self) -> float:
        """P(Binomial(discordant, 1/2) >= after only)."""
        return fair_tail(self.after_only_count, self.discordant_count)

    @property
    def p_sign_flip(self) -> float:
        """P(balance at least as large) when each pair's balance keeps its size and takes a random sign."""
        return sign_flip_p(self.pair_balance)

    @property
    def clumped(self) -> bool:
        """Whether discordant X come in clumps, so that they cannot count as independent."""
        return self.discordant_count > CLUMPED_ABOVE * self.clump_count

    @property
    def p(self) -> float:
        """The headline: exact, or by sign-flip (whichever is larger) where discordant X are clumped."""
        return max(self.p_exact, self.p_sign_flip) if self.clumped else self.p_exact

    @property
    def p_on_least_favourable_dating(self) -> float:
        """An upper bound of the exact p over every dating that the bounds allow."""
        total = self.after_only_count + self.before_only_possible_count
        return fair_tail(self.after_only_count, total)

    @property
    def p_on_most_favourable_dating(self) -> float:
        """A lower bound of the exact p over every dating that the bounds allow."""
        total = self.after_only_possible_count + self.before_only_count
        return fair_tail(self.after_only_possible_count, total)


def after_before(x: Series, y: Series, window: Window, known: KnownDifferences = NOTHING_KNOWN) -> AfterBefore:
    """Sorts the X of a rule by the side on which they have a Y within the window."""
    after = found_within(x, y, window, known)
    before = found_within(x, y, window.turned(), known)
    return compare(x, after, before, window.reach_days)


def compare(x: Series, after: Found, before: Found, reach_days: int) -> AfterBefore:
    """The comparison from the two findings, for callers that already hold them."""
    after_only = after.certain & ~before.possible
    before_only = before.certain & ~after.possible
    discordant = after_only | before_only
    _, of = np.unique(x.pair, return_inverse=True)
    balance = np.bincount(of, after_only.astype(np.int64) - before_only) if x.count else np.zeros(0)
    return AfterBefore(
        after_only_count=int(np.count_nonzero(after_only)),
        before_only_count=int(np.count_nonzero(before_only)),
        after_only_possible_count=int(np.count_nonzero(after.possible & ~before.certain)),
        before_only_possible_count=int(np.count_nonzero(before.possible & ~after.certain)),
        clump_count=clump_count(x.rows(discordant), reach_days),
        pair_balance=np.rint(balance).astype(np.int64),
    )


def clump_count(x: Series, reach_days: int) -> int:
    """Runs of rows of one pair in which each may begin within twice the reach of the last: they may share a Y."""
    if x.count == 0:
        return 0
    order = np.lexsort((x.earliest, x.pair))
    pair, earliest, latest = x.pair[order], x.earliest[order], x.latest[order]
    apart = (pair[1:] != pair[:-1]) | (earliest[1:] > latest[:-1] + 2 * reach_days)
    return 1 + int(np.count_nonzero(apart))


def sign_flip_p(balance: Ints) -> float:
    """P(sum of randomly signed sizes >= the sum), exactly.

    With s of n pairs of one size turned positive, their part of the sum is size * (2 s - n), s ~ Binomial(n, 1/2);
    the parts of different sizes are convolved on the lattice of positive halves.
    """
    size = np.abs(balance[balance != 0])
    if size.size == 0:
        return 1.0
    positive = int(balance[balance > 0].sum())
    sizes, pairs = np.unique(size, return_counts=True)
    total = np.ones(1)
    for step, n in zip(sizes.tolist(), pairs.tolist(), strict=True):
        total = _add_lattice(total, fair_pmf(n), step)
    return clamped_p(float(np.sum(total[positive:][::-1])))


def _add_lattice(total: Floats, pmf: Floats, step: int) -> Floats:
    """The distribution of total + step * s, where s has the given distribution."""
    if step == 1:
        return np.convolve(total, pmf)
    out = np.zeros(total.size + step * (pmf.size - 1))
    for s, weight in enumerate(pmf.tolist()):
        out[s * step : s * step + total.size] += weight * total
    return out
