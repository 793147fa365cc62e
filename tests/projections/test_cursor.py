"""Cursors come back as they were given out, and only for the question they were given out for."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from projections.cursor import Cursor, question_hash, read_cursor, write_cursor

QUESTION = question_hash({"kind": ["raid"]})

cursors = st.builds(
    Cursor,
    question=st.just(QUESTION),
    position=st.integers(min_value=0, max_value=2**53),
    known_on=st.none() | st.just("2010-06-01"),
    earliest=st.none() | st.just("2009-12-19"),
    latest=st.none() | st.just("2009-12-31"),
    last=st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,60}\Z"),
)


@given(cursors)
def test_a_cursor_comes_back(cursor: Cursor) -> None:
    word = write_cursor(cursor)
    assert read_cursor(word, QUESTION) == cursor
    assert word.isascii()
    assert not set(word) & set("+/=&?")


@given(cursors)
def test_a_cursor_of_another_question_is_refused(cursor: Cursor) -> None:
    with pytest.raises(Invalid, match="another question"):
        read_cursor(write_cursor(cursor), question_hash({"kind": ["flight"]}))


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: urlsafe_b64encode(data).decode()))
def test_anything_else_is_refused(word: str) -> None:
    with pytest.raises(Invalid, match="cursor"):
        read_cursor(word, QUESTION)


def test_page_size_and_position_belong_to_the_page_and_not_to_the_question() -> None:
    assert question_hash({"kind": ["raid"], "limit": 3, "cursor": "x", "at_position": 9}) == QUESTION
