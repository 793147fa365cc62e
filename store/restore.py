"""Bringing an exported log back: the same events, at the same positions, recorded at the same instants.

A line of an export holds `position, type, version, stream, recorded_at, data`. What it does not hold is derived or
named here: an event's id follows from its content and its place in its stream, as for imports; `recorded_by` is whoever
restores; idempotency keys are not restored. Nothing is decided anew, but every event is validated, and so is that it
could have been decided: what it rests on is there, its content hash is right, no private name is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated, Any

import orjson
from pydantic import Field, ValidationError

from domain.account import Account
from domain.case import CaseOpened
from domain.errors import Conflict, Invalid, NotFound, Refused, Unreadable
from domain.event import Event
from domain.ids import event_id
from domain.occurrence import OccurrenceRecorded, derived_version_id
from domain.party import PartyRegistered
from domain.register import RuleAsked
from domain.source import SourceRegistered, SourceRetracted
from domain.surroundings import Surroundings
from domain.values import Value
from store.dialect import LogRecorder, NewRow, Transaction
from store.mapper import EventMapper, InstantText, RowOfLog, Stamp, content_key, refuse_misplaced, topic_of
from store.neighbourhood import Neighbourhood
from store.positions import Positions
from store.requests import first_fault
from store.uncollected import uncollected

FOUNDING_TYPES = (SourceRegistered, OccurrenceRecorded, CaseOpened, PartyRegistered)
"""With one of these a stream begins, and with nothing else; the register of rules holds one type of event only."""

DERIVED = ("account_id", "version_id", "ends")
"""Fields that hold hashes, in which no name can stand."""

BATCH_LINES = 4_000


class LogLine(Value):
    """One line of an exported log."""

    position: Annotated[int, Field(ge=1)]
    type: str
    version: Annotated[int, Field(ge=1)]
    stream: str
    recorded_at: InstantText
    data: dict[str, Any]


class Restored(Value):
    """What came of some lines: how many were added, how many were there already, and how far the log has come."""

    added: int
    present: int
    position: int


class Restoration:
    """One run over the lines of an export; each batch is one commit, and running it again adds only what is missing."""

    def __init__(self, recorder: LogRecorder, mapper: EventMapper, positions: Positions, *, by: str) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._positions = positions
        self._by = by
        self._neighbourhood = Neighbourhood(recorder, mapper, lambda _row, _failure: None)
        self._counted: dict[str, int] = {}
        self._last_position = 0
        self._in_place = positions.head(recorder.fetch) == 0

    def run(self, lines: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[Restored]:
        """Restore numbered lines, in batches.

        Raises `Invalid` or `Refused` naming the line that cannot be taken, and `Conflict` for a stream that holds
        another event in its place; the batches before it are kept.
        """
        coming = iter(lines)
        while (restored := uncollected(self._next, coming)) is not None:
            yield restored

    def _next(self, coming: Iterator[tuple[int, Mapping[str, Any]]]) -> Restored | None:
        """Restore the next batch in one commit; `None` when there are no more lines."""
        some = list(islice(coming, BATCH_LINES))
        if not some:
            return None
        try:
            with self._recorder.writing() as transaction:
                return self._restore(some, transaction)
        except BaseException:
            self._neighbourhood.forget()
            raise

    def _restore(self, numbered: list[tuple[int, Mapping[str, Any]]], transaction: Transaction) -> Restored:
        self._neighbourhood.catch_up(transaction)
        head = self._positions.head(transaction.fetch)
        lines = [(number, _read_line(number, content)) for number, content in numbered]
        there = self._rows_there({line.stream for _, line in lines}, transaction)
        added: list[NewRow] = []
        for number, line in lines:
            try:
                row = self._row(line, there, head + len(added))
            except (Invalid, NotFound, Refused, Unreadable) as failure:
                raise Invalid(f"the event cannot be restored: {failure}", where=f"line {number}") from failure
            except ValidationError as failure:
                fault = first_fault(failure)
                raise Invalid(
                    f"the event does not validate: {fault.message}",
                    seen=fault.seen,
                    where=f"line {number}, data.{fault.where}",
                ) from None
            if row is not None:
                added.append(row)
        if added:
            transaction.append(added)
            self._neighbourhood.skip_own(transaction)
        return Restored(added=len(added), present=len(lines) - len(added), position=head + len(added))

    def _rows_there(self, streams: set[str], transaction: Transaction) -> dict[tuple[str, int], RowOfLog]:
        """The rows of those streams that hold more than this run has come across; in an empty store, none."""
        dialect = self._recorder.dialect
        versions = transaction.fetch(dialect.versions, (dialect.as_list(sorted(streams)),))
        longer = [stream for stream, version in versions if (version or 0) > self._counted.get(stream, 0)]
        if not longer:
            return {}
        rows = transaction.fetch(dialect.rows(dialect.among("originator_id")), (dialect.as_list(longer),))
        return {(row.stream, row.version): row for row in (RowOfLog(*fields) for fields in rows)}

    def _row(self, line: LogLine, there: dict[tuple[str, int], RowOfLog], head: int) -> NewRow | None:
        """The row to add for a line; `None` if it is there already."""
        if line.position != self._last_position + 1 and (self._last_position or self._in_place):
            raise Invalid("the positions do not follow", seen=line.position, accepted=str(self._last_position + 1))
        self._last_position = line.position
        version = self._counted[line.stream] = self._counted.get(line.stream, 0) + 1
        topic = f"{line.type}/{line.version}"
        event = self._mapper.read_data(topic, line.data)
        refuse_misplaced(event, line.stream)
        current = topic == topic_of(event)
        data = event.written()
        if not current or orjson.loads(data) != line.data:
            data = orjson.dumps(line.data)  # as it was recorded, not as this program would record it
        if (line.stream, version) in there:
            self._refuse_another(there[(line.stream, version)], topic, line, data)
            self._neighbourhood.note(event)
            return None
        if self._in_place and line.position != head + 1:
            raise Refused("others wrote to the store meanwhile", rule="moved", subject=line.stream)
        if (version == 1) != isinstance(event, FOUNDING_TYPES) and not isinstance(event, RuleAsked):
            raise Invalid("out of place in its stream", seen=line.type, accepted=f"another event as number {version}")
        refuse_unfounded(event, line.data if current else None, self._neighbourhood.around)
        self._neighbourhood.note(event)
        own_id = event_id(content_key(topic, data), line.stream, version)
        return NewRow(line.stream, version, topic, Stamp(line.recorded_at, self._by).state(own_id, data))

    def _refuse_another(self, row: RowOfLog, topic: str, line: LogLine, data: bytes) -> None:
        stored = self._mapper.envelope(row)
        same = row.topic == topic and stored.recorded_at == line.recorded_at and row.state.endswith(data + b"}")
        if not same:
            raise Conflict(
                f"{line.stream} holds another event as number {row.version} than the file at position {line.position}",
                stream=line.stream,
                expected=row.version,
                actual=row.version,
            )


def refuse_unfounded(event: Event, written: Mapping[str, Any] | None, around: Surroundings) -> None:
    """Raise `Refused` or `Invalid` for an event that no decision can have brought about, as far as can be told.

    `written` is its form in the file; `None` if it was upcast, and then its hash can no longer be compared.
    """
    account: Account | None = getattr(event, "account", None)
    if account is not None:
        around.publication_of(account.citation.source)
        for part in account.parties:
            around.require_party(part.party)
    if not event.stream.startswith("party:") and not isinstance(event, SourceRetracted):
        around.refuse_private_names({name: text for name, text in (written or {}).items() if name not in DERIVED})
    if written is None:
        return
    expected = derived_version_id(event, written.get("account"))
    named = getattr(event, "version_id", None)
    if expected not in (None, named) and named != derived_version_id(event, account):
        raise Invalid("the version's id is not the hash of its content", seen=named, accepted=expected)


def _read_line(number: int, content: Mapping[str, Any]) -> LogLine:
    try:
        return LogLine.model_validate(content)
    except ValidationError as failure:
        fault = first_fault(failure)
        raise Invalid(
            f"no line of a log: {fault.message}", seen=fault.seen, where=f"line {number}, {fault.where}"
        ) from None
