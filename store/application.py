"""The front of the store: commands in, outcomes out; the log to read; backup, verification and health.

It may be used by any number of threads; none of its calls belongs on an event loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from domain.errors import RegestaError
from domain.event import Command, Event, Recorded
from domain.values import Value
from store import clock
from store.backup import back_up
from store.dialect import EVENTS_TABLE
from store.group_commit import GroupCommit, Job
from store.log import StoredLog
from store.mapper import EventMapper, RowOfLog
from store.positions import Positions
from store.quarantine import Quarantine, Quarantined
from store.recorders import open_recorder
from store.requests import (
    Batch,
    Filing,
    Outcome,
    Prepared,
    Recording,
    Request,
    Taken,
    checked_name,
    imported,
    request_sha256,
)
from store.restore import Restoration, Restored
from store.settings import Settings
from store.uncollected import uncollected
from store.verify import Verification, verify
from store.writer import Writer

BATCH_COMMANDS = 20_000
"""Commands of an import to one commit, which takes less than half a second.

Ids of streams are as good as random, so each commit touches much of the index over them and writes those pages whole:
the more events share a commit, the fewer pages an event costs (at a million events a quarter of the whole import). More
would keep other writers waiting for longer than they gain.
"""


class Health(Value):
    """How the store is: what it is, how far it has come, and which of its rows were found unreadable."""

    store: Literal["sqlite", "postgresql"]
    name: str
    position: int
    quarantined: tuple[Quarantined, ...]


class Application:
    """One store, open for writing and reading."""

    def __init__(self, settings: Settings | None = None, mapper: EventMapper | None = None) -> None:
        self.settings = settings or Settings()
        self._mapper = mapper or EventMapper()
        self._recorder = open_recorder(self.settings)
        self._positions = Positions(self._recorder.dialect)
        self._quarantine = Quarantine()
        self.log = StoredLog(self._recorder, self._mapper, self._positions, self._quarantine)
        self._writer: Writer | None = None
        self._commits = GroupCommit(self._commit)

    def execute(
        self,
        command: Command,
        *,
        by: str,
        idempotency_key: str | None = None,
        expected_version: int | None = None,
    ) -> Outcome:
        """Take one command; returns once what it brought about is durable.

        With an `idempotency_key`, the same request again gets the earlier outcome, `replayed`. Raises `Refused` with
        the rule that said no (`idempotency_key_reused` for a key that another request used), and `Conflict` if the
        stream is not at `expected_version` (0: does not exist yet).
        """
        key = None if idempotency_key is None else checked_name(idempotency_key, "an idempotency key")
        request = Request(
            command,
            command.stream,
            checked_name(by, "a name of who recorded it"),
            event_key=key or clock.fresh_key(),
            key=key,
            request_sha256=None if key is None else request_sha256(command),
            expected_version=expected_version,
        )
        (taken,) = self._commits.run([request])
        if isinstance(taken, Exception):
            raise taken
        return self._outcome(taken)

    def execute_many(
        self, commands: Iterable[Command | Prepared], *, by: str, batch_size: int = BATCH_COMMANDS
    ) -> Iterator[Batch]:
        """Take many commands, each batch in one commit; a refused command is reported and does not stop the rest.

        A command that can be prepared is, as soon as it comes, unless it was before, and then let go of.

        Ids of events are derived from their content, and what is recorded already has nothing left to do: running an
        import again, whole or from where it broke off, adds only what is missing. Memory is bounded by the batch.
        """
        by = checked_name(by, "a name of who recorded it")
        coming, first_index = iter(commands), 0
        while results := uncollected(self._take_some, coming, batch_size, by):
            yield Batch(first_index, results)
            first_index += len(results)

    def _take_some(self, coming: Iterator[Command | Prepared], most: int, by: str) -> tuple[Taken | RegestaError, ...]:
        """The next batch of an import, in one commit; nothing when there are no more commands."""
        asked = [each if isinstance(each, (Recording, Filing)) else imported(each, by) for each in islice(coming, most)]
        results: list[Taken | RegestaError] = []
        for result in self._commits.run(asked, by) if asked else ():
            if isinstance(result, Exception) and not isinstance(result, RegestaError):
                raise result
            results.append(result)
        return tuple(results)

    def restore(self, lines: Iterable[tuple[int, Mapping[str, Any]]], *, by: str) -> Iterator[Restored]:
        """Bring an exported log back, line by line, each with its number in the file, in batches.

        Into an empty store it gives the same record at the same positions; into another it adds what is not there.
        Raises `Invalid` naming the line that cannot be taken and `Conflict` where a stream holds another event.
        """
        restoration = Restoration(
            self._recorder, self._mapper, self._positions, by=checked_name(by, "a name of who restored it")
        )
        for restored in restoration.run(lines):
            self.log.wake()
            yield restored

    def stream_version(self, stream: str) -> int:
        """How many events a stream holds; 0 for one that does not exist."""
        mark = self._recorder.dialect.mark
        ((version,),) = self._recorder.fetch(
            f"SELECT max(originator_version) FROM {EVENTS_TABLE} WHERE originator_id = {mark}",  # noqa: S608
            (stream,),
        )
        return version or 0

    def events_of(self, stream: str, *, after: int = 0, upto: int | None = None) -> tuple[Recorded[Event], ...]:
        """The events of a stream, after one version and up to another; raises `Unreadable` for one it cannot read."""
        mark = self._recorder.dialect.mark
        where, bounds = f"originator_id = {mark} AND originator_version > {mark}", [stream, after]
        if upto is not None:
            where, bounds = f"{where} AND originator_version <= {mark}", [*bounds, upto]
        rows = [RowOfLog(*fields) for fields in self._recorder.fetch(self._recorder.dialect.rows(where), bounds)]
        self.log.head()
        return tuple(self._mapper.read(row, self._positions.position_of(row.id)) for row in rows)

    def backup(self, path: Path) -> None:
        """Write a consistent copy as an SQLite store, while others go on writing; raises `Refused` if `path` exists."""
        back_up(self._recorder, path)

    def verify(self) -> Verification:
        """Read the whole log and check that it is what it was when it was written."""
        return verify(self.log, self._mapper)

    def health(self) -> Health:
        """How the store is."""
        return Health(
            store="postgresql" if self.settings.is_postgres else "sqlite",
            name=self.settings.shown,
            position=self.log.head(),
            quarantined=self._quarantine.rows(),
        )

    def close(self) -> None:
        """Give the store back; nothing is lost by not calling it."""
        self._recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _commit(self, jobs: Sequence[Job]) -> None:
        if self._writer is None:
            self._writer = Writer(self._recorder, self._mapper, self._positions, self.log.unreadable)
        self._writer.commit(jobs)
        self.log.wake()

    def _outcome(self, taken: Taken) -> Outcome:
        """An outcome with its events in their envelopes, as they now lie in the log."""
        if taken.replayed:
            before = taken.version - taken.added_before
            events = self.events_of(taken.stream, after=before, upto=taken.version) if taken.added_before else ()
            return Outcome(taken.stream, taken.version, taken.position, events, replayed=True)
        first = taken.position - len(taken.rows) + 1
        events = tuple(
            self._mapper.read(RowOfLog(0, row.stream, row.version, row.topic, row.state), first + index)
            for index, row in enumerate(taken.rows)
        )
        return Outcome(taken.stream, taken.version, taken.position, events)
