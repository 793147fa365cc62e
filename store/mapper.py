"""Events to stored rows and back: stable topics, plain readable JSON, and every row validated when it is read.

A topic is `Type/version`, never a Python path, so that nothing is imported because a row says so and classes may move.
The state is UTF-8 JSON: the envelope's fields in a fixed order, the event itself under `data`, absent fields unstated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, cast

import orjson
from eventsourcing.persistence import StoredEvent
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from domain.commands import STATES
from domain.errors import Unreadable
from domain.event import Event, Recorded
from domain.events import EVENT_TYPES
from domain.values import ID_PATTERN, Sha256, storable
from store.clock import rfc3339
from store.upcasters import UPCASTERS, Upcaster, upcast

ID = re.compile(ID_PATTERN)
TOPIC = re.compile(r"([A-Z][A-Za-z]{0,79})/([1-9][0-9]{0,5})")
INSTANT_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

E = TypeVar("E", bound=Event)


def _real_instant(text: str) -> str:
    datetime.fromisoformat(text)
    return text


InstantText = Annotated[str, StringConstraints(pattern=INSTANT_PATTERN), AfterValidator(_real_instant)]
"""RFC 3339 in UTC with six digits of a second, as `store.clock.rfc3339` writes it."""

Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(storable)]
"""Who recorded something, or the key of a request: a short text that can be printed."""


class Envelope(BaseModel, Generic[E]):
    """The recorded form of a row's state; the order of the fields is the order in which they are written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
    recorded_at: InstantText
    recorded_by: Name
    request_sha256: Sha256 | None = None
    key: Name | None = None
    data: E


class RowOfLog(NamedTuple):
    """One row as it lies in the store; `id` is the store's own number, not the position."""

    id: int
    stream: str
    version: int
    topic: str
    state: bytes


class Stamp:
    """What the store puts on every event of one request."""

    __slots__ = ("_between", "key", "recorded_by")

    def __init__(
        self, recorded_at: str, recorded_by: str, request_sha256: str | None = None, key: str | None = None
    ) -> None:
        self.recorded_by = recorded_by
        self.key = key
        asked = b""
        if request_sha256 is not None:
            asked += b',"request_sha256":"' + request_sha256.encode() + b'"'
        if key is not None:
            asked += b',"key":' + orjson.dumps(key)
        by = b'","recorded_by":' + orjson.dumps(recorded_by)
        self._between = b'","recorded_at":"' + recorded_at.encode() + by + asked + b',"data":'

    def state(self, event_id: str, data: bytes) -> bytes:
        """The JSON of a row: the envelope round an event that is JSON already."""
        return b'{"event_id":"' + event_id.encode() + self._between + data + b"}"


def topic_of(event: type[Event] | Event) -> str:
    """The topic under which an event is stored."""
    return f"{event.type}/{event.version}"


def content_key(topic: str, data: bytes) -> str:
    """What the id of an event is derived from that came without a key: its own content."""
    return "content:" + hashlib.sha256(topic.encode() + b"\n" + data).hexdigest()


def split_topic(topic: str) -> tuple[str, int]:
    """The type and the version that a topic names; raises `Unreadable` for anything else."""
    found = TOPIC.fullmatch(str(topic))
    if found is None:
        raise Unreadable(f"{str(topic)[:80]!r} is no topic; accepted: Type/version")
    return found[1], int(found[2])


