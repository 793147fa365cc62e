"""Reading commands from JSON Lines: every line becomes a command or a named error with its number."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.commands import COMMAND
from domain.errors import Invalid
from domain.occurrence_commands import RecordAccount
from formats.command_lines import MAX_LINE_BYTES, CommandLines, check_json, read_command
from formats.reader import BadRow, Row, no_command
from tests.domain.record import account
from tests.strategies.imports import command_files

GOOD: dict[str, Any] = {"do": "record_account", "occurrence": "o1", "kind": "deportation", "account": account()}


def read(*lines: bytes) -> list[Row | BadRow]:
    return list(CommandLines().read(lines))


def bad(line: bytes) -> BadRow:
    (found,) = read(line)
    assert isinstance(found, BadRow)
    return found


def test_commands_come_back_in_order_with_their_line_numbers() -> None:
    lines = [b"\xef\xbb\xbf" + orjson.dumps(GOOD) + b"\r\n", b"\n", orjson.dumps(GOOD | {"occurrence": "o2"})]
    found = read(*lines)
    assert [each.number for each in found] == [1, 3]
    assert [each.command.stream for each in found if isinstance(each, Row)] == ["occurrence:o1", "occurrence:o2"]


@given(st.lists(st.binary(max_size=80) | st.just(orjson.dumps(GOOD)), max_size=5))
def test_no_line_is_skipped_silently(lines: list[bytes]) -> None:
    found = read(*lines)
    told = [
        number
        for number, line in enumerate(lines, 1)
        if line.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").strip()
    ]
    assert [each.number for each in found] == told
    assert all(isinstance(each, Row) for each in found if lines[each.number - 1] == orjson.dumps(GOOD))


PAIRS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(st.tuples(st.sampled_from(["a", "a ", "\u00e9", '"'])), max_size=3).flatmap(
            lambda names: st.tuples(*(st.tuples(st.just(name), inner) for (name,) in names))
        )
    ),
    max_leaves=8,
)
"""JSON content in which an object is a tuple of pairs, so that a name may occur twice."""


def spelt(content: Any, blank: str, *, ascii_only: bool) -> tuple[str, bool]:
    """Its text, and whether any object in it holds a name twice."""
    if isinstance(content, tuple):
        inner = [spelt(value, blank, ascii_only=ascii_only) for _, value in content]
        names = [json.dumps(name, ensure_ascii=ascii_only) for name, _ in content]
        texts = [f"{name}:{blank}{text}" for name, (text, _) in zip(names, inner, strict=True)]
        return "{" + f",{blank}".join(texts) + "}", len(set(names)) < len(names) or any(twice for _, twice in inner)
    if isinstance(content, list):
        inner = [spelt(value, blank, ascii_only=ascii_only) for value in content]
        return "[" + f",{blank}".join(text for text, _ in inner) + "]", any(twice for _, twice in inner)
    return json.dumps(content, ensure_ascii=ascii_only), False


@given(PAIRS, st.sampled_from(["", " ", "\t "]), st.booleans())
def test_a_name_that_occurs_twice_is_found_in_any_spelling(content: Any, blank: str, ascii_only: bool) -> None:
    text, twice = spelt(content, blank, ascii_only=ascii_only)
    if twice:
        with pytest.raises(Invalid, match="occurs twice"):
            check_json(text.encode(), "line 1")
    else:
        check_json(text.encode(), "line 1")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "no JSON object"),
        (b"\xff", "not UTF-8"),
        (b'{"do": "dance"}', "no such command"),
        (b'{"do": "withdraw_account", "do": "withdraw_account"}', "occurs twice"),
        (b'{"do": NaN}', "NaN is no JSON"),
        (b'{"do": 1e999}', "no such command"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"do": "open_case", "case": "\\ud800", "content": {"title": "x"}}', "no command"),
        (b"[]", "no command"),
        (b" " * 3 + b'"' + b"a" * MAX_LINE_BYTES + b'"', "too long"),
    ],
)
def test_what_is_refused_says_why_and_where(line: bytes, message: str) -> None:
    found = bad(line)
    assert message in str(found.error)
    assert found.error.where.startswith("line 1")
    assert len(str(found.error)) < 1000


def test_brackets_within_a_text_do_not_count_as_nesting() -> None:
    (found,) = read(orjson.dumps(GOOD | {"account": account(summary="[" * 500)}))
    assert isinstance(found, Row)


def test_the_field_that_is_wrong_is_named() -> None:
    found = bad(orjson.dumps(GOOD | {"account": account(credibility=9)}))
    assert "/record_account/account/credibility" in found.error.where
    assert found.error.seen == "9"


@given(file=command_files())
def test_json_read_once_is_told_as_json_read_twice(file: bytes) -> None:
    # given lines in every spelling, some of which no reader should take
    for number, line in enumerate(file.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        # when one is read
        found = told(read_command, line.strip(), number)
        # then it says what it says when the whole of its JSON is looked at before anything else
        assert found == told(looked_at_whole, line.strip(), number)


def looked_at_whole(text: bytes, number: int) -> Any:
    check_json(text, f"line {number}")
    try:
        return COMMAND.validate_json(text)
    except ValidationError as refusal:
        raise no_command(refusal, f"line {number}") from None


def told(read: Callable[[bytes, int], Any], text: bytes, number: int) -> Any:
    try:
        return read(text, number)
    except Invalid as refusal:
        return str(refusal)


@pytest.mark.parametrize("first", [b"{", b'"citation":{', b'"what":{', b'"attribution":[{'])
def test_an_account_has_every_name_once(first: bytes) -> None:
    # given a line that can be read
    text = orjson.dumps(COMMAND.validate_python(GOOD).model_dump(mode="json", exclude_none=True))
    assert isinstance(read_command(text, 1), RecordAccount)
    # when one of its objects says a name again, with the same value or another
    name = text[text.index(first) + len(first) :].split(b":")[0]
    for value in (b"null", b"1", b'"deportation"'):
        twice = text.replace(first, first + name + b":" + value + b",", 1)
        # then it is refused for that
        with pytest.raises(Invalid, match="occurs twice"):
            read_command(twice, 1)
