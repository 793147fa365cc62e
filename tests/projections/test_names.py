"""Names in views: public ones in full, private persons by a mark, marks in headlines filled or dropped cleanly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.names import UNREADABLE_PARTY, filled_headline, listed, party_name, with_names
from tests.projections.records import party

PARTIES = {"p1": party("Cambodia"), "p2": party("Vong Sok", private=True), "p3": party("Lena Roth", private=True)}


@pytest.mark.parametrize(
    ("headline", "names", "filled"),
    [
        ("Denial by {speaker}: camps", {"speaker": ["China"]}, "Denial by China: camps"),
        ("Denial by {speaker}: camps", {}, "Denial: camps"),
        ("Report by {author}", {}, "Report"),
        ("Concern by {speaker}", {"speaker": ["A representative in Geneva"]}, "Concern by a representative in Geneva"),
        ("{speaker} speaks", {"speaker": ["The minister"]}, "The minister speaks"),
        ("Meeting of {host} {participant}", {"host": ["A"], "participant": ["B", "C"]}, "Meeting of A, B and C"),
        ("Meeting of {host} {participant}", {"participant": ["B"]}, "Meeting of B"),
        ("Meeting of {host} {participant}", {}, "Meeting"),
        ("Visit by {visitor}", {"visitor": ["a private person", "a private person"]}, "Visit by private persons"),
        ("Raid on {unknown_mark}", {}, "Raid on {unknown_mark}"),
    ],
)
def test_role_marks(headline: str, names: dict[str, list[str]], filled: str) -> None:
    assert filled_headline(headline, names) == filled


@given(st.text(st.characters(exclude_characters="{\x00"), min_size=1))
def test_a_headline_without_marks_is_left_alone(text: str) -> None:
    assert filled_headline(text, {"speaker": ["China"]}) == text


@given(st.lists(st.sampled_from(["A", "B", "C", "D"]), max_size=5))
def test_names_are_listed_once_each(names: list[str]) -> None:
    words = listed(names).replace(",", "").replace(" and ", " ").split()
    assert words == list(dict.fromkeys(names))


def test_a_private_name_is_never_shown() -> None:
    text = with_names("{party:p2} met {party:p3}, both sent by {party:p1}; {party:p9} is gone", PARTIES)
    assert text == f"a private person met a private person, both sent by Cambodia; {UNREADABLE_PARTY} is gone"
    assert party_name("p2", PARTIES) == "a private person"
