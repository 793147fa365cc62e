"""The report on a rule: all of it, deterministic, refused where there is too little, with its misses and sources."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules import Rule, SameCase, SameCountry
from projections.correlation.assess import assess, headline_p
from projections.correlation.backing import SourceSets
from projections.correlation.counting import found_within
from projections.correlation.dating import Datings, hits_over_datings
from projections.correlation.discovery import with_q
from projections.correlation.evidence import Evidence
from projections.correlation.report import CAVEAT, RuleReport
from projections.correlation.series import KnownDifferences, Observed, Series, Window
from tests.projections.correlation.worlds import Rule as Drawn
from tests.projections.correlation.worlds import rules, series

STRATIFIED = json.loads((Path(__file__).parents[2] / "vectors" / "eca.json").read_text(encoding="utf-8"))["stratified"]
RULE = Rule(x_kind="deportation", y_kind="loan_pledge", window_days=30)


def evidence(x: Series, y: Series, **changed: object) -> Evidence:
    numbers = 1 + max([*x.occurrence.tolist(), *y.occurrence.tolist(), 0])
    pairs = 1 + max([*x.pair.tolist(), *y.pair.tolist(), 0])
    given = {
        "rule": RULE,
        "observed": Observed(0, 1999),
        "occurrence_ids": [f"o{number:04}" for number in range(numbers)],
        "pair_labels": [f"P{code + 1}" for code in range(pairs)],
        "sources": SourceSets.of([[f"s{number:04}"] for number in range(numbers)]),
    }
    return Evidence(x=x, y=y, **(given | changed))  # type: ignore[arg-type]


def stratified() -> tuple[Series, Series]:
    x, y = (
        Series.exact(
            [code for code, stratum in enumerate(STRATIFIED["strata"]) for _ in stratum[side]],
            [day for stratum in STRATIFIED["strata"] for day in stratum[side]],
            np.arange(9) + first,
        )
        for side, first in (("X", 0), ("Y", 9))
    )
    return x, y


def test_the_worked_case_as_a_report() -> None:
    report = assess(evidence(*stratified()))
    assert (report.asked.x_count, report.asked.y_count, report.asked.pairs_with_both_count) == (9, 9, 3)
    assert report.observed is not None
    assert report.over_datings is not None
    assert (report.observed.days, report.followed.certain_count, report.followed.possible_count) == (2000, 6, 6)
    assert report.followed.certain_rate == pytest.approx(6 / 9)
    assert report.expected_by_chance_count == pytest.approx(0.434)
    assert (report.over_datings.low_count, report.over_datings.high_count) == (6, 6)
    assert report.refused == ()
    assert report.tests is not None
    assert report.tests.exact_shuffle.p == pytest.approx(STRATIFIED["p_exact_convolution"], rel=1e-11)
    assert report.tests.headline_p == STRATIFIED["p_after_vs_before"] == report.tests.after_before.p_exact
    assert report.tests.verdict_p == max(
        report.tests.yearly_blocks.p, report.tests.circular_shifts.p, report.tests.headline_p
    )
    assert report.verdict == "beyond_chance"
    assert (report.placebo.share.certain_count, len(report.hits), report.misses_count, len(report.misses)) == (
        0,
        6,
        3,
        3,
    )
    assert [miss.occurrence for miss in report.misses] == ["o0002", "o0003", "o0005"]
    assert report.hits[0].partners[0].at_least_days == report.hits[0].partners[0].at_most_days == 10
    assert report.chronology == ()
    assert report.caveat == CAVEAT


def test_too_little_is_refused_and_shown_as_a_chronology_instead() -> None:
    x, y = stratified()
    report = assess(evidence(x.rows(np.arange(4)), y.rows(np.arange(3))))
    assert report.tests is None
    assert report.placebo.exact_shuffle is None
    assert report.verdict == "not_tested"
    assert report.refused == (
        "too few of kind deportation: 4 (at least 5 are needed)",
        "too few of kind loan_pledge: 3 (at least 5 are needed)",
        "too few pairs (countries or cases) with both kinds: 1 (at least 3 are needed)",
        "too few deportation that surely have loan_pledge on one side alone: 2 (at least 5 are needed)",
    )
    assert [(row.side, row.earliest_day) for row in report.chronology] == [
        ("x", 100), ("y", 110), ("x", 400), ("y", 405), ("x", 900), ("y", 1300), ("x", 1500),
    ]  # fmt: skip


def test_a_kind_is_not_tested_against_itself() -> None:
    x, _ = stratified()
    report = assess(evidence(x, x, rule=Rule(x_kind="raid", y_kind="raid", window_days=30)))
    assert report.refused[-1] == "one kind on both sides: after and before are the same question"
    assert report.followed.certain_count == 1


def test_lists_say_how_much_they_left_off() -> None:
    report = assess(evidence(*stratified()), listed_at_most=2)
    assert (len(report.hits), report.hits_left_off_count) == (2, 4)
    assert (len(report.misses), report.misses_left_off_count, report.misses_count) == (2, 1, 3)
    assert (len(report.backing.sources), report.backing.sources_left_off_count) == (2, 9)


def test_hits_that_one_source_carries_are_counted() -> None:
    x = Series.exact([0, 0, 0], [0, 100, 200], np.array([0, 1, 2]))
    y = Series.exact([0, 0, 0, 0], [1, 101, 102, 201], np.array([3, 4, 5, 6]))
    sources = SourceSets.of([["a"], ["a", "b"], ["a", "b"], ["a"], ["c"], ["c"], ["b", "c"]])
    report = assess(evidence(x, y, sources=sources))
    assert [hit.one_source for hit in report.hits] == ["a", "c", None]
    assert report.backing.hits_on_one_source_count == 2
    assert report.backing.hits_on_one_same_article_count == 1
    carried = {w.source: (w.attested_hits_count, w.hits_lost_without_count) for w in report.backing.sources}
    assert carried == {"a": (3, 1), "c": (2, 1), "b": (2, 0)}


def test_unknown_days_give_bounds_and_an_interval_between_them() -> None:
    x, y = stratified()
    months = Series(x.pair, x.earliest, x.latest + 29, x.occurrence)
    report = assess(evidence(months, y))
    assert report.over_datings is not None
    assert report.followed.certain_count < report.over_datings.mean_count < report.followed.possible_count
    assert report.over_datings.datings_count >= 100
    assert report.asked.x_with_unknown_day_count == 9


def test_without_any_day_it_is_counted_and_listed_and_nothing_that_needs_days_is_told() -> None:
    """Fifteen X, each with a Y that is told to lie two days later: enough for a test, but for the days."""
    pair, never = np.arange(15), [None] * 15
    x, y = (Series.of(pair, never, never, np.arange(15) + first) for first in (0, 15))
    two_days_after = KnownDifferences.of((number, number + 15, 2, 2) for number in range(15))
    report = assess(evidence(x, y, observed=None, known=two_days_after))
    assert (report.observed, report.expected_by_chance_count, report.over_datings) == (None, None, None)
    assert (report.placebo.expected_by_chance_count, report.tests, report.verdict) == (None, None, "not_tested")
    assert (report.followed.certain_count, report.followed.possible_count) == (15, 15)
    assert report.refused == ("no deportation and no loan_pledge that counts has a date",)
    assert "The chronology is shown instead" in report.verdict_sentence
    assert (len(report.chronology), len(report.hits), report.asked.x_with_unknown_day_count) == (30, 15, 15)
    assert {(row.earliest_day, row.latest_day) for row in report.chronology} == {(None, None)}
    assert headline_p(evidence(x, y, observed=None, known=two_days_after)) is None


def test_a_date_without_observed_days_is_an_error_of_the_caller() -> None:
    x, y = stratified()
    with pytest.raises(Invalid, match="no days are observed"):
        evidence(x, y, observed=None)


@settings(max_examples=25)
@given(rules(known=True), st.integers(0, 2**32))
def test_hits_over_datings_lie_between_certain_and_possible(rule: Drawn, seed: int) -> None:
    x, y = series(rule.x), series(rule.y)
    found = found_within(x, y, rule.window, rule.known_differences)
    hits = hits_over_datings(x, y, rule.window, rule.known_differences, Observed(0, 49), seed)
    assert found.certain_count <= hits.min() <= hits.max() <= found.possible_count


@given(rules(), st.integers(0, 2**32))
def test_a_drawn_day_lies_within_its_bounds_and_is_one_in_all_pairs(rule: Drawn, seed: int) -> None:
    x, y = series(rule.x), series(rule.y)
    elsewhere = Series(x.pair + 5, x.earliest, x.latest, x.occurrence)
    both = Series(*(np.concatenate([getattr(x, c), getattr(elsewhere, c)]) for c in Series.__slots__))
    for drawn, _ in Datings.of(both, y, KnownDifferences.of(()), Observed(0, 49)).drawn(seed, 3):
        assert np.all(drawn.earliest >= np.clip(both.earliest, 0, 49))
        assert np.all(drawn.latest <= np.clip(both.latest, 0, 49))
        assert np.array_equal(drawn.earliest[: x.count], drawn.earliest[x.count :])


def test_a_known_difference_ties_the_days_drawn() -> None:
    x, y = Series.of([0], [0], [30], [0]), Series.of([0], [0], [40], [1])
    for drawn_x, drawn_y in Datings.of(x, y, KnownDifferences.of([(0, 1, 2, 3)]), Observed(0, 99)).drawn(1, 50):
        assert 2 <= int(drawn_y.earliest[0] - drawn_x.earliest[0]) <= 3


@settings(max_examples=25)
@given(rules(known=True), st.integers(0, 2**32))
def test_the_same_rows_in_any_order_give_the_same_report(rule: Drawn, seed: int) -> None:
    x, y = series(rule.x), series(rule.y)
    rng = np.random.default_rng(seed)
    given_ = {"observed": Observed(0, 49), "known": rule.known_differences}
    straight = assess(evidence(x, y, **given_))
    shuffled = assess(evidence(x.rows(rng.permutation(x.count)), y.rows(rng.permutation(y.count)), **given_))
    assert json.loads(straight.model_dump_json()) == json.loads(shuffled.model_dump_json())
    assert RuleReport.model_validate_json(straight.model_dump_json()) == straight


@settings(max_examples=25)
@given(rules(known=True))
def test_hits_and_misses_are_all_x(rule: Drawn) -> None:
    report = assess(evidence(series(rule.x), series(rule.y), observed=Observed(0, 49), known=rule.known_differences))
    assert len(report.hits) + len(report.misses) == report.asked.x_count == len(rule.x)
    assert sum(hit.certain for hit in report.hits) == report.followed.certain_count
    assert all(hit.partners for hit in report.hits)
    assert all(any(p.certain for p in hit.partners) for hit in report.hits if hit.certain)


def test_what_lies_outside_the_observed_days_is_refused() -> None:
    with pytest.raises(Invalid, match="outside the observed days"):
        evidence(Series.exact([0], [2000]), Series.exact([0], [3]))


def test_q_counts_every_rule_ever_asked_and_each_once() -> None:
    report = assess(evidence(*stratified()))
    family = {"one": 0.5, "refused": None, report.rule_id: 0.9}
    asked = with_q(report, family)
    assert asked.tests is not None
    assert asked.tests.family_count == 3
    assert asked.tests.q == pytest.approx(3 * 0.015625)
    assert with_q(asked, family) == asked


def test_a_rule_is_its_content() -> None:
    one = Rule(x_kind="raid", y_kind="visit", window_days=3, manners=("reported", "fact"))
    other = Rule(x_kind="raid", y_kind="visit", window_days=3, scope=SameCountry(), manners=("fact", "reported"))
    assert one == other
    assert one.rule_id == other.rule_id
    assert one.rule_id != Rule(x_kind="raid", y_kind="visit", window_days=4).rule_id
    assert one.rule_id != one.model_copy(update={"scope": SameCase()}).rule_id
    assert one.sentence == "raid is followed by visit within 3 days, same country"


def test_a_wide_window_keeps_the_same_shape() -> None:
    assert Window.after(3, 2).turned() == Window(-5, -2)
