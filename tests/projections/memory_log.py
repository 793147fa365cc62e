"""A log in memory, written by real decisions: what the read side sees of a store, without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from domain.case import CaseOpened
from domain.commands import COMMAND, decide, evolve, initial_state
from domain.event import Command, Event
from domain.occurrence import OccurrenceIdentified
from domain.party import PartyRegistered
from domain.source import SourceRegistered
from domain.surroundings import Surroundings
from projections.log import RawRow
from tests.strategies.logs import MemoryLog as LogInMemory


class MemoryLog(LogInMemory):
    """A log that decides what it is told; commands are given as plain JSON content."""

    def __init__(self, commands: Iterable[dict[str, Any]] = ()) -> None:
        super().__init__()
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
        position = len(self.stored) + 1
        version = 1 + sum(row.stream == event.stream for row in self.stored)
        envelope = {
            "event_id": f"event-{position}",
            "recorded_at": f"2026-11-22T00:00:00.{position:06}Z",
            "recorded_by": "tester",
            "data": event.model_dump(mode="json", exclude_none=True),
        }
        topic = f"{event.type}/{event.version}"
        self.stored.append(RawRow(position, topic, event.stream, version, orjson.dumps(envelope)))
