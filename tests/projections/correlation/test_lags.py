"""The lag histogram against a loop over every pair of rows."""

import numpy as np
import pytest
from hypothesis import given

from domain.errors import Invalid
from projections.correlation.lags import lag_histogram
from projections.correlation.series import KnownDifferences, Observed, Series
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
