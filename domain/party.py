"""Parties: states, organisations and persons who take part. Commands, events, state, `evolve`, `decide`.

The name of a private person is written in the stream of the party and nowhere else; the id of such a party is opaque.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import NotFound, Refused
from domain.event import Command, Event
from domain.places import CountryCode
from domain.surroundings import Surroundings
from domain.values import Id, Line, Text, Value


class Party(Value):
    """A state, an organisation, a group or a person.

    `private` marks a person without a public role: such a name is shown only where the party itself is asked for.
    `functions` are the public roles in which sources name a person, as the sources give them.
    """

    kind: Literal["state", "organisation", "group", "person"]
    name: Line
    private: bool = False
    aliases: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    functions: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    country: CountryCode | None = None
    note: Text | None = None


# Commands


class PartyCommandBase(Command):
    """What every command to a party names: the party."""

    party: Id

    @property
    def stream(self) -> str:
        """The stream of the party."""
        return stream(self.party)


class RegisterParty(PartyCommandBase):
    """Register a state, an organisation, a group or a person."""

    do: Literal["register_party"] = "register_party"
    content: Party


class AmendParty(PartyCommandBase):
    """Mend or complete what is registered of a party."""

    do: Literal["amend_party"] = "amend_party"
    content: Party
    reason: Text


PartyCommand = RegisterParty | AmendParty


# Events


class PartyEventBase(Event):
    """What every event of a party names: the party."""

    party: Id

    @property
    def stream(self) -> str:
        """The stream of the party."""
        return stream(self.party)


class PartyRegistered(PartyEventBase):
    """A party is now known to the record."""

    type: ClassVar[str] = "PartyRegistered"
    content: Party


class PartyAmended(PartyEventBase):
    """What is registered of a party was mended or completed."""

    type: ClassVar[str] = "PartyAmended"
    content: Party
    reason: Text


PartyEvent = PartyRegistered | PartyAmended


# State


class PartyState(BaseModel):
    """What deciding needs to know of a party."""

    model_config = ConfigDict(frozen=True)

    content: Party | None = None


def stream(party: str) -> str:
    """The name of a party's stream."""
    return f"party:{party}"


def evolve(state: PartyState, event: Event) -> PartyState:
    """The state after one event."""
    match event:
        case PartyRegistered(content=content) | PartyAmended(content=content):
            return state.model_copy(update={"content": content})
    return state


def decide(command: PartyCommand, state: PartyState, around: Surroundings) -> Iterable[Event]:
    """The events that a command brings about; none where nothing is left to do."""
    del around
    match command:
        case RegisterParty(party=party, content=content):
            _refuse_telling_id(party, content)
            if state.content is None:
                return (PartyRegistered(party=party, content=content),)
            if state.content == content:
                return ()
            raise Refused(
                f"party {party} is registered with other content; amend it instead", rule="differs", subject=party
            )
        case AmendParty(party=party, content=content, reason=reason):
            _refuse_telling_id(party, content)
            if state.content is None:
                raise NotFound(f"no party goes by the id {party!r}", subject=party)
            return () if state.content == content else (PartyAmended(party=party, content=content, reason=reason),)


def _refuse_telling_id(party: str, content: Party) -> None:
    if not content.private:
        return
    words = [word for name in (content.name, *content.aliases) for word in name.casefold().split() if len(word) > 2]
    if any(word in party.casefold() for word in words):
        raise Refused("the id of a private person must not hold a part of the name", rule="telling_id", subject=party)