class EventMapper:
    """Rows and events, by an explicit registry of types and upcasters."""

    def __init__(
        self,
        event_types: Mapping[str, type[Event]] = EVENT_TYPES,
        upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
    ) -> None:
        self._types = event_types
        self._upcasters = upcasters
        self._envelopes: dict[str, type[Envelope[Any]]] = {}
        self.current_topics = frozenset(topic_of(event_type) for event_type in event_types.values())

    def topics_of(self, event_types: Iterable[type[Event]]) -> tuple[str, ...]:
        """Every topic, of this and of earlier versions, under which these types may lie in the log."""
        return tuple(f"{each.type}/{version}" for each in event_types for version in range(1, each.version + 1))

    def to_stored_event(self, recorded: Recorded[Event]) -> StoredEvent:
        """The row of an event in its envelope, without a key of its own."""
        stamp = Stamp(rfc3339(recorded.recorded_at), recorded.recorded_by, recorded.request_sha256)
        return StoredEvent(
            originator_id=recorded.stream,
            originator_version=recorded.stream_version,
            topic=topic_of(recorded.event),
            state=stamp.state(recorded.event_id, recorded.event.written()),
        )

    def to_domain_event(self, stored: StoredEvent, position: int | None = None) -> Recorded[Event]:
        """The event of a row, validated and in its envelope; raises `Unreadable`, naming the position."""
        return self.read(
            RowOfLog(0, str(stored.originator_id), stored.originator_version, stored.topic, stored.state), position
        )

    def read(self, row: RowOfLog, position: int | None = None) -> Recorded[Event]:
        """The event of a raw row; raises `Unreadable`, naming the position."""
        envelope = self.envelope(row, position)
        return Recorded.model_construct(
            event_id=envelope.event_id,
            stream=row.stream,
            stream_version=row.version,
            position=position,
            recorded_at=datetime.fromisoformat(envelope.recorded_at),
            recorded_by=envelope.recorded_by,
            request_sha256=envelope.request_sha256,
            event=envelope.data,
        )

    def envelope(self, row: RowOfLog, position: int | None = None) -> Envelope[Any]:
        """The whole recorded form of a row in its present version; raises `Unreadable`."""
        try:
            topic, state = self.to_present(row.topic, row.state)
            envelope = self._envelope_type(topic).model_validate_json(state)
            refuse_misplaced(envelope.data, row.stream)
        except Unreadable as failure:
            raise Unreadable(failure.message, position=position, event_type=str(row.topic)) from failure
        except ValidationError as failure:
            first = failure.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise Unreadable(
                f"the stored {row.topic} does not validate at {place or 'its start'}: {first['msg']}",
                position=position,
                event_type=row.topic,
            ) from None
        return envelope

    def to_present(self, topic: str, state: bytes) -> tuple[str, bytes]:
        """A row's topic and state in the present version of its type; raises `Unreadable`."""
        if topic in self.current_topics:
            return topic, state
        event_type, version = split_topic(topic)
        known = self._types.get(event_type)
        if known is None:
            raise Unreadable(f"no event goes by the type {event_type!r}", event_type=event_type)
        try:
            content = orjson.loads(state)
            data = content["data"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            raise Unreadable(f"the stored {topic} is no JSON object with data", event_type=event_type) from None
        content["data"] = upcast(event_type, version, known.version, data, self._upcasters)
        return topic_of(known), orjson.dumps(content)

    def read_data(self, topic: str, data: dict[str, Any]) -> Event:
        """An event from the recorded form of any version, as an export holds it.

        Raises `Unreadable` for an unknown type or version and pydantic's `ValidationError` for content.
        """
        event_type, version = split_topic(topic)
        known = self._types.get(event_type)
        if known is None:
            raise Unreadable(f"no event goes by the type {event_type!r}", event_type=event_type)
        content = (
            data if version == known.version else upcast(event_type, version, known.version, data, self._upcasters)
        )
        return known.model_validate_json(orjson.dumps(content))

    def _envelope_type(self, topic: str) -> type[Envelope[Any]]:
        found = self._envelopes.get(topic)
        if found is None:
            found = self._envelopes[topic] = cast(
                "type[Envelope[Any]]", Envelope.__class_getitem__(self._types[topic.partition("/")[0]])
            )
        return found


def refuse_misplaced(event: Event, stream: str) -> None:
    """Raise `Unreadable` if an event lies in a stream that is not its own, or in one with a name we never give."""
    noun, _, name = stream.partition(":")
    if noun not in STATES or ID.fullmatch(name) is None:
        raise Unreadable(f"{stream[:120]!r} is no stream of this record") from None
    if event.stream != stream:
        raise Unreadable(f"the event belongs to {event.stream}, but lies in the stream {noun}:{name}")
