"""What every tool is asked, and in which words it answers.

The questions are those that plain rows can answer. What a tool has no notion of at all (vague dates, relations between
dates, accounts that differ, corrections) is told in `lacks` and printed beside its figures.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import orjson

from bench.roll import ASKED_COUNTRY, Row

HISTORY = ("vague dates", "relations of time", "differing accounts", "corrections and their days")
"""What the record keeps and rows do not have."""


@dataclass(frozen=True)
class Answer:
    """The ids of the first page of a country's timeline in order, and how many entries there are in all."""

    ids: tuple[str, ...]
    total: int


class Missing(Exception):
    """The tool is not here; the message says in one line what it lacks."""


class Peer:
    """One tool over one folder.

    `take` puts rows into the shape in which the tool wants them and is not measured. `load` makes them durable.
    `rebuild` starts from what lies on the disk, as a process that has just begun would, and returns how many
    occurrences it then holds. `page` asks the timeline of a country, `append` adds one row durably. `most_rows` is the
    size beyond which it is not asked, `most_rounds` how often it is, because it would take too long.
    A page is serialised, as every front door must.
    """

    name: ClassVar[str]
    lacks: ClassVar[tuple[str, ...]] = HISTORY
    most_rows: ClassVar[int] = 10_000_000
    most_rounds: ClassVar[int] = 1_000
    shape: ClassVar[str] = ""
    """In one line: what is durable, and what is rebuilt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def version(self) -> str:
        """The version of the tool; raises `Missing` if it is not here."""
        raise NotImplementedError

    def take(self, rows: Sequence[Row]) -> None:
        """Put rows into the shape that the tool takes."""
        raise NotImplementedError

    def load(self) -> None:
        """Make the rows durable."""
        raise NotImplementedError

    def rebuild(self) -> int:
        """Build from the disk what questions are asked of; how many occurrences it holds."""
        raise NotImplementedError

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """The first page of the timeline of a country, as known on a day or as known at all."""
        raise NotImplementedError

    def append(self, row: Row) -> None:
        """Add one row durably."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back what is open."""


def served(rows: Iterable[Mapping[str, object]]) -> bytes:
    """A page as it would leave a front door."""
    return orjson.dumps(list(rows))


def durable(path: Path) -> None:
    """Have the system write a file to the disk: what a commit does for those who have commits."""
    with path.open("rb") as opened:
        os.fsync(opened.fileno())
