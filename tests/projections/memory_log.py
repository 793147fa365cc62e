"""A log in memory, written by real decisions: what the read side sees of a store, without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from domain.case import CaseOpened
from domain.commands import COMMAND, decide, evolve, initial_state
from domain.errors import NotFound
from domain.event import Command, Event
from domain.occurrence import OccurrenceIdentified
from domain.party import PartyRegistered
from domain.source import SourceRegistered
from domain.surroundings import Surroundings
from projections.log import DEFAULT_BATCH_ROWS, RawBatch, RawRow


class MemoryLog:
    """Fulfils the protocol of the event log; commands are given as plain JSON content."""

    def __init__(self, commands: Iterable[dict[str, Any]] = ()) -> None:
        self.kept: list[RawRow] = []
        self.states: dict[str, Any] = {}
        self.published: dict[str, str] = {}
        self.same_as: set[tuple[str, str]] = set()
        self.known: dict[str, set[str]] = {"party": set(), "case": set()}
        for command in commands:
            self.do(command)

    def do(self, command: dict[str, Any] | Command) -> tuple[Event, ...]:
        """Decide a command and append what comes of it."""
        read = command if isinstance(command, Command) else COMMAND.validate_python(command)
        state = self.states.get(read.stream) or initial_state(read.stream)
        around = Surroundings(
            published=self.published,
            parties=self.known["party"],
            cases=self.known["case"],
            same_as=frozenset(self.same_as),
        )
        events = decide(read, state, around)
        for event in events:
            self.append(event)
            self.states[event.stream] = state = evolve(state, event)
        return events

    def _note(self, event: Event) -> None:
        match event:
            case SourceRegistered(source=source, content=content):
                self.published[source] = content.published.edtf
            case PartyRegistered(party=party):
                self.known["party"].add(party)
            case CaseOpened(case=case):
                self.known["case"].add(case)
            case OccurrenceIdentified(occurrence=one, same_as=other):
                self.same_as.add((one, other))

    def append(self, event: Event) -> None:
        """Append one event, at a made-up instant that tells its position."""
        self._note(event)
        position = len(self.kept) + 1
        version = 1 + sum(row.stream == event.stream for row in self.kept)
        envelope = {
            "event_id": f"event-{position}",
            "recorded_at": f"2026-11-22T00:00:00.{position:06}Z",
            "recorded_by": "tester",
            "data": event.model_dump(mode="json", exclude_none=True),
        }
        topic = f"{event.type}/{event.version}"
        self.kept.append(RawRow(position, topic, event.stream, version, orjson.dumps(envelope)))

    def head(self) -> int:
        return len(self.kept)

    def batches(self, after: int, size: int = DEFAULT_BATCH_ROWS) -> Iterator[RawBatch]:
        for start in range(after, len(self.kept), size):
            rows = self.kept[start : start + size]
            yield RawBatch(
                start + 1, [row.topic for row in rows], [row.state for row in rows], [row.stream for row in rows]
            )

    def joined(self, after: int, size: int, usual: str) -> Iterator[RawBatch]:
        return self.batches(after, size)

    def sift(self, positions: range) -> RawBatch:
        (batch,) = self.batches(positions.start - 1, len(positions))
        return batch

    def rows(self, positions: Sequence[int]) -> list[RawRow]:
        try:
            return [self.kept[position - 1] for position in positions]
        except IndexError:
            raise NotFound("no such position") from None
