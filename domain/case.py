"""Cases: dossiers in which occurrences are filed. Commands, events, state, `evolve`, `decide`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple

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


@dataclass(frozen=True, slots=True)
class CaseState:
    """What deciding needs to know of a case; a plain value, because an import makes one for every filing."""

    content: Case | None = None
    filed: Growing[str, None] = field(default_factory=Growing)


class PreparedFiling(NamedTuple):
    """A checked command to file an occurrence, in its recorded form: what follows from it alone."""

    stream: str
    case: str
    occurrence: str
    recorded: bytes

    def asked(self) -> dict[str, Any]:
        """The command as plain JSON."""
        return {"do": "file_occurrence", "case": self.case, "occurrence": self.occurrence}


def stream(case: str) -> str:
    """The name of a case's stream."""
    return f"case:{case}"


def evolve(state: CaseState, event: Event) -> CaseState:
    """The state after one event."""
    match event:
        case OccurrenceFiled(occurrence=occurrence):
            return _filed(state, occurrence)
        case CaseOpened(content=content) | CaseAmended(content=content):
            return CaseState(content, state.filed)
        case OccurrenceUnfiled(occurrence=occurrence):
            return CaseState(state.content, state.filed.drop(occurrence))
    return state


def decide(command: CaseCommand, state: CaseState, around: Surroundings) -> Iterable[Event]:
    """The events that a command brings about; none where nothing is left to do."""
    if around.private_names:
        around.refuse_private_names(command.model_dump(mode="json"))
    if state.content is None and not isinstance(command, OpenCase):
        raise _no_case(command.case)
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


def prepared_filing(command: FileOccurrence) -> PreparedFiling:
    """The command with what follows from it alone; ids have no character that JSON would escape."""
    case, occurrence = command.case, command.occurrence
    form = f'{{"case":"{case}","occurrence":"{occurrence}"}}'
    return PreparedFiling(f"case:{case}", case, occurrence, form.encode())


def decide_filing(asked: PreparedFiling, state: CaseState, around: Surroundings) -> CaseState | None:
    """The state after the event that a prepared filing comes to; `None` where nothing is left to do.

    Raises as `decide` does, by the same rules.
    """
    if around.private_names:
        around.refuse_private_names(asked.asked())
    if state.content is None:
        raise _no_case(asked.case)
    return None if asked.occurrence in state.filed else _filed(state, asked.occurrence)


def _filed(state: CaseState, occurrence: str) -> CaseState:
    return CaseState(state.content, state.filed.put(occurrence, None))


def _no_case(case: str) -> NotFound:
    return NotFound(f"no case goes by the id {case!r}", subject=case)
