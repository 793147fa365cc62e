"""The lag histogram against a loop over every pair of rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from projections.correlation.lag_pairs import PAIRS_SHOWN, lag_pairs
from projections.correlation.lags import lag_histogram
from projections.correlation.series import KnownDifferences, Observed, Series, Window
from tests.projections.correlation.worlds import Rule, placed, rules, series

OBSERVED = Observed(0, 49)
LONGEST = 12


def cut(day: int | None, otherwise: int) -> int:
    return otherwise if day is None else min(max(day, 0), 49)


def one_by_one(rule: Rule) -> dict[int, tuple[int, int]]:
    known = {(a, b): (low, high) for a, b, low, high in rule.known}
    counts = {lag: [0, 0] for lag in range(-LONGEST, LONGEST + 1)}
    for x in rule.x:
        for y in rule.y:
            if x[0] != y[0] or x[3] == y[3]:
                continue
            intervals = (cut(y[1], 0) - cut(x[2], 49), cut(y[2], 49) - cut(x[1], 0))
            low, high = known.get((x[3], y[3]), intervals)
            exact = (x[3], y[3]) in known or (x[1] == x[2] is not None and y[1] == y[2] is not None)
            for lag, count in counts.items():
                count[0] += exact and low == high == lag
                count[1] += low <= lag <= high
    return {lag: (count[0], count[1]) for lag, count in counts.items()}


def counted(rule: Rule) -> dict[int, tuple[int, int]]:
    view = lag_histogram(series(rule.x), series(rule.y), OBSERVED, LONGEST, rule.known_differences)
    return {entry.lag_days: (entry.certain_count, entry.possible_count) for entry in view.bins}


@given(rules(known=True))
def test_every_lag_equals_a_loop_over_every_pair(rule: Rule) -> None:
    assert counted(rule) == one_by_one(rule)


@given(rules(known=True, same_kind=True))
def test_an_occurrence_has_no_distance_to_itself(rule: Rule) -> None:
    assert counted(rule) == one_by_one(rule)


@given(rules(exact=True))
def test_the_band_is_that_of_all_circular_shifts(rule: Rule) -> None:
    ys = placed(rule.y)
    shifted = [
        sum(ys.count((pair, (day + shift) % OBSERVED.days)) for pair, day in placed(rule.x))
        for shift in range(OBSERVED.days)
    ]
    low, high = np.quantile(shifted, [0.025, 0.975], method="closest_observation")
    band = lag_histogram(series(rule.x), series(rule.y), OBSERVED, LONGEST).certain_band
    assert (band.low_count, band.high_count) == (low, high)
    assert band.mean_count == pytest.approx(np.mean(shifted))


def test_a_loan_two_days_after_each_deportation_stands_out() -> None:
    days = np.array([0, 1, 4, 11])
    x, y = Series.exact(np.zeros(4, int), days), Series.exact(np.zeros(4, int), days + 2, np.arange(4, 8))
    view = lag_histogram(x, y, OBSERVED, 2)
    assert [entry.certain_count for entry in view.bins] == [1, 1, 0, 1, 4]
    assert view.certain_band.high_count == 1


def test_months_told_to_be_two_days_apart_are_certain_at_that_lag() -> None:
    x, y = Series.of([0], [0], [30], [0]), Series.of([0], [0], [30], [1])
    view = lag_histogram(x, y, OBSERVED, 3, KnownDifferences.of([(0, 1, 2, 2)]))
    assert [(e.certain_count, e.possible_count) for e in view.bins if e.lag_days in (1, 2)] == [(0, 0), (1, 1)]


def test_lags_longer_than_the_observed_days_are_refused() -> None:
    with pytest.raises(Invalid, match="lags must fit"):
        lag_histogram(Series.exact([0], [0]), Series.exact([0], [0]), OBSERVED, 50)


def pairs_one_by_one(rule: Rule, window: Window) -> dict[tuple[int, int, int], bool]:
    """By pair and both occurrences: whether the distance surely lies in the window; those that may alone."""
    known = {(a, b): (low, high) for a, b, low, high in rule.known}
    found = {}
    for x in rule.x:
        for y in rule.y:
            if x[0] != y[0] or x[3] == y[3]:
                continue
            cut_low, cut_high = cut(y[1], 0) - cut(x[2], 49), cut(y[2], 49) - cut(x[1], 0)
            low, high = known.get((x[3], y[3]), (cut_low, cut_high))
            told = (x[3], y[3]) in known or None not in (*x[1:3], *y[1:3])
            if low <= window.last_days and high >= window.first_days:
                found[x[0], x[3], y[3]] = told and low >= window.first_days and high <= window.last_days
    return found


@given(rules(known=True), st.integers(-15, 15), st.integers(0, 20))
def test_the_pairs_of_a_range_are_those_of_a_loop(rule: Rule, first: int, length: int) -> None:
    window = Window(first, first + length)
    ids, labels = [str(number) for number in range(1_000)], [str(number) for number in range(100)]
    total, shown = lag_pairs(series(rule.x), series(rule.y), rule.known_differences, OBSERVED, window, ids, labels)
    expected = pairs_one_by_one(rule, window)
    listed = {(int(each.pair), int(each.x_occurrence), int(each.y_occurrence)): each.certain for each in shown}
    assert total == len(expected)
    assert len(shown) == len(listed) == min(total, PAIRS_SHOWN)
    assert listed == {key: expected[key] for key in listed}


@given(rules(known=True, same_kind=True))
def test_a_bar_counts_the_pairs_that_it_links_to(rule: Rule) -> None:
    ids, labels = [str(number) for number in range(1_000)], [str(number) for number in range(100)]
    for lag, (certain, possible) in counted(rule).items():
        total, shown = lag_pairs(
            series(rule.x), series(rule.y), rule.known_differences, OBSERVED, Window(lag, lag), ids, labels
        )
        assert total == possible
        if total <= PAIRS_SHOWN:
            assert sum(each.certain for each in shown) == certain
