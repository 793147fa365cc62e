"""Reading commands from JSON Lines: every line becomes a command or a named error with its number."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.command_lines import MAX_LINE_BYTES, CommandLines
from formats.reader import BadRow, Row
from tests.domain.record import account

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
