"""Every command that the record takes, as one union told apart by `do`, and the one way to decide it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter

from domain import case, decide_occurrence, occurrence, occurrence_commands, party, register, source
from domain.event import Command, Event
from domain.prepared_account import PreparedAccount
from domain.surroundings import Surroundings

AnyCommand = Annotated[
    source.RegisterSource
    | source.AmendSource
    | source.RetractSource
    | occurrence_commands.RecordAccount
    | occurrence_commands.CorrectAccount
    | occurrence_commands.AmendAccount
    | occurrence_commands.RetractAccount
    | occurrence_commands.WithdrawAccount
    | occurrence_commands.ReinstateAccount
    | occurrence_commands.ReclassifyOccurrence
    | occurrence_commands.WithdrawOccurrence
    | occurrence_commands.IdentifyOccurrences
    | occurrence_commands.DistinguishOccurrences
    | occurrence_commands.LinkOccurrences
    | occurrence_commands.UnlinkOccurrences
    | occurrence_commands.SetClaimAside
    | occurrence_commands.RestoreClaim
    | case.OpenCase
    | case.AmendCase
    | case.FileOccurrence
    | case.UnfileOccurrence
    | party.RegisterParty
    | party.AmendParty
    | register.AskRule,
    Field(discriminator="do"),
]

COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand, config=ConfigDict(defer_build=True))
"""Reads a command from plain JSON content or from JSON bytes."""


STATES: MappingProxyType[str, type[Any]] = MappingProxyType(
    {
        "source": source.SourceState,
        "occurrence": occurrence.OccurrenceState,
        "case": case.CaseState,
        "party": party.PartyState,
        "register": register.RegisterState,
    }
)
"""By the noun with which the name of a stream begins: what is known of such a stream."""


def initial_state(stream: str) -> Any:
    """The state of a stream that holds nothing yet."""
    return STATES[stream.partition(":")[0]]()


def evolve(state: Any, event: Event | PreparedAccount) -> Any:
    """The state after one event, whatever the stream, or after a prepared account that came into the record."""
    if isinstance(event, PreparedAccount):
        return occurrence.evolve_prepared(state, event)
    match state:
        case source.SourceState():
            return source.evolve(state, event)
        case occurrence.OccurrenceState():
            return occurrence.evolve(state, event)
        case case.CaseState():
            return case.evolve(state, event)
        case party.PartyState():
            return party.evolve(state, event)
        case register.RegisterState():
            return register.evolve(state, event)
    raise AssertionError(f"no stream has a state of {type(state)}")


def decide(command: Command, state: Any, around: Surroundings) -> tuple[Event, ...]:
    """The events that a command brings about, whatever the stream; none where nothing is left to do."""
    match state:
        case source.SourceState():
            return tuple(source.decide(command, state, around))  # type: ignore[arg-type]
        case occurrence.OccurrenceState():
            return tuple(decide_occurrence.decide(command, state, around))  # type: ignore[arg-type]
        case case.CaseState():
            return tuple(case.decide(command, state, around))  # type: ignore[arg-type]
        case party.PartyState():
            return tuple(party.decide(command, state, around))  # type: ignore[arg-type]
        case register.RegisterState():
            return tuple(register.decide(command, state, around))  # type: ignore[arg-type]
    raise AssertionError(f"no stream has a state of {type(state)}")
