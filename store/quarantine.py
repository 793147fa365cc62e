"""Rows of the log that cannot be read: kept out of every answer, and never out of sight."""

from __future__ import annotations

from threading import Lock

from domain.values import Value

SHOWN_ROWS = 1_000


class Quarantined(Value):
    """One row that cannot be read, and why."""

    position: int
    stream: str
    topic: str
    reason: str


class Quarantine:
    """What was found unreadable so far; safe to use from several threads."""

    def __init__(self) -> None:
        self._rows: dict[int, Quarantined] = {}
        self._turn = Lock()

    def add(self, row: Quarantined) -> None:
        """Keep a row out; the same row may be reported any number of times."""
        with self._turn:
            if row.position in self._rows or len(self._rows) < SHOWN_ROWS:
                self._rows[row.position] = row

    def rows(self) -> tuple[Quarantined, ...]:
        """What is kept out, in the order of the log; the first thousand that were found."""
        with self._turn:
            return tuple(self._rows[position] for position in sorted(self._rows))
