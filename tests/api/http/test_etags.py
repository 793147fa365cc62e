"""Conditional requests: which entity tags match, and what a write says of the version it has read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.etags import content_tag, idempotency_key, link_header, none_match, precondition, version_tag
from api.http.problems import Declined

hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


def read(headers: dict[str, str]) -> Any:
    try:
        before = precondition(headers)
    except Declined as declined:
        return declined.problem.slug
    return before.version, before.stated


@given(hashes, st.booleans(), st.lists(hashes, max_size=3))
def test_a_reply_is_not_new_to_a_client_that_names_its_tag(held: str, pinned: bool, others: list[str]) -> None:
    tag = content_tag(held, "json", pinned=pinned)
    listed = ", ".join([*(f'"{other}"' for other in others), tag])
    assert not none_match(listed, tag)
    assert not none_match(tag.removeprefix("W/"), tag), "weak comparison ignores the mark of weakness"
    assert not none_match("*", tag)


@given(hashes, hashes)
def test_a_reply_is_new_to_a_client_that_names_other_tags(held: str, other: str) -> None:
    tag = content_tag(held, "json", pinned=True)
    assert none_match(f'"{other}"', tag) == (other != held)
    assert none_match(content_tag(held, "csv", pinned=True), tag), "another format is another reply"
    assert none_match(held, tag), "a tag without quotation marks is none"


@given(st.text(max_size=50))
def test_any_text_can_stand_in_if_none_match(text: str) -> None:
    assert none_match(text, '"a"') in (True, False)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, (0, False)),
        ({"if-match": '"3"'}, (3, True)),
        ({"if-match": "3"}, (3, True)),
        ({"if-match": "*"}, (None, True)),
        ({"if-none-match": "*"}, (0, True)),
        ({"if-none-match": '"3"'}, "bad-request"),
        ({"if-match": 'W/"3"'}, "bad-request"),
        ({"if-match": '"a"'}, "bad-request"),
        ({"if-match": '"-1"'}, "bad-request"),
        ({"if-match": '"1", "2"'}, "bad-request"),
        ({"if-match": "9" * 400}, "bad-request"),
        ({"if-match": "٣"}, "bad-request"),
    ],
)
def test_a_write_names_the_version_it_has_read(headers: dict[str, str], found: Any) -> None:
    assert read(headers) == found


@given(st.integers(0, 10**12))
def test_the_tag_of_a_version_is_read_back(version: int) -> None:
    assert read({"if-match": version_tag(version)}) == (version, True)


@pytest.mark.parametrize(("given", "key"), [("abc", "abc"), ('"abc"', "abc"), ("a" * 200, "a" * 200)])
def test_an_idempotency_key_is_read(given: str, key: str) -> None:
    assert idempotency_key({"idempotency-key": given}) == key
    assert idempotency_key({}) is None


@pytest.mark.parametrize("given", ["", '""', "a b", "é", "a" * 201, "\x00"])
def test_an_idempotency_key_that_cannot_be_kept_is_declined(given: str) -> None:
    with pytest.raises(Declined) as declined:
        idempotency_key({"idempotency-key": given})
    assert declined.value.problem.status == 400


def test_links() -> None:
    assert link_header([("self", "/a"), ("next", "/a?b=1")]) == '</a>; rel="self", </a?b=1>; rel="next"'
