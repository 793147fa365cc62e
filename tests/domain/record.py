"""Small valid values for tests of the domain, and a record of streams kept in plain dictionaries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from domain.account import Account
from domain.commands import COMMAND, decide, evolve, initial_state
from domain.event import Command, Event
from domain.private_names import PrivateNames, fold_name
from domain.source import Source, SourceRegistered
from domain.surroundings import Surroundings

SPAN = "ab" * 32


def source(published: str = "2011-07-25", **more: Any) -> dict[str, Any]:
    return {
        "kind": "press_release",
        "title": "A press release",
        "published": {"edtf": published, "basis": "stated"},
        "read_on": "2026-11-20",
        "reliability": "B",
    } | more


def account(source_id: str = "s1", start: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "citation": {"source": source_id, "ranges": [{"start": start, "end": start + 40, "span_sha256": SPAN}]},
        "attribution": [{"manner": "fact"}],
        "credibility": 2,
        "summary": "Twenty people were sent out of the country.",
        "what": {"kind": "deportation", "persons": 20},
        "when": {"stated": "in December 2009", "edtf": "2009-12"},
    } | more


def an_account(source_id: str = "s1", start: int = 0, **more: Any) -> Account:
    return Account.model_validate(account(source_id, start, **more))


@dataclass
class Record:
    """Streams in memory: what deciding and evolving come to, without a store."""

    streams: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    private: dict[str, str] = field(default_factory=dict)
    parties: set[str] = field(default_factory=set)
    same_as: set[tuple[str, str]] = field(default_factory=set)

    def around(self) -> Surroundings:
        published = {
            event.source: event.content.published.edtf
            for events in self.streams.values()
            for event in events
            if isinstance(event, SourceRegistered)
        }
        return Surroundings(
            private_names=PrivateNames({fold_name(name): party for name, party in self.private.items()}),
            published=published,
            parties=self.parties,
            same_as=frozenset(self.same_as),
        )

    def state(self, stream: str) -> Any:
        state = initial_state(stream)
        for event in self.streams[stream]:
            state = evolve(state, event)
        return state

    def run(self, do: str, **fields: Any) -> tuple[Event, ...]:
        command: Command = COMMAND.validate_python({"do": do, **fields})
        events = decide(command, self.state(command.stream), self.around())
        for event in events:  # what `decide` makes without validating would have passed
            assert type(event).model_validate_json(event.written()) == event
        self.streams[command.stream].extend(events)
        return events


def with_source(published: str = "2011-07-25") -> Record:
    record = Record()
    record.run("register_source", source="s1", content=Source.model_validate(source(published)))
    return record
