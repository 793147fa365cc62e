"""Commands for tests of the store, small and valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from domain.commands import COMMAND
from domain.event import Command
from store.application import Application
from tests.domain.record import account, source

BY = "a curator"


def command(do: str, **fields: Any) -> Command:
    return COMMAND.validate_python({"do": do, **fields})


def register_source(name: str = "s1", **more: Any) -> Command:
    return command("register_source", source=name, content=source(**more))


def record(occurrence: str, start: int = 0, **more: Any) -> Command:
    return command("record_account", occurrence=occurrence, kind="deportation", account=account(start=start, **more))


def open_case(name: str, title: str = "A case") -> Command:
    return command("open_case", case=name, content={"title": title})


def register_party(name: str, called: str, *, private: bool = False) -> Command:
    content = {"kind": "person", "name": called, "private": private}
    return command("register_party", party=name, content=content)


def many(count: int, first: int = 0) -> Iterator[Command]:
    """A source, then so many occurrences with an account each."""
    yield register_source()
    for number in range(first, first + count):
        yield record(f"o{number}", start=number)


def data_of_rows(application: Application) -> list[tuple[str, str, Any]]:
    """The whole log, as (topic, stream, data)."""
    return [
        (topic, stream, orjson.loads(state)["data"])
        for batch in application.log.batches(0)
        for topic, state, stream in zip(batch.topics, batch.states, batch.streams, strict=True)
    ]


def exported(application: Application) -> list[bytes]:
    """The log as an export writes it: one line an event."""
    lines = []
    head = application.log.head()
    for row in application.log.rows(range(1, head + 1)):
        event_type, _, version = row.topic.partition("/")
        state = orjson.loads(row.state)
        lines.append(
            orjson.dumps(
                {
                    "position": row.position,
                    "type": event_type,
                    "version": int(version),
                    "stream": row.stream,
                    "recorded_at": state["recorded_at"],
                    "data": state["data"],
                }
            )
        )
    return lines
