"""What a reader of a file format is: lines in, rows out, and every row that cannot be read told by its number."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from pydantic import ValidationError

from domain.errors import Invalid
from domain.event import Command
from formats.cutting import EACH_LINE, Cutting


class Row(NamedTuple):
    """One row that was read: its number in the file, counted from 1, and the command it asks for.

    `key` is what the command was made of, if other rows may be made of the same: then it is taken once, as `Repeats`
    says, and a part of a file gives it out once.
    """

    number: int
    command: Command
    key: Hashable = None


class BadRow(NamedTuple):
    """One row that could not be read, and why; `ends` says that nothing after it can be read either."""

    number: int
    error: Invalid
    ends: bool = False


class Reader:
    """One way to read commands from a file. One file in this folder each; the front doors find it by scanning."""

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    header_lines: int = 0

    each_line_alone: ClassVar[bool] = False
    """Whether a line says the same whatever stands before it: then several processes may read a file by `read_part`."""

    @property
    def cutting(self) -> Cutting | None:
        """How a file is cut into parts for several processes; `None` if only one can read it."""
        return EACH_LINE if self.each_line_alone else None

    def read(self, lines: Iterable[bytes]) -> Iterator[Row | BadRow]:
        """Read the lines of a file, each with or without its line end; no row is skipped silently."""
        raise NotImplementedError

    def read_part(self, lines: Iterable[bytes], first_number: int, head: bytes = b"") -> Iterator[Row | BadRow]:
        """Read some lines of a file, of which the first has that number in the file.

        `head` is the header of a table that begins before these lines.
        """
        raise NotImplementedError


def no_command(refusal: ValidationError, where: str) -> Invalid:
    """Why a row is no command: the first fault, with the field in it, what was seen and what would be accepted."""
    first = refusal.errors(include_url=False)[0]
    context: dict[str, Any] = first.get("ctx", {})
    path = "/".join(str(part) for part in first["loc"])
    if first["type"] == "union_tag_invalid":
        told_by = str(context.get("discriminator", "")).strip("'")
        message = "no such command" if told_by == "do" else f"no such {told_by}"
        accepted, path = str(context.get("expected_tags", "")), f"{path}/{told_by}".lstrip("/")
        return Invalid(message, seen=context.get("tag"), where=f"{where}, /{path}", accepted=accepted)
    accepted = str(context.get("expected", ""))
    return Invalid(f"no command: {first['msg']}", seen=first.get("input"), where=f"{where}, /{path}", accepted=accepted)
