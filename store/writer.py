"""Deciding and appending, alone on the log: load, fold, decide, append, all within one transaction.

The transaction excludes every other writer before anything is read, so a decision never rests on a stream or a
neighbourhood that has moved on, and what a rule forbids stays out however many processes write. A concurrent append
thus needs no second try; only a lost connection does, and then the store looks for its own events first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eventsourcing.persistence import InterfaceError, OperationalError
from pydantic import ValidationError

from domain.case import decide_filing
from domain.commands import decide
from domain.decide_occurrence import decide_prepared
from domain.errors import Conflict, Refused, RegestaError, Unreadable
from domain.event import Event
from domain.ids import event_id
from domain.occurrence import OccurrenceRecorded
from domain.prepared_account import PreparedAccount
from domain.surroundings import Surroundings
from store import clock
from store.dialect import EVENTS_TABLE, KEYS_TABLE, LogRecorder, NewRow, Seen, Transaction, unreachable
from store.group_commit import Job, Result
from store.mapper import EventMapper, RowOfLog, Stamp, content_key, topic_of
from store.neighbourhood import Neighbourhood
from store.positions import Positions
from store.requests import FILED, RECORDED, Asked, Filing, Recording, Request, Taken, first_fault
from store.streams import Standing, Streams, nothing_yet


@dataclass
class _Turn:
    """One group in the making: what was there before it, and what it adds."""

    head: int
    recorded_at: str
    keys: dict[str, Seen]
    rows: list[NewRow] = field(default_factory=list)
    new_keys: list[Seen] = field(default_factory=list)
    results: list[list[Result]] = field(default_factory=list)
    last_stamp: Stamp | None = None

    def stamp(self, by: str, key: str | None = None, request_sha256: str | None = None) -> Stamp:
        """What is put on the events of a request; the requests of an import share one."""
        last = self.last_stamp
        if last is None or key is not None or last.recorded_by != by or last.key is not None:
            last = self.last_stamp = Stamp(self.recorded_at, by, request_sha256, key)
        return last

    def row(self, by: str, stream: str, version: int, topic: str, data: bytes, own_id: str | None = None) -> NewRow:
        """The row of an event of an import, whose id is derived from its content."""
        own_id = own_id or event_id(content_key(topic, data), stream, version)
        return NewRow(stream, version, topic, self.stamp(by).state(own_id, data))

    def taken(self, stream: str, version: int, *rows: NewRow) -> Taken:
        """What came of a request that adds these rows."""
        self.rows += rows
        return Taken(stream, version, self.head + len(self.rows), rows)


class Writer:
    """Takes groups of requests, one group at a time."""

    def __init__(
        self,
        recorder: LogRecorder,
        mapper: EventMapper,
        positions: Positions,
        unreadable: Callable[[RowOfLog, Unreadable], None],
    ) -> None:
        self._recorder = recorder
        self._positions = positions
        self._streams = Streams(recorder.dialect, mapper)
        self._neighbourhood = Neighbourhood(recorder, mapper, unreadable)

    def commit(self, jobs: Sequence[Job]) -> None:
        """Settle these jobs in one durable commit; raises what kept it from happening, and then nothing was added.

        That is `Refused` by the rule `unreachable` where the connection was lost twice.
        """
        turn: _Turn | None = None
        for attempt in (1, 2):
            try:
                with self._recorder.writing() as transaction:
                    if turn is None or not self._took_effect(turn, transaction):
                        turn = self._prepare(jobs, transaction)
                        self._take_all(jobs, turn, transaction)
                break
            except (InterfaceError, OperationalError) as failure:
                self._forget()
                if attempt == 2:
                    raise unreachable(failure) from failure
            except BaseException:
                self._forget()
                raise
        assert turn is not None
        self._streams.settle()
        for job, results in zip(jobs, turn.results, strict=True):
            job.results = results

    def _took_effect(self, turn: _Turn, transaction: Transaction) -> bool:
        """Whether a commit whose reply was lost is durable after all: then its first row is there, byte for byte."""
        if not turn.rows:
            return False
        first, mark = turn.rows[0], self._recorder.dialect.mark
        found = transaction.fetch(
            f"SELECT state FROM {EVENTS_TABLE} WHERE originator_id = {mark} AND originator_version = {mark}",  # noqa: S608
            (first.stream, first.version),
        )
        return found == [(first.state,)]

    def _prepare(self, jobs: Sequence[Job], transaction: Transaction) -> _Turn:
        """Read what the group's decisions rest on: streams, neighbourhood, keys that were used before."""
        self._streams.load(transaction, (request.stream for job in jobs for request in job.requests))
        self._neighbourhood.catch_up(transaction)
        dialect = self._recorder.dialect
        asked = [request for job in jobs for request in job.requests if isinstance(request, Request)]
        keys = [request.key for request in asked if request.key is not None]
        seen = f"SELECT * FROM {KEYS_TABLE} WHERE {dialect.among('key')}"  # noqa: S608
        found = [Seen(*row) for row in transaction.fetch(seen, (dialect.as_list(keys),))] if keys else []
        return _Turn(
            head=self._positions.head(transaction.fetch),
            recorded_at=clock.rfc3339(clock.now()),
            keys={each.key: each for each in found},
        )

    def _take_all(self, jobs: Sequence[Job], turn: _Turn, transaction: Transaction) -> None:
        turn.results = [[self._take_any(asked, job.by, turn) for asked in job.requests] for job in jobs]
        if turn.rows:
            transaction.append(turn.rows)
            self._neighbourhood.skip_own(transaction)
        if turn.new_keys:
            transaction.remember(turn.new_keys)

    def _take_any(self, asked: Asked, by: str, turn: _Turn) -> Result:
        if isinstance(asked, Recording):
            return self._take_prepared(asked, by, turn)
        return self._take_filing(asked, by, turn) if isinstance(asked, Filing) else self._take(asked, turn)

    def _take(self, request: Request, turn: _Turn) -> Result:
        """Decide one request; a refusal is its result, and does not keep others from being taken."""
        stream = request.stream
        standing = self._streams[stream]
        try:
            seen = turn.keys.get(request.key) if request.key is not None else None
            if seen is not None:
                return _replayed(request, seen)
            events = self._decide(request, standing)
        except Exception as failure:  # noqa: BLE001 - a fault met by one request is the answer to that request only
            return _told(failure)
        rows = self._rows(request, events, standing, turn) if events else ()
        taken = turn.taken(stream, standing.version, *rows)
        if request.key is not None:
            seen = Seen(
                request.key, request.request_sha256 or "", stream, taken.version, taken.position, len(taken.rows)
            )
            turn.keys[request.key] = seen
            turn.new_keys.append(seen)
        return taken

    def _decide(self, request: Request, standing: Standing) -> tuple[Event, ...]:
        expected = request.expected_version
        if expected is not None and expected != standing.version:
            raise Conflict(
                f"{request.stream} is at version {standing.version}, not {expected}; read it again, then decide again",
                stream=request.stream,
                expected=expected,
                actual=standing.version,
            )
        only = standing.only_row
        if only is not None and request.event_key is None and self._brought_about(request, only):
            return ()
        return decide(request.command, standing.state, self._neighbourhood.around)

    def _brought_about(self, request: Request, row: RowOfLog) -> bool:
        """Whether the one event of a stream is what an import's command brings about: then nothing is left to do.

        So an import that is run again compares bytes with most of what is there, and does not read it.
        """
        nothing = nothing_yet(request.stream.partition(":")[0])
        try:
            events = decide(request.command, nothing, self._neighbourhood.around)
        except RegestaError:
            return False
        return (
            len(events) == 1
            and topic_of(events[0]) == row.topic
            and row.state.endswith(b',"data":' + events[0].written() + b"}")
        )

    def _take_prepared(self, asked: Recording, by: str, turn: _Turn) -> Result:
        """Decide a prepared account, as `_take` would its command; most begin a stream, so that has its own way."""
        account, first_id = asked
        stream, around = account.stream, self._neighbourhood.around
        try:
            if stream not in self._streams:
                decide_prepared(account, nothing_yet("occurrence"), around)
                self._streams.begin(account)
                return turn.taken(stream, 1, turn.row(by, stream, 1, RECORDED, account.recorded, first_id))
            standing = self._streams[stream]
            only = standing.only_row
            if only is not None and _is_recorded(account, only, around):
                return turn.taken(stream, 1)
            begun = decide_prepared(account, standing.state, around)
        except Exception as failure:  # noqa: BLE001 - a fault met by one request is the answer to that request only
            return _told(failure)
        if begun is None:
            return turn.taken(stream, standing.version)
        standing.add(account)
        data = account.recorded if begun is OccurrenceRecorded else account.added()
        return turn.taken(stream, standing.version, turn.row(by, stream, standing.version, topic_of(begun), data))

    def _take_filing(self, asked: Filing, by: str, turn: _Turn) -> Result:
        """Decide a prepared filing, as `_take` would its command."""
        filing, key = asked
        stream = filing.stream
        standing = self._streams[stream]
        try:
            filed = decide_filing(filing, standing.state, self._neighbourhood.around)
        except Exception as failure:  # noqa: BLE001 - a fault met by one request is the answer to that request only
            return _told(failure)
        if filed is None:
            return turn.taken(stream, standing.version)
        standing.come_to(filed)
        version = standing.version
        own_id = event_id(key, stream, version)
        return turn.taken(stream, version, turn.row(by, stream, version, FILED, filing.recorded, own_id))

    def _rows(self, request: Request, events: tuple[Event, ...], standing: Standing, turn: _Turn) -> tuple[NewRow, ...]:
        """The rows of events just decided, which the stream and the neighbourhood take note of."""
        stream, key = request.stream, request.event_key
        stamp = turn.stamp(request.by, request.key, request.request_sha256)
        rows = []
        for index, event in enumerate(events):
            standing.add(event)
            self._neighbourhood.note(event)
            topic, data = topic_of(event), event.written()
            if key is None:
                own_id = event_id(content_key(topic, data), stream, standing.version)
            else:
                own_id = event_id(key, stream, index)
            rows.append(NewRow(stream, standing.version, topic, stamp.state(own_id, data)))
        return tuple(rows)

    def _forget(self) -> None:
        self._streams.forget()
        self._neighbourhood.forget()


def _is_recorded(account: PreparedAccount, row: RowOfLog, around: Surroundings) -> bool:
    """Whether the one event of a stream is what a prepared account brings about: then nothing is left to do."""
    try:
        decide_prepared(account, nothing_yet("occurrence"), around)
    except RegestaError:
        return False
    return row.topic == RECORDED and row.state.endswith(b',"data":' + account.recorded + b"}")


def _told(failure: Exception) -> Exception:
    return first_fault(failure) if isinstance(failure, ValidationError) else failure


def _replayed(request: Request, seen: Seen) -> Taken:
    """The earlier outcome of a key; raises `Refused` if the key was used for another request."""
    if seen.request_sha256 != request.request_sha256 or seen.stream != request.stream:
        raise Refused(
            "this idempotency key was used for another request; take a fresh key",
            rule="idempotency_key_reused",
            subject=seen.stream,
        )
    return Taken(seen.stream, seen.version, seen.position, added_before=seen.added, replayed=True)
