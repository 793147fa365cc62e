"""Occurrences: an identity, a kind, its accounts, and what ties it to others. Events, state, `evolve`.

This aggregate has more verbs than the others, so what is asked of it (`occurrence_commands.py`) and what that brings
about (`decide_occurrence.py`) have files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.account import Account, version_id, written
from domain.event import Event
from domain.growing import Growing
from domain.prepared_account import PreparedAccount, recorded_form
from domain.provenance import Citation, Disclosure
from domain.values import Id, Text, Value, Word

LinkKind = Literal["responds_to", "discloses", "denies", "part_of", "foretells", "causes"]
"""How one occurrence bears on another; `causes` is always somebody's claim and so needs a citation."""

RestsOn = Annotated[tuple[Id, ...], Field(max_length=50)]
"""Ids of account versions; a judgement that rests on accounts is visible only when all of them are."""


class Link(Value):
    """A tie from one occurrence to another, with what it rests on."""

    kind: LinkKind
    to: Id
    citation: Citation | None = None
    rests_on: RestsOn = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _cause_is_cited(self) -> Self:
        if self.kind == "causes" and self.citation is None:
            raise ValueError("a causal link is somebody's claim and needs the citation in which it is made")
        return self


# Events


class OccurrenceEventBase(Event):
    """What every event of an occurrence names: the occurrence."""

    occurrence: Id

    @property
    def stream(self) -> str:
        """The stream of the occurrence."""
        return stream(self.occurrence)


class OccurrenceRecorded(OccurrenceEventBase):
    """An occurrence is in the record, with its first account."""

    type: ClassVar[str] = "OccurrenceRecorded"
    kind: Word
    account_id: Id
    version_id: Id
    account: Account

    def written(self) -> bytes:
        """The recorded form, round that of the account: an import writes an account once, not twice."""
        return recorded_form(self.occurrence, self.kind, self.account_id, self.version_id, written(self.account))


class AccountAdded(OccurrenceEventBase):
    """Another citation tells of the occurrence."""

    type: ClassVar[str] = "AccountAdded"
    account_id: Id
    version_id: Id
    account: Account

    def written(self) -> bytes:
        """The recorded form, round that of the account."""
        # ids have no character that JSON would escape
        of = f'{{"occurrence":"{self.occurrence}","account_id":"{self.account_id}","version_id":"{self.version_id}"'
        return of.encode() + b',"account":' + written(self.account) + b"}"


class AccountCorrected(OccurrenceEventBase):
    """The source corrected itself: before the disclosure the old version stands, from it on this one."""

    type: ClassVar[str] = "AccountCorrected"
    account_id: Id
    ends: Id
    version_id: Id
    account: Account
    disclosed: Disclosure


class AccountAmended(OccurrenceEventBase):
    """We mended our transcription: this version stands wherever the one it ends stood, from this position."""

    type: ClassVar[str] = "AccountAmended"
    account_id: Id
    ends: Id
    version_id: Id
    account: Account
    reason: Text


class AccountRetracted(OccurrenceEventBase):
    """The source took it back, from the day of disclosure."""

    type: ClassVar[str] = "AccountRetracted"
    account_id: Id
    ends: Id
    disclosed: Disclosure


class AccountWithdrawn(OccurrenceEventBase):
    """We took it out of the record, for every day, from this position."""

    type: ClassVar[str] = "AccountWithdrawn"
    account_id: Id
    ends: Id
    reason: Text


class AccountReinstated(OccurrenceEventBase):
    """We put it back: the withdrawal of this version no longer holds."""

    type: ClassVar[str] = "AccountReinstated"
    account_id: Id
    version_id: Id
    reason: Text


class OccurrenceReclassified(OccurrenceEventBase):
    """Our judgement of the kind changed."""

    type: ClassVar[str] = "OccurrenceReclassified"
    kind: Word
    reason: Text


class OccurrenceWithdrawn(OccurrenceEventBase):
    """We withdrew every account that stood; `ends` names their versions."""

    type: ClassVar[str] = "OccurrenceWithdrawn"
    ends: tuple[Id, ...]
    reason: Text


class OccurrenceIdentified(OccurrenceEventBase):
    """We judge it to be the same as another."""

    type: ClassVar[str] = "OccurrenceIdentified"
    same_as: Id
    reason: Text
    rests_on: RestsOn = ()


class OccurrenceDistinguished(OccurrenceEventBase):
    """We took a judgement of sameness back."""

    type: ClassVar[str] = "OccurrenceDistinguished"
    distinct_from: Id
    reason: Text


class OccurrenceLinked(OccurrenceEventBase):
    """It is tied to another; the tie's id is that of its kind and target."""

    type: ClassVar[str] = "OccurrenceLinked"
    link: Link


