"""Chance against exact fractions, enumeration and brute force; p always in (0, 1]."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.correlation.chance import poisson_p, shuffle_p, shuffle_pmf, strata_by_block, strata_by_pair
from projections.correlation.counting import found_within
from projections.correlation.coverage import covered_days
from projections.correlation.discovery import q_values
from projections.correlation.distributions import (
    binomial_tables,
    binomial_tail,
    fair_tail,
    hypergeometric_tables,
    tail_of_sum,
)
from projections.correlation.ordering import after_before, clump_count, sign_flip_p
from projections.correlation.series import Observed, Series, Window
from projections.correlation.shifts import circular_shifts, difference_counts
from tests.projections.correlation.worlds import Rule, dated, placed, rules, series

OBSERVED = Observed(0, 49)

strata_cells = st.lists(
    st.integers(1, 30).flatmap(lambda days: st.tuples(st.just(days), st.integers(0, days), st.integers(0, days))),
    min_size=1,
    max_size=6,
)


def exact_hypergeometric(days: int, covered: int, drawn: int) -> list[Fraction]:
    ways = math.comb(days, drawn)
    return [Fraction(math.comb(covered, k) * math.comb(days - covered, drawn - k), ways) for k in range(drawn + 1)]


def exact_sum(pmfs: list[list[Fraction]]) -> list[Fraction]:
    total = [Fraction(1)]
    for pmf in pmfs:
        longer = [Fraction(0)] * (len(total) + len(pmf) - 1)
        for i, j in itertools.product(range(len(total)), range(len(pmf))):
            longer[i + j] += total[i] * pmf[j]
        total = longer
    return total


@given(strata_cells, st.integers(0, 40))
def test_the_tail_of_summed_hypergeometrics_equals_exact_fractions(
    cells: list[tuple[int, int, int]], hits: int
) -> None:
    days, covered, drawn = (np.array(column) for column in zip(*cells, strict=True))
    tables, sure = hypergeometric_tables(days, covered, drawn)
    exact = sum(exact_sum([exact_hypergeometric(*cell) for cell in cells])[hits:])
    assert tail_of_sum(tables, hits - sure) == pytest.approx(float(exact), rel=1e-11, abs=1e-300)


@given(st.lists(st.tuples(st.integers(1, 12), st.fractions(0, 1)), min_size=1, max_size=6), st.integers(0, 60))
def test_the_tail_of_summed_binomials_equals_exact_fractions(cells: list[tuple[int, Fraction]], hits: int) -> None:
    tables = binomial_tables(np.array([n for n, _ in cells]), np.array([float(p) for _, p in cells]))
    pmfs = [[math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)] for n, p in cells]
    exact = float(sum(exact_sum(pmfs)[hits:]))
    assert tail_of_sum(tables, hits) == pytest.approx(exact, rel=1e-10, abs=1e-300)


def test_a_far_tail_of_thousands_of_strata_keeps_its_digits() -> None:
    strata, hits = 4000, 900
    tables = binomial_tables(np.full(strata, 1), np.full(strata, 0.1))
    exact = sum(Fraction(math.comb(strata, k) * 9 ** (strata - k), 10**strata) for k in range(hits, strata + 1))
    assert 0 < float(exact) < 1e-100
    assert tail_of_sum(tables, hits) == pytest.approx(float(exact), rel=1e-10)
    assert binomial_tail(hits, strata, 0.1) == pytest.approx(float(exact), rel=1e-10)


@given(rules(exact=True), st.booleans())
def test_every_p_lies_between_nothing_and_one(rule: Rule, turned: bool) -> None:
    x, y = series(rule.x), series(rule.y)
    window = rule.window.turned() if turned else rule.window
    hits = found_within(x, y, window).certain_count
    sides = after_before(x, y, window)
    asked = np.bincount(x.pair, minlength=3)
    for p in (
        shuffle_p(strata_by_pair(x, y, window, OBSERVED)),
        shuffle_p(strata_by_block(x, y, window, OBSERVED, 20)),
        circular_shifts(x, y, window, OBSERVED).p,
        poisson_p(hits, asked, np.bincount(y.pair, minlength=3), 0.2),
        sides.p,
        sides.p_exact,
        sides.p_sign_flip,
        sides.p_on_least_favourable_dating,
        sides.p_on_most_favourable_dating,
    ):
        assert 0.0 < p <= 1.0


@given(rules(exact=True), st.integers(1, 25))
def test_covered_days_and_strata_equal_a_loop_over_days(rule: Rule, block_days: int) -> None:
    x, y = series(rule.x), series(rule.y)
    first, last, asked = rule.window.first_days, rule.window.last_days, placed(rule.x)
    days = [
        (pair, day)
        for pair in range(3)
        for day in range(OBSERVED.days)
        if any(its == pair and day + first <= when <= day + last for its, when in placed(rule.y))
    ]
    strata = strata_by_block(x, y, rule.window, OBSERVED, block_days)
    cells = sorted({(pair, day // block_days) for pair, day in asked})
    assert strata.covered.tolist() == [sum((p, d // block_days) == cell for p, d in days) for cell in cells]
    assert strata.x_days.tolist() == [len({d for p, d in asked if (p, d // block_days) == cell}) for cell in cells]
    assert strata.hit_count == len(set(asked) & set(days))
    assert strata.days.tolist() == [min(block_days, OBSERVED.days - block * block_days) for _, block in cells]
    every = covered_days(y, rule.window, OBSERVED)
    assert sum((every.past - every.first).tolist()) == len(days)


def test_the_exact_shuffle_is_what_shuffling_gives() -> None:
    x, y = Series.exact([0, 0, 1], [3, 7, 2]), Series.exact([0, 1, 1], [4, 5, 9], np.arange(10, 13))
    observed, window = Observed(0, 9), Window.after(2)
    counts = np.zeros(4)
    for first in itertools.combinations(range(10), 2):
        for second in range(10):
            moved = Series.exact([0, 0, 1], [*first, second])
            counts[found_within(moved, y, window).certain_count] += 1
    assert shuffle_pmf(strata_by_pair(x, y, window, observed)).tolist() == pytest.approx(
        (counts / counts.sum()).tolist()
    )


@given(rules(exact=True), st.booleans())
def test_circular_shifts_equal_moving_x_day_by_day(rule: Rule, turned: bool) -> None:
    x, y = series(rule.x), series(rule.y)
    window = rule.window.turned() if turned else rule.window
    offsets = range(window.first_days, window.last_days + 1)
    ys = set(placed(rule.y))
    hits = [
        sum(any((p, (d + shift + offset) % OBSERVED.days) in ys for offset in offsets) for p, d in placed(rule.x))
        for shift in range(OBSERVED.days)
    ]
    assert circular_shifts(x, y, window, OBSERVED).hits.tolist() == hits


@given(rules(exact=True))
def test_shifts_in_the_turned_window_are_the_same_shifts_moved(rule: Rule) -> None:
    x, y = series(rule.x), series(rule.y)
    moved = circular_shifts(x, y, rule.window, OBSERVED).turned(rule.window)
    assert moved.hits.tolist() == circular_shifts(x, y, rule.window.turned(), OBSERVED).hits.tolist()


@pytest.mark.parametrize("period_days", [30, 31, 97])
def test_difference_counts_are_the_same_by_fft_and_by_listing(period_days: int) -> None:
    rng = np.random.default_rng(7)
    x_pair, y_pair = np.sort(rng.integers(0, 3, 90)), np.sort(rng.integers(0, 3, 80))
    x_day, y_day = rng.integers(0, period_days, 90), rng.integers(0, period_days, 80)
    weight = rng.integers(-2, 3, 80).astype(np.float64)
    listed = np.zeros(period_days)
    for (px, dx), (py, dy, w) in itertools.product(
        zip(x_pair, x_day, strict=True), zip(y_pair, y_day, weight, strict=True)
    ):
        listed[(dy - dx) % period_days] += w if px == py else 0
    assert difference_counts(x_pair, x_day, y_pair, y_day, weight, period_days).tolist() == listed.tolist()
    few = x_pair == 0
    some = difference_counts(x_pair[few][:2], x_day[few][:2], y_pair, y_day, weight, period_days)
    assert some.sum() == 2 * weight[y_pair == 0].sum()


@given(st.lists(st.integers(-5, 5), max_size=9))
def test_the_sign_flip_equals_trying_every_sign(balance: list[int]) -> None:
    flips = list(itertools.product((1, -1), repeat=len(balance)))
    reached = sum(sum(s * b for s, b in zip(signs, balance, strict=True)) >= sum(balance) for signs in flips)
    assert sign_flip_p(np.array(balance, dtype=np.int64)) == pytest.approx(reached / len(flips), rel=1e-12)


def test_a_fair_tail_is_correctly_rounded_and_goes_on_beyond_a_thousand_throws() -> None:
    assert fair_tail(6, 6) == 2**-6
    assert fair_tail(0, 0) == 1.0
    exact = Fraction(sum(math.comb(1400, k) for k in range(900, 1401)), 2**1400)
    assert fair_tail(900, 1400) == pytest.approx(float(exact), rel=1e-11)


@given(rules(exact=True))
def test_time_reversal_turns_after_into_before(rule: Rule) -> None:
    x, y = series(rule.x), series(rule.y)
    forward = after_before(x, y, rule.window)
    back = after_before(x.reversed_in_time(), y.reversed_in_time(), rule.window)
    assert (back.before_only_count, back.after_only_count) == (forward.after_only_count, forward.before_only_count)


@given(rules(), st.integers(0, 2**32))
def test_the_exact_p_of_any_dating_lies_between_the_bounds(rule: Rule, seed: int) -> None:
    uncertain = after_before(series(rule.x), series(rule.y), rule.window)
    rng = np.random.default_rng(seed)
    true = after_before(series(dated(rule.x, rng)), series(dated(rule.y, rng)), rule.window)
    assert uncertain.p_on_most_favourable_dating <= true.p_exact <= uncertain.p_on_least_favourable_dating
    assert uncertain.after_only_count <= true.after_only_count <= uncertain.after_only_possible_count


def test_clumps_are_runs_that_may_share_a_y() -> None:
    days = Series.exact([0, 0, 0, 1], [10, 14, 40, 41])
    assert clump_count(days, 2) == 3
    assert clump_count(days, 1) == 4
    assert clump_count(days, 13) == 2


def test_q_is_the_smallest_rate_at_which_a_p_is_called() -> None:
    assert q_values(np.array([0.01, 0.04, 0.03, 0.5])).tolist() == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert q_values(np.array([0.02, 0.02])).tolist() == [0.02, 0.02]


@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=20))
def test_q_keeps_the_order_of_p_and_is_never_smaller(p: list[float]) -> None:
    values = np.array(p)
    q = q_values(values)
    assert np.all(q >= values * (1 - 1e-12))
    assert np.all(np.diff(q[np.argsort(values, kind="stable")]) >= 0)
