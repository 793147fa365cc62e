"""Values refuse what they cannot keep, and say what they would accept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.account import Account, recorded
from domain.amounts import Amount, Bounded, Count
from domain.identification import path_between, representatives
from domain.ids import canonical, content_id
from domain.places import CountryPart
from domain.private_names import fold_name
from domain.provenance import Citation
from domain.source import Source
from tests.domain.record import SPAN, account, source

EDGES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12)


@given(EDGES)
def test_the_representative_is_the_least_id_that_a_path_reaches(edges: list[tuple[str, str]]) -> None:
    for each, representative in representatives(edges).items():
        reached = [other for other in "abcdefgh" if path_between(each, other, edges)]
        assert representative == min(reached)


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.none(), max_size=5))
def test_content_ids_do_not_depend_on_the_order_of_keys(content: dict[str, object]) -> None:
    turned = dict(reversed(content.items()))
    assert canonical(turned) == canonical(content)
    assert content_id("x", turned) == content_id("x", content)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**15))
def test_an_amount_is_recorded_without_a_float_and_read_back(figure: Decimal) -> None:
    amount = Amount(currency="USD", figure=Bounded(value=figure))
    assert Amount.model_validate_json(amount.model_dump_json(exclude_none=True)) == amount
    assert '"value":"' in amount.model_dump_json()


@pytest.mark.parametrize(
    ("given_count", "printed"),
    [({"value": 20}, "20"), ({"more_than": 100}, "more than 100"), ({"value": 5, "approximate": True}, "about 5")],
)
def test_a_count_prints_its_precision(given_count: dict[str, object], printed: str) -> None:
    assert str(Count.model_validate(given_count)) == printed


@pytest.mark.parametrize("bad", [{}, {"at_least": 5, "at_most": 4}, {"approximate": True}, {"value": float("nan")}])
def test_a_count_that_says_nothing_or_contradicts_itself_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Count.model_validate(bad)


@pytest.mark.parametrize("code", ["KH", "SUHH", "XA"])
def test_present_dissolved_and_user_assigned_countries_are_taken(code: str) -> None:
    assert CountryPart.model_validate({"code": code, "role": "where", "name": "As the source has it"}).code == code


@pytest.mark.parametrize("code", ["kh", "ZZ", "KHM", "", "SU", "X1"])
def test_what_is_no_country_code_is_refused_with_what_is(code: str) -> None:
    with pytest.raises(ValidationError, match="ISO 3166"):
        CountryPart.model_validate({"code": code, "role": "where", "name": "Nowhere"})


def test_a_statement_needs_a_speaker_and_an_addressee_or_a_topic() -> None:
    speaker = [{"party": "p1", "role": "speaker"}]
    with pytest.raises(ValidationError, match="speaker"):
        Account.model_validate(account(what={"kind": "statement", "stance": "denial", "topic": "camps"}))
    with pytest.raises(ValidationError, match="addressee"):
        Account.model_validate(account(what={"kind": "statement", "stance": "denial"}, parties=speaker))
    for more in ({"about": ["o2"]}, {"topic": "camps"}):
        Account.model_validate(account(what={"kind": "statement", "stance": "denial", **more}, parties=speaker))


def test_a_citation_names_a_place_and_quotes_at_most_a_dozen_words() -> None:
    with pytest.raises(ValidationError, match="place"):
        Citation.model_validate({"source": "s1"})
    words = " ".join(["word"] * 13)
    ranges = [{"start": 0, "end": 5, "span_sha256": SPAN}]
    with pytest.raises(ValidationError, match="12 words"):
        Citation.model_validate({"source": "s1", "ranges": ranges, "quotation": words})
    with pytest.raises(ValidationError, match="start < end"):
        Citation.model_validate({"source": "s1", "ranges": [{"start": 5, "end": 5, "span_sha256": SPAN}]})


def test_an_inferred_publication_is_explained_and_not_after_the_reading() -> None:
    with pytest.raises(ValidationError, match="reasoning"):
        Source.model_validate(source() | {"published": {"edtf": "2010", "basis": "inferred"}})
    with pytest.raises(ValidationError, match="surely after it was read"):
        Source.model_validate(source(published="2027"))


def test_unreadable_dates_are_refused_with_the_offset() -> None:
    with pytest.raises(ValidationError, match="offset"):
        Account.model_validate(account(when={"edtf": "2009-13"}))


def test_control_characters_and_unknown_fields_are_refused() -> None:
    for bad in ({"summary": "a\x00b"}, {"summary": "a\ud800b"}, {"sumary": "a"}):
        with pytest.raises(ValidationError):
            Account.model_validate(account() | bad)


def test_what_was_not_stated_is_absent_from_what_is_recorded() -> None:
    assert "public_since" not in recorded(Account.model_validate(account()))


def test_names_are_compared_without_case_punctuation_and_runs_of_spaces() -> None:
    assert fold_name("  Anna-Maria  O'Neil ") == fold_name("anna maria o neil")
