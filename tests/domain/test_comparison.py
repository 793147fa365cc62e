"""Comparing two stated values: laws first, then the examples that the documents gave us."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import Amount, Bounded, Count
from domain.chronology.edtf import parse
from domain.comparison import (
    APPROXIMATE_AGAINST_EXACT,
    COMPATIBLE,
    TEXTS_DIFFER,
    Comparison,
    compare,
    compare_dates,
    field_hints,
    text_sort,
    worst,
)
from domain.kinds.loan_pledge import LoanPledge
from domain.kinds.statement import Statement
from domain.known import OneOf, Unknown
from domain.stated import EdtfText
from domain.values import Line


def usd(value: int, *, about: bool = False, currency: str = "USD", terms: str | None = None) -> Amount:
    return Amount(currency=currency, figure=Bounded(value=Decimal(value), approximate=about), terms=terms)


small = st.integers(min_value=0, max_value=6)


@st.composite
def counts(draw: st.DrawFn) -> Bounded[int]:
    given_fields = draw(
        st.sets(st.sampled_from(["value", "at_least", "more_than", "at_most", "less_than"]), min_size=1)
    )
    fields: dict[str, Any] = {name: draw(small) for name in given_fields}
    try:
        return Count(**fields)
    except ValueError:
        return Count(value=draw(small))


def fits(number: int, count: Bounded[int]) -> bool:
    return (
        (count.value is None or number == count.value)
        and (count.at_least is None or number >= count.at_least)
        and (count.more_than is None or number > count.more_than)
        and (count.at_most is None or number <= count.at_most)
        and (count.less_than is None or number < count.less_than)
    )


dates = st.sampled_from(
    [
        "2009",
        "2009-12",
        "2009-12-19",
        "2009-12-19?",
        "2009-12-20~",
        "2009-12-18/2009-12-21",
        "../2009-12",
        "2009-11/..",
        "[2009-12-17,2009-12-19]",
        "XXXX-12-25",
        "2009-XX-19",
        "2009-12-2X",
    ]
)


@given(counts(), counts())
def test_whole_numbers_are_compatible_exactly_when_one_number_fits_both(one: Bounded[int], other: Bounded[int]) -> None:
    for count in (one, other):
        if not any(fits(number, count) for number in range(-1, 9)):
            return  # a count that no number fits at all is refused elsewhere, not compared
    both = any(fits(number, one) and fits(number, other) for number in range(-1, 9))
    assert (compare(one, other).verdict == "compatible") == both


@given(dates, dates)
def test_dates_of_one_day_are_compatible_exactly_when_they_share_a_day(one: str, other: str) -> None:
    ones, others = parse(one), parse(other)
    found = compare_dates(one, other)
    if ones.is_extent or others.is_extent:
        return
    first, last = parse("2009-01-01").start_earliest or 0, parse("2009-12-31").start_earliest or 0
    shared = any(ones.matches(day) and others.matches(day) for day in range(first, last + 1))
    assert (found.verdict == "compatible") == (shared or one == other)


@given(st.one_of(st.tuples(counts(), counts()), st.tuples(dates, dates)))
def test_comparing_is_symmetric_and_a_value_fits_itself(pair: tuple[Any, Any]) -> None:
    one, other = pair
    assert compare(one, other, EdtfText) == compare(other, one, EdtfText)
    assert compare(one, one, EdtfText) == COMPATIBLE


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("2009-12", "2009-12-19", "compatible"),
        ("2009-12-19", "2009-12-20", "incompatible"),
        ("2009-12-18/2009-12-21", "2009-12-19", "incompatible"),
        ("2009-12-18/2009-12-21", "2009-12-18/2009-12", "compatible"),
        ("XXXX-02-29", "XXXX-12-25", "incompatible"),
        ("[1667,1670]", "1668", "incompatible"),
    ],
)
def test_dates(one: str, other: str, verdict: str) -> None:
    assert compare_dates(one, other).verdict == verdict


def test_an_approximate_day_gets_no_tolerance_but_a_note() -> None:
    found = compare_dates("2009-12-19~", "2009-12-21")
    assert found.verdict == "incompatible"
    assert found.note is not None
    assert found.note.startswith(APPROXIMATE_AGAINST_EXACT)
    assert "7 days" in found.note


def test_about_a_billion_against_twelve_hundred_million_is_flagged() -> None:
    found = compare(usd(1_000_000_000, about=True), usd(1_200_000_000))
    assert found == Comparison(verdict="incompatible", note=APPROXIMATE_AGAINST_EXACT)


def test_equal_figures_of_which_one_is_approximate_are_compatible_and_flagged() -> None:
    found = compare(usd(1_000_000_000, about=True), usd(1_000_000_000))
    assert found == Comparison(verdict="compatible", note=APPROXIMATE_AGAINST_EXACT)


def test_currencies_are_not_converted() -> None:
    found = compare(usd(1_000_000), usd(1_000_000, currency="CNY"))
    assert found.verdict == "not_comparable"
    assert found.note == "different currencies, USD and CNY"


def test_terms_in_other_words_do_not_hide_that_the_figures_agree_or_differ() -> None:
    assert compare(usd(5, terms="loans"), usd(5, terms="loans and grants")).verdict == "compatible"
    assert compare(usd(5, terms="loans"), usd(6, terms="loans and grants")).verdict == "incompatible"


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (Count(value=120), "compatible"),
        (Count(value=90), "incompatible"),
        (Count(value=100), "incompatible"),
        (Count(at_least=12), "compatible"),
        (Count(less_than=101), "incompatible"),
        (Count(less_than=102), "compatible"),
    ],
)
def test_more_than_a_hundred(other: Bounded[int], verdict: str) -> None:
    assert compare(Count(more_than=100), other).verdict == verdict


def test_a_decimal_lies_between_any_two_bounds_that_leave_room() -> None:
    assert (
        compare(Bounded[Decimal](more_than=Decimal(1)), Bounded[Decimal](less_than=Decimal(2))).verdict == "compatible"
    )


def test_that_nobody_knows_excludes_no_value() -> None:
    assert compare(Unknown(), usd(1)).verdict == "not_comparable"
    assert compare(Unknown(), Unknown()).verdict == "compatible"


def test_one_of_several_fits_if_any_fits() -> None:
    several = OneOf[Amount](one_of=(usd(1), usd(2)))
    assert compare(several, usd(2)).verdict == "compatible"
    assert compare(several, usd(3)).verdict == "incompatible"


def test_a_text_is_read_by_the_type_of_its_field() -> None:
    hints = field_hints(Statement)
    assert text_sort(hints["stance"]) == "name"
    assert text_sort(hints["topic"]) == "text"
    assert text_sort(field_hints(LoanPledge)["form"]) == "text"
    assert text_sort(EdtfText | Unknown | None) == "date"
    assert compare("denial", "appeal", hints["stance"]).verdict == "incompatible"
    assert compare("Loans, and grants", "loans and grants", Line) == COMPATIBLE
    assert compare("loans", "aid", Line) == Comparison(verdict="not_comparable", note=TEXTS_DIFFER)


def test_lists_are_partial() -> None:
    assert compare(("a",), ("a", "b")).verdict == "compatible"
    assert compare(("a",), ("b",)).verdict == "not_comparable"


def test_the_worst_verdict_is_told_with_its_own_notes() -> None:
    parts = [COMPATIBLE, Comparison(verdict="incompatible", note="x"), Comparison(verdict="not_comparable", note="y")]
    assert worst(parts) == Comparison(verdict="incompatible", note="x")
