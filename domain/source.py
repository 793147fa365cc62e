"""Sources: the texts that we read. Commands, events, state, `evolve`, `decide`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from domain.chronology import days, edtf
from domain.errors import NotFound, Refused
from domain.event import Command, Event
from domain.provenance import Disclosure, Published, Reliability
from domain.stated import EdtfText, ExactDay
from domain.surroundings import Surroundings
from domain.values import Id, Line, Sha256, Text, Value

SourceKind = Literal[
    "press_release",
    "newspaper_article",
    "news_website_article",
    "agency_report",
    "official_document",
    "diplomatic_cable",
    "book",
    "report",
    "testimony",
    "table",
    "web_page",
    "editorial_note",
]


class Source(Value):
    """A text that we read, with what is needed to find it again and to weigh it.

    `key` is the readable name from which its id was made, if it was imported.
    """

    key: Id | None = None
    kind: SourceKind
    title: Line
    publisher: Line | None = None
    authors: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    written: EdtfText | None = None
    published: Published
    read_on: ExactDay
    found: Line | None = None
    text_sha256: Sha256 | None = None
    reliability: Reliability
    reliability_reason: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _was_public_when_read(self) -> Source:
        earliest = edtf.parse(self.published.edtf).start_earliest
        read_on = days.day_number(self.read_on.year, self.read_on.month, self.read_on.day)
        if earliest is not None and earliest > read_on:
            raise ValueError(f"published ({self.published.edtf}) surely after it was read ({self.read_on})")
        return self


# Commands


class SourceCommandBase(Command):
    """What every command to a source names: the source."""

    source: Id

    @property
    def stream(self) -> str:
        """The stream of the source."""
        return stream(self.source)


class RegisterSource(SourceCommandBase):
    """Register a text that we read."""

    do: Literal["register_source"] = "register_source"
    content: Source


class AmendSource(SourceCommandBase):
    """Mend our own error in what we registered."""

    do: Literal["amend_source"] = "amend_source"
    content: Source
    reason: Text


class RetractSource(SourceCommandBase):
    """Record that the source itself was retracted by those who published it."""

    do: Literal["retract_source"] = "retract_source"
    disclosed: Disclosure


SourceCommand = RegisterSource | AmendSource | RetractSource


# Events


class SourceEventBase(Event):
    """What every event of a source names: the source."""

    source: Id

    @property
    def stream(self) -> str:
        """The stream of the source."""
        return stream(self.source)


class SourceRegistered(SourceEventBase):
    """A text that we read is now in the record."""

    type: ClassVar[str] = "SourceRegistered"
    content: Source


class SourceAmended(SourceEventBase):
    """We mended our own error; this content holds instead, for every day and from this position."""

    type: ClassVar[str] = "SourceAmended"
    content: Source
    reason: Text


class SourceRetracted(SourceEventBase):
    """Those who published it retracted it: from the day of disclosure its accounts are shown struck through."""

    type: ClassVar[str] = "SourceRetracted"
    disclosed: Disclosure


SourceEvent = SourceRegistered | SourceAmended | SourceRetracted


# State


class SourceState(BaseModel):
    """What deciding needs to know of a source."""

    model_config = ConfigDict(frozen=True)

    content: Source | None = None
    retracted: Disclosure | None = None


def stream(source: str) -> str:
    """The name of a source's stream."""
    return f"source:{source}"


def evolve(state: SourceState, event: Event) -> SourceState:
    """The state after one event."""
    match event:
        case SourceRegistered(content=content) | SourceAmended(content=content):
            return state.model_copy(update={"content": content})
        case SourceRetracted(disclosed=disclosed):
            return state.model_copy(update={"retracted": disclosed})
    return state


def decide(command: SourceCommand, state: SourceState, around: Surroundings) -> Iterable[Event]:
    """The events that a command brings about; none where nothing is left to do."""
    match command:
        case RegisterSource(source=source, content=content):
            around.refuse_private_names(content.model_dump(mode="json"))
            if state.content is None:
                return (SourceRegistered(source=source, content=content),)
            if state.content == content:
                return ()
            raise Refused(
                f"source {source} is registered with other content; amend it instead", rule="differs", subject=source
            )
        case AmendSource(source=source, content=content, reason=reason):
            around.refuse_private_names(command.model_dump(mode="json"))
            if state.content is None:
                raise NotFound(f"no source goes by the id {source!r}", subject=source)
            return () if state.content == content else (SourceAmended(source=source, content=content, reason=reason),)
        case RetractSource(source=source, disclosed=disclosed):
            around.refuse_private_names(disclosed.model_dump(mode="json"))
            return _retract(source, disclosed, state)


def _retract(source: str, disclosed: Disclosure, state: SourceState) -> Iterable[Event]:
    if state.content is None:
        raise NotFound(f"no source goes by the id {source!r}", subject=source)
    if state.retracted == disclosed:
        return ()
    if state.retracted is not None:
        raise Refused(f"source {source} is already retracted", rule="already_ended", subject=source)
    refuse_disclosure_before_publication(disclosed, state.content.published.edtf, source)
    return (SourceRetracted(source=source, disclosed=disclosed),)


def refuse_disclosure_before_publication(disclosed: Disclosure, published: str, subject: str) -> None:
    """Raise `Refused` if a correction or retraction was surely disclosed before its source was published."""
    latest = edtf.parse(disclosed.edtf).end_latest
    earliest = edtf.parse(published).start_earliest
    if latest is not None and earliest is not None and latest < earliest:
        raise Refused(
            f"disclosed ({disclosed.edtf}) surely before the source was published ({published})",
            rule="disclosed_before_published",
            subject=subject,
        )
