"""What every event is, and the envelope in which the store keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import ConfigDict

from domain.values import Sha256, Value


class Event(Value):
    """Something that the record now holds: past tense, immutable, stored as plain JSON under a stable type name.

    `type` and `version` name the shape in the log; neither is ever a Python path. `stream` says where it is kept.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1

    @property
    def stream(self) -> str:
        """The stream it is kept in: `occurrence:ID`, `source:ID`, `case:ID`, `party:ID` or `register:NAME`."""
        raise NotImplementedError

    @classmethod
    def decided(cls, **content: Any) -> Self:
        """An event made by `decide` of the values of a command: every field is given, and was validated with it.

        An import would otherwise validate each account twice.
        """
        event = cls.__new__(cls)
        object.__setattr__(event, "__dict__", content)
        object.__setattr__(event, "__pydantic_fields_set__", set(content))
        object.__setattr__(event, "__pydantic_extra__", None)
        object.__setattr__(event, "__pydantic_private__", None)
        return event

    def written(self) -> bytes:
        """The recorded form: JSON whose order of fields is that of the class; what is absent is left out."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)


class Command(Value):
    """Something asked of the record, imperative; `do` is its stable word on the wire.

    How it is validated is worked out when the first one comes: whoever only reads needs none.
    """

    model_config = ConfigDict(defer_build=True)

    do: str

    @property
    def stream(self) -> str:
        """The one stream that this command may add to."""
        raise NotImplementedError


E = TypeVar("E", bound=Event)


class Recorded(Value, Generic[E]):
    """An event in its envelope: what the store stamped on it.

    `position` is the dense place in the whole log, counted from 1; `stream_version` the place in its stream, counted
    from 1; `request_sha256` the hash of the request that caused it, so that a retry is told from another request.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: str
    stream: str
    stream_version: int
    position: int | None
    recorded_at: datetime
    recorded_by: str
    request_sha256: Sha256 | None = None
    event: E
