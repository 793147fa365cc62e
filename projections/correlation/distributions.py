"""Exact tails of sums of independent counts, in NumPy alone.

Every null here is a sum, over pairs of countries (or pairs and blocks of days), of binomial or hypergeometric
counts. A distribution is built from the ratios of its neighbouring terms and then normalised, so no difference of
large log-gammas is ever taken. A sum is convolved directly, all terms positive; before that it is tilted
(multiplied by exp(theta k)) so that its mean lies at the count asked for, which lets terms too small to matter be
dropped without losing the far tail. Tilting: H. E. Daniels, Annals of Mathematical Statistics 25 (1954), section 2.
"""

from __future__ import annotations

import math
import sys
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = tuple[Floats, ...]

SMALLEST_P: Final = sys.float_info.min
"""A p that would underflow is reported as this, never as 0: no finite record makes chance impossible."""

_DROPPED_BELOW: Final = 1e-24
_WHOLE_NUMBER_TRIALS: Final = 1000
_STEEPEST_TILT: Final = 60.0
_TILT_STEPS: Final = 40
_NEAR_ENOUGH: Final = 0.05


def hypergeometric_tables(days: Ints, covered: Ints, drawn: Ints) -> tuple[Tables, int]:
    """Log terms of hypergeometric counts, one row a stratum, and the sum of the least counts, which rows leave out.

    `drawn` distinct days out of `days`, of which `covered` are covered. Strata are laid in tables of about equal
    width (their order does not matter to a sum), so that one wide stratum does not pad all the others.
    """
    least = np.maximum(0, drawn - (days - covered))
    width = np.minimum(drawn, covered) - least
    sure = int(least.sum())
    open_ended = width > 0
    days, covered, drawn, least, width = (a[open_ended] for a in (days, covered, drawn, least, width))
    tables = tuple(
        _hypergeometric_rows(*(a[alike] for a in (days, covered, drawn, least, width))) for alike in _alike(width)
    )
    return tables, sure


def binomial_tables(trials: Ints, chance: Floats) -> Tables:
    """Log terms of the binomial counts 0..trials, one row a stratum; `chance` lies in [0, 1]."""
    return tuple(_binomial_rows(trials[alike], chance[alike]) for alike in _alike(trials))


def _alike(width: Ints) -> list[Ints]:
    magnitude = np.ceil(np.log2(np.maximum(width, 1))).astype(np.int64)
    return [np.flatnonzero(magnitude == m) for m in np.unique(magnitude)]


def _hypergeometric_rows(days: Ints, covered: Ints, drawn: Ints, least: Ints, width: Ints) -> Floats:
    step = np.arange(int(width.max(initial=0)), dtype=np.int64)[None, :]
    count = least[:, None] + step
    inside = step < width[:, None]
    upper = (covered[:, None] - count) * (drawn[:, None] - count)
    lower = (count + 1) * (days - covered - drawn + 1)[:, None] + (count + 1) * count
    return _from_ratios(np.where(inside, upper, 0), np.where(inside, lower, 1))


def _binomial_rows(trials: Ints, chance: Floats) -> Floats:
    step = np.arange(int(trials.max(initial=0)), dtype=np.int64)[None, :]
    inside = step < trials[:, None]
    upper = np.where(inside, (trials[:, None] - step) * chance[:, None], 0.0)
    lower = np.where(inside, (step + 1) * (1.0 - chance)[:, None], 1.0)
    sure = (chance >= 1.0) & (trials > 0)
    rows = _from_ratios(upper, np.where(lower > 0.0, lower, 1.0))
    rows[sure] = -np.inf
    rows[sure, trials[sure]] = 0.0
    return rows


def tail_of_sum(tables: Tables, at_least: int) -> float:
    """P(sum of independent counts >= at_least), each row the log terms of one count that starts at 0.

    Relative error about 1e-12 for records of historical size, however small the tail; never 0.
    """
    if at_least <= 0:
        return 1.0
    if not tables:
        return SMALLEST_P
    tilt = _tilt_to(tables, at_least)
    pmf, start, log_mass = _sum_of(tables, tilt, dropped_below=_DROPPED_BELOW)
    count = np.arange(start, start + pmf.size)
    tail = count >= at_least
    scaled = float(np.sum((pmf[tail] * np.exp(-tilt * (count[tail] - at_least)))[::-1]))
    if scaled <= 0.0:
        return SMALLEST_P
    return clamped_p(float(np.exp(min(0.0, np.log(scaled) + log_mass - tilt * at_least))))


def pmf_of_sum(tables: Tables) -> Floats:
    """The whole distribution of a sum of independent counts that start at 0; entry k is P(sum = k)."""
    return _sum_of(tables, 0.0, dropped_below=0.0)[0]


def binomial_tail(at_least: int, trials: int, chance: float) -> float:
    """P(Binomial(trials, chance) >= at_least), never 0."""
    if at_least <= 0:
        return 1.0
    if trials == 0 or chance <= 0.0:
        return SMALLEST_P
    pmf = np.exp(_binomial_rows(np.array([trials]), np.array([chance]))[0])
    return clamped_p(float(np.sum(pmf[at_least:][::-1])))


def fair_tail(at_least: int, trials: int) -> float:
    """P(heads >= at_least) in `trials` throws of a fair coin; correctly rounded up to a thousand throws."""
    if trials > _WHOLE_NUMBER_TRIALS:
        return binomial_tail(at_least, trials, 0.5)
    ways = sum(math.comb(trials, heads) for heads in range(max(0, at_least), trials + 1))
    return clamped_p(ways / 2**trials)


