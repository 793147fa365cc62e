"""JSON Lines of commands, one JSON object a line (`{"do": "record_account", ...}`): the way into the record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import orjson
from pydantic import ValidationError

from domain.commands import COMMAND
from domain.errors import Invalid
from formats.reader import BadRow, Reader, Row, no_command

MAX_LINE_BYTES = 1_048_576
MAX_DEPTH = 64
BLANKS = b" \t\r\n"


class CommandLines(Reader):
    """Commands as JSON Lines; empty lines are passed over, every other line is a row or a named error."""

    name = "commands"
    suffixes = (".jsonl", ".ndjson")
    each_line_alone = True

    def read(self, lines: Iterable[bytes]) -> Iterator[Row | BadRow]:
        """Read line by line, in memory for one line only."""
        return self.read_part(lines, 1)

    def read_part(self, lines: Iterable[bytes], first_number: int, head: bytes = b"") -> Iterator[Row | BadRow]:
        """Read some of the lines, of which the first has that number."""
        del head
        for number, line in enumerate(lines, first_number):
            text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
            if not text:
                continue
            try:
                yield Row(number, read_command(text, number))
            except Invalid as refusal:
                yield BadRow(number, refusal)


def read_command(text: bytes, number: int) -> Any:
    """One command from one line of JSON.

    Raises:
        Invalid: naming the line, the field in it, what was seen and what would be accepted.
    """
    where = f"line {number}"
    if len(text) > MAX_LINE_BYTES:
        accepted = f"at most {MAX_LINE_BYTES} bytes"
        raise Invalid("the line is too long", seen=f"{len(text)} bytes", where=where, accepted=accepted)
    if _is_shallow(text):
        content = _reads_back(text)
        if content is not None:
            try:
                return COMMAND.validator.validate_python(content)
            except ValidationError:
                pass  # told below, in the words for JSON
    check_json(text, where)
    try:
        return COMMAND.validator.validate_json(text)
    except ValidationError as refusal:
        raise no_command(refusal, where) from None


def check_json(text: bytes, where: str) -> Any:
    """The content; refuses what JSON readers would understand differently: repeated names, NaN, deep nesting."""
    if _depth(text) > MAX_DEPTH:
        raise Invalid("nested too deeply", where=where, accepted=f"at most {MAX_DEPTH} levels")
    content = _reads_back(text)
    if content is not None:
        return content
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError as refusal:
        raise Invalid("the line is not UTF-8", where=f"{where}, byte {refusal.start}", accepted="UTF-8") from None
    except (ValueError, RecursionError) as refusal:
        raise Invalid(f"the line is no JSON object: {refusal}", where=where, accepted="one JSON object") from None


def _reads_back(text: bytes) -> Any:
    """The content of JSON that comes out the same when it is read and written again, blanks aside.

    Then nothing in it was lost, such as the first of two values of one name, and a second look can be spared: it takes
    five times as long. `None` says nothing; a text in another spelling (escapes, `1e3`) does not come out the same.
    """
    try:
        content = orjson.loads(text)
        again = orjson.dumps(content)
    except (ValueError, TypeError):
        return None
    return content if again == text or again.translate(None, BLANKS) == text.translate(None, BLANKS) else None


def _is_shallow(text: bytes) -> bool:
    return text.count(b"[") + text.count(b"{") <= MAX_DEPTH


def _depth(text: bytes) -> int:
    """An upper bound on the nesting: brackets opened and not yet closed, also those within texts."""
    if _is_shallow(text):
        return 0
    depth = deepest = 0
    in_text = escaped = False
    for byte in text:
        if in_text:
            in_text = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
        elif byte == 0x22:
            in_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {repeated[:40]!r} occurs twice")
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")
