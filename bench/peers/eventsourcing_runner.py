"""The eventsourcing library's own way to a read model: a projection into a table, driven by its `ProjectionRunner`.

The library's SQLite recorder cannot be subscribed to, so it is given the few lines that its in-memory recorder has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatchmethod
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import ListenNotifySubscription, StoredEvent, Subscription, Tracking
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteTrackingRecorder

from bench.peers.eventsourcing_replay import AggregatesInStore, Vote, environment
from bench.peers.peer import Answer, served
from bench.roll import ASKED_COUNTRY, PAGE, Row

PATIENCE_SECONDS = 3_600.0


class HeardRecorder(SQLiteApplicationRecorder):
    """The library's recorder, with subscriptions within the process."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.listeners: set[Event] = set()

    def insert_events(self, stored_events: Sequence[StoredEvent], **named: Any) -> Sequence[int] | None:
        """Insert, then wake who listens."""
        inserted = super().insert_events(stored_events, **named)
        for listener in self.listeners:
            listener.set()
        return inserted

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[SQLiteApplicationRecorder]:
        """Everything after a notification, and what comes."""
        return _Heard(self, gt, topics)


class _Heard(ListenNotifySubscription[SQLiteApplicationRecorder]):
    def __init__(self, recorder: HeardRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        recorder.listeners.add(self._has_been_notified)


class HeardRoll(Application[UUID]):
    """The application of the aggregates, with that recorder."""

    env = {"APPLICATION_RECORDER_TOPIC": f"{__name__}:HeardRecorder"}  # noqa: RUF012 (as the library declares it)


class TimelineTable(SQLiteTrackingRecorder):
    """The view: one table, indexed for the question."""

    def construct_create_table_statements(self) -> list[str]:
        """The table and its index beside the library's own."""
        fields = "id TEXT PRIMARY KEY, day TEXT, country TEXT, source TEXT, published TEXT, summary TEXT"
        return [
            *super().construct_create_table_statements(),
            f"CREATE TABLE IF NOT EXISTS timeline ({fields})",
            "CREATE INDEX IF NOT EXISTS of_country ON timeline (country, day, id)",
        ]

    def put(self, vote: Any, tracking: Tracking) -> None:
        """One row and how far we have come, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            values = (vote.row_id, vote.day, vote.country, vote.source, vote.published, vote.summary)
            cursor.execute("INSERT INTO timeline VALUES (?, ?, ?, ?, ?, ?)", values)

    def page(self, country: str, known_on: str | None) -> Answer:
        """The first ids in order, and the count."""
        where, values = "country = ?", [country]
        if known_on is not None:
            where, values = f"{where} AND published <= ?", [country, known_on]
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(f"SELECT * FROM timeline WHERE {where} ORDER BY day, id LIMIT {PAGE}", values)  # noqa: S608
            shown = [dict(each) for each in cursor.fetchall()]
            cursor.execute(f"SELECT count(*) FROM timeline WHERE {where}", values)  # noqa: S608
            count = cursor.fetchone()[0]
        served(shown)
        return Answer(tuple(each["id"] for each in shown), count)

    def count(self) -> int:
        """How many rows it holds."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT count(*) FROM timeline")
            return int(cursor.fetchone()[0])


class TimelineProjection(Projection[TimelineTable]):
    """Events into the table."""

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Take one event in."""
        self.view.put(domain_event, tracking)


class EventsourcingRunner(AggregatesInStore):
    """A table kept by the runner, one transaction an event."""

    name = "eventsourcing, ProjectionRunner"
    shape = "aggregates in the library's SQLite store; a table filled by the runner, one transaction an event"
    most_rows = 100_000
    most_rounds = 1
    roll_class = HeardRoll

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._view = folder / "view.sqlite"
        self._runner: ProjectionRunner[HeardRoll, TimelineTable] | None = None

    def rebuild(self) -> int:
        """A new view, filled from the first event to the last."""
        self.close()
        for left in self.folder.glob(f"{self._view.name}*"):
            left.unlink()
        named = environment(self._file) | {"TIMELINEPROJECTION_SQLITE_DBNAME": str(self._view)}
        self._runner = ProjectionRunner(
            application_class=HeardRoll,
            projection_class=TimelineProjection,
            view_class=TimelineTable,
            env=named,
        )
        self._runner.wait(self._runner.app.recorder.max_notification_id(), timeout=PATIENCE_SECONDS)
        return self._runner.view.count()

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """Asked of the table."""
        assert self._runner is not None
        return self._runner.view.page(country, known_on)

    def append(self, row: Row) -> None:
        """Saved, and waited for until the view has it."""
        assert self._runner is not None
        (recorded,) = self._runner.app.save(Vote(*row))
        self._runner.wait(recorded.notification.id, timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        """Stop the runner."""
        if self._runner is not None:
            with self._runner:
                pass
            self._runner = None


PEER = EventsourcingRunner
