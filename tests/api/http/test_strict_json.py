"""Strict JSON: what every reader would understand alike is read, everything else is declined before it can do harm."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.problems import Declined
from api.http.strict_json import MOST_DEPTH, MOST_DIGITS, parse

VECTORS = Path(__file__).parents[2] / "vectors" / "JSONTestSuite.test_parsing.jsonl"

STRICTER = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
"""Valid by the grammar, and refused on purpose: readers differ on which of two equal names counts."""

LARGEST = 10**MOST_DIGITS - 1

contents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def suite() -> list[tuple[str, bytes]]:
    rows = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]
    return [(row["name"], base64.b64decode(row["b64"])) for row in rows]


def outcome(body: bytes) -> Any:
    try:
        return parse(body)
    except Declined as declined:
        return declined.problem


@given(contents)
def test_what_json_prints_is_read_back(content: Any) -> None:
    assert parse(json.dumps(content, allow_nan=False).encode()) == content
    assert parse(json.dumps(content, ensure_ascii=False, allow_nan=False).encode()) == content


@given(st.binary(max_size=60))
def test_bytes_are_read_or_declined_and_nothing_else_happens(body: bytes) -> None:
    found = outcome(body)
    assert getattr(found, "status", 400) == 400


@pytest.mark.parametrize(("name", "body"), suite(), ids=[name for name, _ in suite()])
def test_the_parsing_suite(name: str, body: bytes) -> None:
    declined = getattr(outcome(body), "slug", None) == "malformed-json"
    if name.startswith("y_"):
        assert declined == (name in STRICTER)
    elif name.startswith("n_"):
        assert declined


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1e999}', "beyond any range"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "too long"),
        (b'{"a": 1, "a": 1}', "twice"),
        (b'"\\ud800"', "half of a character"),
        (b'{"\\udc00": 1}', "half of a character"),
        (b'"\xff"', "not UTF-8"),
        (b"[" * 400 + b"]" * 400, "nested"),
        (b"{", "offset 1"),
    ],
)
def test_what_is_declined_says_why(body: bytes, said: str) -> None:
    problem = outcome(body)
    assert problem.slug == "malformed-json"
    assert said in problem.detail


def test_nesting_is_allowed_to_its_limit_and_brackets_in_texts_do_not_count() -> None:
    assert parse(b"[" * MOST_DEPTH + b"]" * MOST_DEPTH)
    assert getattr(outcome(b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1)), "slug", "") == "malformed-json"
    assert parse(json.dumps("[" * 1_000 + '\\"{').encode()) == "[" * 1_000 + '\\"{'


@given(st.text(min_size=200, max_size=400))
def test_a_refusal_never_echoes_the_body(text: str) -> None:
    problem = outcome(json.dumps({"a": text}).encode()[:-1])
    assert len(problem.body()) < 600
