"""What a reader of a file format is: lines in, rows out, and every row that cannot be read told by its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, NamedTuple

from domain.errors import Invalid
from domain.event import Command


class Row(NamedTuple):
    """One row that was read: its number in the file, counted from 1, and the command it asks for."""

    number: int
    command: Command


class BadRow(NamedTuple):
    """One row that could not be read, and why."""

    number: int
    error: Invalid


class Reader:
    """One way to read commands from a file. One file in this folder each; the front doors find it by scanning."""

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    def read(self, lines: Iterable[bytes]) -> Iterator[Row | BadRow]:
        """Read the lines of a file, each with or without its line end; no row is skipped silently."""
        raise NotImplementedError