class OccurrenceUnlinked(OccurrenceEventBase):
    """A tie was taken back."""

    type: ClassVar[str] = "OccurrenceUnlinked"
    link: Link
    reason: Text


class ClaimSetAside(OccurrenceEventBase):
    """A claim no longer takes part in solving dates."""

    type: ClassVar[str] = "ClaimSetAside"
    version: ClassVar[int] = 2
    claim: str
    reason: Text


class ClaimRestored(OccurrenceEventBase):
    """A claim takes part again."""

    type: ClassVar[str] = "ClaimRestored"
    version: ClassVar[int] = 2
    claim: str
    reason: Text


# State


class VersionState(BaseModel):
    """One version of an account, and how it ended, if it did."""

    model_config = ConfigDict(frozen=True)

    account_id: str
    source: str
    replaced_by: str | None = None
    retracted: Disclosure | None = None
    withdrawn: bool = False

    @property
    def stands(self) -> bool:
        """Whether it is neither replaced, nor retracted, nor withdrawn."""
        return self.replaced_by is None and self.retracted is None and not self.withdrawn


class OccurrenceState(BaseModel):
    """What deciding needs to know of an occurrence."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    kind: str | None = None
    accounts: Growing[str, None] = Field(default_factory=Growing)
    versions: Growing[str, VersionState] = Field(default_factory=Growing)
    links: Growing[Link, None] = Field(default_factory=Growing)
    set_aside: Growing[str, None] = Field(default_factory=Growing)


def derived_version_id(event: Event, account: Account | Mapping[str, Any] | None) -> str | None:
    """The id that an event's account, or its recorded form, gives to the version that the event begins, if it does."""
    match event:
        case OccurrenceRecorded(account_id=account_id) | AccountAdded(account_id=account_id):
            ends = None
        case AccountCorrected(account_id=account_id, ends=ends) | AccountAmended(account_id=account_id, ends=ends):
            pass
        case _:
            return None
    return None if account is None else version_id(account_id, ends, account)


def stream(occurrence: str) -> str:
    """The name of an occurrence's stream."""
    return f"occurrence:{occurrence}"


def evolve_prepared(state: OccurrenceState, account: PreparedAccount) -> OccurrenceState:
    """The state after the event by which a prepared account came into the record."""
    if state.kind is None:
        state = state.model_copy(update={"kind": account.kind})
    return _with_version(state, account.account_id, account.version_id, account.source)


def evolve(state: OccurrenceState, event: Event) -> OccurrenceState:
    """The state after one event."""
    match event:
        case OccurrenceRecorded(kind=kind):
            return _with_version_of(state.model_copy(update={"kind": kind}), event)
        case AccountAdded():
            return _with_version_of(state, event)
        case AccountCorrected(ends=ends, version_id=version) | AccountAmended(ends=ends, version_id=version):
            return _with_version_of(_ended(state, ends, replaced_by=version), event)
        case AccountRetracted(ends=ends, disclosed=disclosed):
            return _ended(state, ends, retracted=disclosed)
        case AccountWithdrawn(ends=ends):
            return _ended(state, ends, withdrawn=True)
        case AccountReinstated(version_id=version):
            return _ended(state, version, withdrawn=False)
        case OccurrenceWithdrawn(ends=versions):
            for version in versions:
                state = _ended(state, version, withdrawn=True)
            return state
    return _evolve_ties(state, event)


def _evolve_ties(state: OccurrenceState, event: Event) -> OccurrenceState:
    match event:
        case OccurrenceReclassified(kind=kind):
            return state.model_copy(update={"kind": kind})
        case OccurrenceLinked(link=link):
            return state.model_copy(update={"links": state.links.put(link, None)})
        case OccurrenceUnlinked(link=link):
            return state.model_copy(update={"links": state.links.drop(link)})
        case ClaimSetAside(claim=claim):
            return state.model_copy(update={"set_aside": state.set_aside.put(claim, None)})
        case ClaimRestored(claim=claim):
            return state.model_copy(update={"set_aside": state.set_aside.drop(claim)})
    return state


def _with_version_of(
    state: OccurrenceState, event: OccurrenceRecorded | AccountAdded | AccountCorrected | AccountAmended
) -> OccurrenceState:
    return _with_version(state, event.account_id, event.version_id, event.account.citation.source)


def _with_version(state: OccurrenceState, account: str, version: str, source: str) -> OccurrenceState:
    begun = VersionState(account_id=account, source=source)
    return state.model_copy(
        update={"accounts": state.accounts.put(account, None), "versions": state.versions.put(version, begun)}
    )


def _ended(state: OccurrenceState, version: str, **how: object) -> OccurrenceState:
    if version not in state.versions:
        return state
    ended = state.versions[version].model_copy(update=how)
    return state.model_copy(update={"versions": state.versions.put(version, ended)})
