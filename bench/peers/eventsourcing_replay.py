"""The eventsourcing library as its own documentation uses it: aggregates, replayed from the notification log.

The same library and the same SQLite recorder lie below Regesta's store, so this is what the read side is worth.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench.peers.peer import Answer, Peer, served
from bench.roll import ASKED_COUNTRY, PAGE, Row

FIELDS = ("row_id", "day", "country", "source", "published", "summary")
BATCH = 2_000
"""Aggregates to one transaction, as many as Regesta's import takes commands."""


class Vote(Aggregate):
    """One row as an aggregate of one event."""

    @event("Recorded")
    def __init__(self, row_id: str, day: str, country: str, source: str, published: str, summary: str) -> None:
        self.row_id = row_id
        self.day = day
        self.country = country
        self.source = source
        self.published = published
        self.summary = summary

    @staticmethod
    def create_id(row_id: str) -> UUID:
        """The id that the row has."""
        return UUID(row_id)


class Roll(Application[UUID]):
    """The application of the aggregates."""


def environment(file: Path) -> dict[str, str]:
    """The library's settings for a file."""
    return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(file)}


def votes(rows: Sequence[Row]) -> Iterator[Vote]:
    """Rows as new aggregates."""
    return (Vote(*row) for row in rows)


class AggregatesInStore(Peer):
    """The library's own store with an aggregate a row; how it is read is for each peer to say."""

    roll_class: type[Application[UUID]] = Roll

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._file = folder / "aggregates.sqlite"
        self._rows: Sequence[Row] = ()

    @property
    def version(self) -> str:
        """The version of the library."""
        return version("eventsourcing")

    def take(self, rows: Sequence[Row]) -> None:
        """The rows as they are: making aggregates is part of loading."""
        self._rows = rows

    def load(self) -> None:
        """Saved, many aggregates to a transaction."""
        roll = self.roll_class(environment(self._file))
        coming = votes(self._rows)
        while batch := list(islice(coming, BATCH)):
            roll.save(*batch)
        roll.close()


class EventsourcingReplay(AggregatesInStore):
    """Every aggregate replayed into memory, kept by country in order."""

    name = "eventsourcing, aggregates"
    shape = "aggregates in the library's SQLite store; all replayed from the notification log into objects"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._roll: Roll | None = None
        self._of_country: dict[str, list[tuple[str, str, Vote]]] = {}

    def rebuild(self) -> int:
        """All events read, mapped to objects and applied."""
        self.close()
        self._roll = Roll(environment(self._file))
        self._of_country = defaultdict(list)
        count, last = 0, 0
        while notifications := self._roll.recorder.select_notifications(last + 1, BATCH):
            for notification in notifications:
                happened: Any = self._roll.mapper.to_domain_event(notification)
                vote = happened.mutate(None)
                self._of_country[vote.country].append((vote.day, vote.row_id, vote))
                count += 1
            last = notifications[-1].id
        for entries in self._of_country.values():
            entries.sort(key=_place)
        return count

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """Taken from the sorted list of the country."""
        entries = self._of_country.get(country, [])
        if known_on is not None:
            entries = [each for each in entries if each[2].published <= known_on]
        served({name: getattr(vote, name) for name in FIELDS} for _, _, vote in entries[:PAGE])
        return Answer(tuple(row_id for _, row_id, _ in entries[:PAGE]), len(entries))

    def append(self, row: Row) -> None:
        """Saved, and put in its place."""
        assert self._roll is not None
        (vote,) = votes([row])
        self._roll.save(vote)
        insort(self._of_country[row.country], (row.day, row.id, vote), key=_place)

    def close(self) -> None:
        """Close the application."""
        if self._roll is not None:
            self._roll.close()
            self._roll = None


def _place(entry: tuple[str, str, Vote]) -> tuple[str, str]:
    return entry[:2]


PEER = EventsourcingReplay
