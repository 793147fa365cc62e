"""The recorded form of every event and version: it may gain optional fields, and never change otherwise.

Each file under `tests/golden/events/` holds one event as it was recorded in one version. When a test here is red, the
recorded form of an event has changed: give the event a new `version`, write an upcaster, keep the old file and commit a
new one. Files are never edited, save that a new optional field is added to the file of the present version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from domain.event import Event
from domain.events import EVENT_TYPES
from domain.kind import Kind
from domain.provenance import Voice
from store.mapper import EventMapper, split_topic, topic_of
from tests.store.examples import example

GOLDEN = Path(__file__).parents[1] / "golden" / "events"
CHOICES = (Kind, Voice)
"""In these not every field can be filled at once; kinds have laws of their own."""


def path_of(event_type: str, version: int) -> Path:
    return GOLDEN / f"{event_type}.{version}.json"


def golden_text(event: Event) -> str:
    content = {"topic": topic_of(event), "stream": event.stream, "data": json.loads(event.written())}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def unfilled(value: Any, where: str = "") -> Iterator[str]:
    """The fields that an example leaves out."""
    if isinstance(value, BaseModel) and not isinstance(value, CHOICES):
        for name in type(value).model_fields:
            content = getattr(value, name)
            if content is None or content == ():
                yield f"{where}.{name}"
            yield from unfilled(content, f"{where}.{name}")
    elif isinstance(value, tuple):
        for each in value:
            yield from unfilled(each, where)


def test_every_event_and_version_has_its_file() -> None:
    wanted = {
        path_of(name, version).name for name, event in EVENT_TYPES.items() for version in range(1, event.version + 1)
    }
    assert {path.name for path in GOLDEN.iterdir()} == wanted


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_an_example_shows_every_field(event_type: str) -> None:
    assert list(unfilled(example(event_type))) == []


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_the_recorded_form_is_what_it_was(event_type: str) -> None:
    event = example(event_type)
    assert event.written() == event.__pydantic_serializer__.to_json(event, exclude_none=True)
    assert golden_text(event) == path_of(event_type, event.version).read_text("utf-8")


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.stem)
def test_what_was_ever_recorded_can_be_read(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    event_type, _ = split_topic(golden["topic"])
    event = EventMapper().read_data(golden["topic"], golden["data"])
    assert type(event) is EVENT_TYPES[event_type]
    assert event.stream == golden["stream"]