@lru_cache(maxsize=1024)
def fair_pmf(trials: int) -> Floats:
    """The chances of 0..trials heads of a fair coin; read-only, since it is kept."""
    pmf: Floats = np.exp(_binomial_rows(np.array([trials]), np.array([0.5]))[0])
    pmf.setflags(write=False)
    return pmf


def clamped_p(value: float) -> float:
    """A probability forced into (0, 1]."""
    return min(1.0, max(SMALLEST_P, value))


def _from_ratios(upper: NDArray[np.generic], lower: NDArray[np.generic]) -> Floats:
    """Normalised log terms of rows whose term j+1 is term j times upper/lower; a zero ratio ends the support."""
    with np.errstate(divide="ignore"):
        log_ratio = np.log(upper.astype(np.float64)) - np.log(lower.astype(np.float64))
    logs = np.zeros((upper.shape[0], upper.shape[1] + 1))
    np.cumsum(log_ratio, axis=1, out=logs[:, 1:])
    logs -= logs.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    return logs


def _sum_of(tables: Tables, tilt: float, *, dropped_below: float) -> tuple[Floats, int, float]:
    """The tilted sum of all rows: its terms, the count of the first of them, the log of the mass divided out."""
    pmf, start, log_mass = np.ones(1), 0, 0.0
    for rows in tables:
        terms, log_of_table = _tilted(rows, tilt)
        table_pmf, table_start = _convolved(terms, dropped_below)
        pmf = np.convolve(pmf, table_pmf)
        start, log_mass = start + table_start, log_mass + log_of_table
    return pmf, start, log_mass


def _tilted(rows: Floats, tilt: float) -> tuple[Floats, float]:
    """Rows multiplied by exp(tilt * count) and normalised, and the log of the product of what was divided out."""
    logs = rows + tilt * np.arange(rows.shape[1])[None, :]
    top = logs.max(axis=1, keepdims=True)
    terms = np.exp(logs - top)
    mass = terms.sum(axis=1, keepdims=True)
    return terms / mass, float(np.sum(np.log(mass) + top))


def _tilt_to(tables: Tables, mean_wanted: int) -> float:
    """The tilt, at least 0, that brings the mean of the sum near the count asked for."""
    grouped = [_grouped(rows) for rows in tables]

    def mean(tilt: float) -> float:
        return sum(
            float(times @ (_tilted(rows, tilt)[0] @ np.arange(rows.shape[1], dtype=np.float64)))
            for rows, times in grouped
        )

    if mean(0.0) >= mean_wanted:
        return 0.0
    low, high = 0.0, 1.0
    while high < _STEEPEST_TILT and mean(high) < mean_wanted:
        low, high = high, high * 2.0
    for _ in range(_TILT_STEPS):
        middle = (low + high) / 2.0
        reached = mean(middle)
        if abs(reached - mean_wanted) < _NEAR_ENOUGH:
            return middle
        low, high = (middle, high) if reached < mean_wanted else (low, middle)
    return high


def _grouped(rows: Floats) -> tuple[Floats, Floats]:
    """Equal rows once, with how often each occurs; large tables only, where it pays."""
    if rows.size < 10_000:
        return rows, np.ones(rows.shape[0])
    order = np.lexsort(rows[:, : min(4, rows.shape[1])].T)
    placed = rows[order]
    new = np.concatenate([[True], (placed[1:] != placed[:-1]).any(axis=1)])
    starts = np.flatnonzero(new)
    return placed[starts], np.diff(np.append(starts, rows.shape[0])).astype(np.float64)


def _convolved(terms: Floats, dropped_below: float) -> tuple[Floats, int]:
    """The distribution of the sum of all rows, and the count of its first entry."""
    start = 0
    while terms.shape[0] > 1:
        if terms.shape[0] % 2:
            neutral = np.zeros((1, terms.shape[1]))
            neutral[0, 0] = 1.0
            terms = np.concatenate([terms, neutral])
        terms = _paired(terms[0::2], terms[1::2])
        if dropped_below > 0.0:
            terms, shifted = _trimmed(terms, dropped_below)
            start += shifted
    return terms[0], start


def _paired(left: Floats, right: Floats) -> Floats:
    """Each row of `left` convolved with the same row of `right`."""
    if left.shape[0] < left.shape[1]:
        return np.stack([np.convolve(a, b) for a, b in zip(left, right, strict=True)])
    out = np.zeros((left.shape[0], left.shape[1] + right.shape[1] - 1))
    for offset in range(left.shape[1]):
        out[:, offset : offset + right.shape[1]] += left[:, offset, None] * right
    return out


def _trimmed(terms: Floats, below: float) -> tuple[Floats, int]:
    """Rows without the ends that cannot matter, aligned again at column 0; and by how much they moved in all."""
    kept = terms >= below
    first = kept.argmax(axis=1)
    last = terms.shape[1] - 1 - kept[:, ::-1].argmax(axis=1)
    width = int((last - first).max()) + 1
    if width == terms.shape[1]:
        return terms, 0
    column = first[:, None] + np.arange(width)[None, :]
    inside = column <= last[:, None]
    moved = np.take_along_axis(terms, np.minimum(column, terms.shape[1] - 1), axis=1)
    return np.where(inside, moved, 0.0), int(first.sum())
