"""Counting against a loop over every pair, and law 17 of the design: certain, possible, time reversal, widening."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from projections.correlation.counting import coincidences, found_within
from projections.correlation.series import KnownDifferences, Series, Window
from tests.projections.correlation.worlds import Rule, dated, found_one_by_one, rows, rules, series


@given(
    st.one_of(rules(), rules(exact=True), rules(known=True), rules(same_kind=True), rules(exact=True, same_kind=True))
)
def test_counts_equal_a_loop_over_every_pair(rule: Rule) -> None:
    for window in (rule.window, rule.window.turned(), Window(-rule.lag_days, rule.window_days)):
        found = found_within(series(rule.x), series(rule.y), window, rule.known_differences)
        assert (found.certain.tolist(), found.possible.tolist()) == found_one_by_one(rule, window)


@given(rules(known=True, same_kind=True))
def test_a_kind_may_be_correlated_with_itself_and_no_occurrence_is_its_own_partner(rule: Rule) -> None:
    found = found_within(series(rule.x), series(rule.y), rule.window, rule.known_differences)
    assert (found.certain.tolist(), found.possible.tolist()) == found_one_by_one(rule, rule.window)


@given(st.one_of(rules(), rules(same_kind=True)), st.integers(0, 2**32))
def test_any_dating_counts_between_certain_and_possible(rule: Rule, seed: int) -> None:
    found = found_within(series(rule.x), series(rule.y), rule.window)
    rng = np.random.default_rng(seed)
    x = dated(rule.x, rng)
    y = x if rule.y is rule.x else dated(rule.y, rng)
    true = found_within(series(x), series(y), rule.window)
    assert np.all(found.certain <= true.certain)
    assert np.all(true.certain <= found.possible)


@given(rules(known=True))
def test_certain_is_possible(rule: Rule) -> None:
    found = found_within(series(rule.x), series(rule.y), rule.window, rule.known_differences)
    assert np.all(found.certain <= found.possible)


@given(rules(known=True))
def test_time_reversal_swaps_precursor_and_trigger(rule: Rule) -> None:
    x, y, known = series(rule.x), series(rule.y), rule.known_differences
    forward = coincidences(x, y, rule.window_days, rule.lag_days, known)
    back = KnownDifferences(known.y_occurrence, known.x_occurrence, known.at_least_days, known.at_most_days)
    mirrored = coincidences(y.reversed_in_time(), x.reversed_in_time(), rule.window_days, rule.lag_days, back)
    assert np.array_equal(mirrored.trigger.certain, forward.precursor.certain)
    assert np.array_equal(mirrored.trigger.possible, forward.precursor.possible)
    assert np.array_equal(mirrored.precursor.certain, forward.trigger.certain)
    assert np.array_equal(mirrored.precursor.possible, forward.trigger.possible)


@given(rules(known=True), st.integers(1, 9))
def test_a_wider_window_never_finds_less(rule: Rule, more_days: int) -> None:
    x, y, known = series(rule.x), series(rule.y), rule.known_differences
    narrow = found_within(x, y, rule.window, known)
    wide = found_within(x, y, Window.after(rule.window_days + more_days, rule.lag_days), known)
    assert np.all(narrow.possible <= wide.possible)
    assert np.all(narrow.certain <= wide.certain)


@given(rules(), st.data())
def test_a_wider_date_never_lowers_possible_and_never_raises_certain(rule: Rule, data: st.DataObject) -> None:
    def widened(row: tuple[int, int | None, int | None, int]) -> tuple[int, int | None, int | None, int]:
        less, more = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
        earliest = None if row[1] is None or less == 9 else row[1] - less
        latest = None if row[2] is None or more == 9 else row[2] + more
        return (row[0], earliest, latest, row[3])

    wider = replace(rule, x=tuple(map(widened, rule.x)), y=tuple(map(widened, rule.y)))
    before = found_within(series(rule.x), series(rule.y), rule.window)
    after = found_within(series(wider.x), series(wider.y), rule.window)
    assert np.all(before.possible <= after.possible)
    assert np.all(after.certain <= before.certain)


@given(rules(known=True), rows(200))
def test_an_unrelated_pair_leaves_the_others_untouched(
    rule: Rule, others: tuple[tuple[int, None, None, int], ...]
) -> None:
    elsewhere = tuple((row[0] + 10, *row[1:]) for row in others)
    alone = found_within(series(rule.x), series(rule.y), rule.window, rule.known_differences)
    more = replace(rule, x=rule.x + elsewhere, y=rule.y + elsewhere)
    together = found_within(series(more.x), series(more.y), rule.window, rule.known_differences)
    assert np.array_equal(together.certain[: len(rule.x)], alone.certain)
    assert np.array_equal(together.possible[: len(rule.x)], alone.possible)


@given(rules(known=True), st.integers(0, 2**32))
def test_the_order_of_rows_does_not_matter(rule: Rule, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(rule.x))
    straight = found_within(series(rule.x), series(rule.y), rule.window, rule.known_differences)
    shuffled = found_within(series(rule.x).rows(order), series(rule.y), rule.window, rule.known_differences)
    assert np.array_equal(straight.certain[order], shuffled.certain)
    assert np.array_equal(straight.possible[order], shuffled.possible)


def test_two_days_after_is_certain_although_both_days_are_only_a_month() -> None:
    month = Series.of([0], [0], [30], [0])
    other = Series.of([0], [0], [30], [1])
    unknown = found_within(month, other, Window.after(3))
    told = found_within(month, other, Window.after(3), KnownDifferences.of([(0, 1, 2, 2)]))
    assert (unknown.certain_count, unknown.possible_count) == (0, 1)
    assert (told.certain_count, told.possible_count) == (1, 1)


def test_a_known_difference_overrules_days_that_would_be_certain() -> None:
    x, y = Series.exact([0], [10]), Series.exact([0, 0], [12, 90], np.array([1, 2]))
    found = found_within(x, y, Window.after(3), KnownDifferences.of([(0, 1, 8, 9)]))
    assert (found.certain_count, found.possible_count) == (0, 0)
    nearer = Series.exact([0, 0], [12, 13], np.array([1, 2]))
    found = found_within(x, nearer, Window.after(3), KnownDifferences.of([(0, 1, 8, 9)]))
    assert (found.certain_count, found.possible_count) == (1, 1)


def test_days_of_a_thousand_million_years_fit() -> None:
    far = 365_000_000_000
    x = Series.of([0, 199], [-far, far], [-far, far], [0, 1])
    y = Series.of([0, 199], [-far + 2, far - 2], [-far + 2, None], [2, 3])
    found = found_within(x, y, Window.after(3))
    assert found.certain.tolist() == [True, False]
    assert found.possible.tolist() == [True, True]


def test_what_cannot_be_a_series_is_refused() -> None:
    with pytest.raises(Invalid, match="later than itself"):
        Series.of([0], [2], [1])
    with pytest.raises(Invalid, match="two differences"):
        KnownDifferences.of([(0, 1, 2, 2), (0, 1, 3, 3)])
    with pytest.raises(Invalid, match="empty window"):
        Window(3, 2)
