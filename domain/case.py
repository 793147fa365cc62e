"""Cases: dossiers in which occurrences are filed. Commands, events, state, `evolve`, `decide`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import NotFound, Refused
from domain.event import Command, Event
from domain.growing import Growing
from domain.surroundings import Surroundings
from domain.values import Id, Line, Text, Value


class Case(Value):
    """A dossier: its title, and what belongs in it. `key` is the readable name from which its id was made."""

    key: Id | None = None
    title: Line
    scope: Text | None = None


# Commands


class CaseCommandBase(Command):
    """What every command to a case names: the case."""

    case: Id

    @property
    def stream(self) -> str:
        """The stream of the case."""
        return stream(self.case)


class OpenCase(CaseCommandBase):
    """Open a dossier."""

    do: Literal["open_case"] = "open_case"
    content: Case


class AmendCase(CaseCommandBase):
    """Mend the title or scope of a dossier."""

    do: Literal["amend_case"] = "amend_case"
    content: Case
    reason: Text


class FileOccurrence(CaseCommandBase):
    """File an occurrence in the dossier."""

    do: Literal["file_occurrence"] = "file_occurrence"
    occurrence: Id


class UnfileOccurrence(CaseCommandBase):
    """Take an occurrence out of the dossier again."""

    do: Literal["unfile_occurrence"] = "unfile_occurrence"
    occurrence: Id
    reason: Text


CaseCommand = OpenCase | AmendCase | FileOccurrence | UnfileOccurrence


# Events


class CaseEventBase(Event):
    """What every event of a case names: the case."""

    case: Id

    @property
    def stream(self) -> str:
        """The stream of the case."""
        return stream(self.case)


class CaseOpened(CaseEventBase):
    """A dossier is open."""

    type: ClassVar[str] = "CaseOpened"
    content: Case


class CaseAmended(CaseEventBase):
    """The title or scope of a dossier was mended."""

    type: ClassVar[str] = "CaseAmended"
    content: Case
    reason: Text


class OccurrenceFiled(CaseEventBase):
    """An occurrence was filed in the dossier: our own order, for every day, from this position."""

    type: ClassVar[str] = "OccurrenceFiled"
    occurrence: Id


class OccurrenceUnfiled(CaseEventBase):
    """An occurrence was taken out of the dossier."""

    type: ClassVar[str] = "OccurrenceUnfiled"
    occurrence: Id
    reason: Text


CaseEvent = CaseOpened | CaseAmended | OccurrenceFiled | OccurrenceUnfiled


# State


class CaseState(BaseModel):
    """What deciding needs to know of a case."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    content: Case | None = None
    filed: Growing[str, None] = Field(default_factory=Growing)


def stream(case: str) -> str:
    """The name of a case's stream."""
    return f"case:{case}"


def evolve(state: CaseState, event: Event) -> CaseState:
    """The state after one event."""
    match event:
        case CaseOpened(content=content) | CaseAmended(content=content):
            return state.model_copy(update={"content": content})
        case OccurrenceFiled(occurrence=occurrence):
            return state.model_copy(update={"filed": state.filed.put(occurrence, None)})
        case OccurrenceUnfiled(occurrence=occurrence):
            return state.model_copy(update={"filed": state.filed.drop(occurrence)})
    return state


def decide(command: CaseCommand, state: CaseState, around: Surroundings) -> Iterable[Event]:
    """The events that a command brings about; none where nothing is left to do."""
    if around.private_names:
        around.refuse_private_names(command.model_dump(mode="json"))
    if state.content is None and not isinstance(command, OpenCase):
        raise NotFound(f"no case goes by the id {command.case!r}", subject=command.case)
    match command:
        case OpenCase(case=case, content=content):
            if state.content is None:
                return (CaseOpened(case=case, content=content),)
            if state.content == content:
                return ()
            raise Refused(f"case {case} is open with other content; amend it instead", rule="differs", subject=case)
        case AmendCase(case=case, content=content, reason=reason):
            return () if state.content == content else (CaseAmended(case=case, content=content, reason=reason),)
        case FileOccurrence(case=case, occurrence=occurrence):
            return () if occurrence in state.filed else (OccurrenceFiled.decided(case=case, occurrence=occurrence),)
        case UnfileOccurrence(case=case, occurrence=occurrence, reason=reason):
            if occurrence not in state.filed:
                return ()
            return (OccurrenceUnfiled(case=case, occurrence=occurrence, reason=reason),)
