"""Where accounts of one occurrence agree, conflict, or cannot be compared."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.conflicts import MAX_VALUES, FieldComparison, compare_fields, conflicts
from projections.slice_records import AccountRecord
from tests.projections.records import dated, deported, record, said


def field(path: str, *records: AccountRecord) -> FieldComparison:
    return next(each for each in compare_fields(records) if each.path == path)


accounts = st.builds(
    lambda number, persons, date, manner: deported(persons, f"v{number}", **dated(date), **said(manner)),
    st.integers(min_value=0, max_value=9),
    st.sampled_from([12, 20, {"more_than": 15}, {"value": 20, "approximate": True}]),
    st.sampled_from(["2009-12", "2009-12-19", "2009-12-20~", "2010"]),
    st.sampled_from(["fact", "reported", "alleged", "denied", "planned", "forecast"]),
)


@given(
    st.lists(accounts, max_size=5, unique_by=lambda each: each.version_id).flatmap(
        lambda found: st.tuples(st.just(found), st.permutations(found))
    )
)
def test_the_order_in_which_accounts_arrive_does_not_matter(
    pair: tuple[list[AccountRecord], list[AccountRecord]],
) -> None:
    one, other = pair
    assert compare_fields(one) == compare_fields(other)
    assert conflicts(one) == conflicts(other)


@given(st.lists(accounts, min_size=1, max_size=5, unique_by=lambda each: each.version_id))
def test_every_account_stands_once_in_each_field_that_it_states(found: list[AccountRecord]) -> None:
    for each in compare_fields(found):
        versions = [claim.record.version_id for variant in each.variants for claim in variant.claims]
        assert len(versions) == len(set(versions))
        if each.path in ("kind", "manner", "when.edtf", "of.persons"):
            assert sorted(versions) == sorted(record.version_id for record in found)


@given(accounts)
def test_one_account_contradicts_nothing(found: AccountRecord) -> None:
    assert conflicts([found]) == ()
    assert all(each.verdict == "compatible" and not each.pairs for each in compare_fields([found]))


def test_a_month_and_a_day_in_it_are_compatible() -> None:
    found = field("when.edtf", deported(20, "v1", **dated("2009-12")), deported(20, "v2", **dated("2009-12-19")))
    assert found.verdict == "compatible"
    assert len(found.variants) == 2


def test_two_days_are_incompatible_and_marked() -> None:
    records = [deported(20, "v1", **dated("2009-12-19")), deported(20, "v2", **dated("2009-12-20"))]
    assert field("when.edtf", *records).verdict == "incompatible"
    assert [each.path for each in conflicts(records)] == ["when.edtf"]


def test_figures_differ() -> None:
    assert field("of.persons", deported(20), deported(12, "v2")).verdict == "incompatible"
    assert field("of.persons", deported(20), deported({"more_than": 15}, "v2")).verdict == "compatible"


def test_a_plan_that_came_out_otherwise_contradicts_nothing() -> None:
    planned = deported(20, "v1", **dated("2009-12-20"), **said("planned"))
    happened = deported(20, "v2", **dated("2009-12-19"), **said("fact"))
    assert field("when.edtf", planned, happened).verdict == "not_comparable"
    assert conflicts([planned, happened]) == ()


def test_two_plans_are_held_against_each_other() -> None:
    one = deported(20, "v1", **dated("2009-12-20"), **said("planned"))
    other = deported(20, "v2", **dated("2009-12-19"), **said("forecast"))
    assert field("when.edtf", one, other).verdict == "incompatible"


def test_a_denial_stands_against_the_assertion_in_the_manner_alone() -> None:
    denied = deported(12, "v1", **said("denied"))
    stated = deported(20, "v2", **said("reported"))
    found = field("manner", denied, stated)
    assert found.verdict == "incompatible"
    assert found.result.note == "one account denies what another states"
    assert field("of.persons", denied, stated).verdict == "not_comparable"
    assert [each.path for each in conflicts([denied, stated])] == ["manner"]


def test_other_kinds_are_a_conflict_on_the_kind_only() -> None:
    deportation = deported(20)
    detention = record("v2", what={"kind": "detention", "persons": 12})
    assert field("kind", deportation, detention).verdict == "incompatible"
    assert field("of.persons", deportation, detention).verdict == "not_comparable"
    assert "kind" in [each.path for each in conflicts([deportation, detention])]


def where(*codes: str, role: str = "where") -> dict[str, Any]:
    return {"countries": [{"code": code, "role": role, "name": code} for code in codes]}


def test_lists_of_countries_are_partial_but_where_it_happened_is_not() -> None:
    assert (
        field(
            "countries.affected",
            deported(1, **where("KH", role="affected")),
            deported(1, "v2", **where("CN", role="affected")),
        ).verdict
        == "not_comparable"
    )
    assert (
        field("countries.where", deported(1, **where("KH")), deported(1, "v2", **where("KH", "CN"))).verdict
        == "compatible"
    )
    assert (
        field("countries.where", deported(1, **where("KH")), deported(1, "v2", **where("CN"))).verdict == "incompatible"
    )


def test_two_speakers_cannot_both_have_made_one_statement() -> None:
    def statement(speaker: str, version: str) -> AccountRecord:
        return record(
            version,
            what={"kind": "statement", "stance": "denial", "topic": "camps"},
            parties=[{"party": speaker, "role": "speaker"}],
        )

    assert field("parties.speaker", statement("p1", "v1"), statement("p2", "v2")).verdict == "incompatible"


def test_texts_in_other_words_are_shown_and_not_marked() -> None:
    one, other = (
        record(f"v{at}", what={"kind": "raid", "target": words}) for at, words in enumerate(("a house", "a flat"))
    )
    assert field("of.target", one, other).verdict == "not_comparable"
    assert conflicts([one, other]) == ()


def test_currencies_that_cannot_be_compared_are_marked() -> None:
    def pledge(currency: str, version: str) -> AccountRecord:
        return record(version, what={"kind": "loan_pledge", "amount": {"currency": currency, "figure": "1000000"}})

    (found,) = conflicts([pledge("USD", "v1"), pledge("CNY", "v2")])
    assert found.path == "of.amount"
    assert found.verdict == "not_comparable"


@pytest.mark.parametrize("count", [MAX_VALUES, MAX_VALUES + 3])
def test_more_values_than_are_compared_are_said_to_be_left_out(count: int) -> None:
    found = field("of.persons", *(deported(number, f"v{number:03}") for number in range(count)))
    assert len(found.variants) == count
    assert found.left_out == count - min(count, MAX_VALUES)
    assert ("further values were not compared" in (found.result.note or "")) == (found.left_out > 0)
