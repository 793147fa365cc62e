"""Lines of an exported log: `{position, type, version, stream, recorded_at, data}`, one event a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain.errors import Invalid
from formats.command_lines import MAX_LINE_BYTES, check_json


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line with its number, counted from 1; empty lines are passed over.

    A log is one whole, so the first line that is no JSON object ends the reading.

    Raises:
        Invalid: naming the line.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        where = f"line {number}"
        if len(text) > MAX_LINE_BYTES:
            accepted = f"at most {MAX_LINE_BYTES} bytes"
            raise Invalid("the line is too long", seen=f"{len(text)} bytes", where=where, accepted=accepted)
        content = check_json(text, where)
        if not isinstance(content, dict):
            raise Invalid("the line is no JSON object", seen=content, where=where, accepted="one event of a log")
        yield number, content
