"""What a command to an occurrence brings about: pure, given the state of its stream and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.account import Account, version_id
from domain.claim_ids import require_claim
from domain.errors import NotFound, Refused
from domain.event import Event
from domain.identification import path_between
from domain.kinds import kind_named
from domain.occurrence import (
    AccountAdded,
    AccountAmended,
    AccountCorrected,
    AccountReinstated,
    AccountRetracted,
    AccountWithdrawn,
    ClaimRestored,
    ClaimSetAside,
    OccurrenceDistinguished,
    OccurrenceIdentified,
    OccurrenceLinked,
    OccurrenceReclassified,
    OccurrenceRecorded,
    OccurrenceState,
    OccurrenceUnlinked,
    OccurrenceWithdrawn,
    VersionState,
)
from domain.occurrence_commands import (
    AmendAccount,
    CorrectAccount,
    DistinguishOccurrences,
    IdentifyOccurrences,
    LinkOccurrences,
    OccurrenceCommand,
    ReclassifyOccurrence,
    RecordAccount,
    ReinstateAccount,
    RestoreClaim,
    RetractAccount,
    SetClaimAside,
    UnlinkOccurrences,
    WithdrawAccount,
    WithdrawOccurrence,
)
from domain.prepared_account import PreparedAccount, prepare
from domain.source import refuse_disclosure_before_publication
from domain.surroundings import Surroundings

Begun = type[OccurrenceRecorded] | type[AccountAdded]
"""The types of event by which an account comes into the record."""


def decide(command: OccurrenceCommand, state: OccurrenceState, around: Surroundings) -> Iterable[Event]:
    """The events that a command brings about; none where nothing is left to do.

    Raises `NotFound` for an unknown occurrence, version, source or party, and `Refused` with the rule that said no.
    """
    if around.private_names:
        around.refuse_private_names(command.model_dump(mode="json", exclude_none=True))
    if isinstance(command, RecordAccount):
        return _record(command, state, around)
    if state.kind is None:
        raise NotFound(f"no occurrence goes by the id {command.occurrence!r}", subject=command.occurrence)
    match command:
        case CorrectAccount() | AmendAccount():
            return _replace(command, state, around)
        case RetractAccount() | WithdrawAccount() | ReinstateAccount():
            return _end_or_reinstate(command, state, around)
        case ReclassifyOccurrence(occurrence=occurrence, kind=kind, reason=reason):
            kind_named(kind)
            if kind == state.kind:
                return ()
            return (OccurrenceReclassified(occurrence=occurrence, kind=kind, reason=reason),)
        case WithdrawOccurrence(occurrence=occurrence, reason=reason):
            standing = tuple(sorted(id_ for id_, version in state.versions.items() if version.stands))
            return (OccurrenceWithdrawn(occurrence=occurrence, ends=standing, reason=reason),) if standing else ()
    return _tie(command, state, around)


def prepared(command: RecordAccount) -> PreparedAccount:
    """The command with what follows from it alone."""
    return prepare(command.stream, command.occurrence, command.kind, command.account, command.key)


def decide_prepared(asked: PreparedAccount, state: OccurrenceState, around: Surroundings) -> Begun | None:
    """What a prepared account comes to: the type of its one event; `None` where nothing is left to do.

    Raises as `decide` does: for both the rule is the same.
    """
    if around.private_names:
        around.refuse_private_names(asked.asked())
    return _begun(asked, state, around)


def _record(command: RecordAccount, state: OccurrenceState, around: Surroundings) -> Iterable[Event]:
    asked = prepared(command)
    begun = _begun(asked, state, around)
    if begun is None:
        return ()
    given: dict[str, Any] = {
        "occurrence": command.occurrence,
        "account_id": asked.account_id,
        "version_id": asked.version_id,
        "account": command.account,
    }
    return (begun.decided(kind=command.kind, **given) if begun is OccurrenceRecorded else begun.decided(**given),)


def _begun(asked: PreparedAccount, state: OccurrenceState, around: Surroundings) -> Begun | None:
    kind_named(asked.kind)
    around.publication_of(asked.source)
    for party in asked.parties:
        around.require_party(party)
    if state.kind is None and not state.versions:
        return OccurrenceRecorded
    version, account = asked.version_id, asked.account_id
    if version in state.versions:
        _refuse_withdrawn(version, state.versions[version])
        return None
    if account in state.accounts:
        raise Refused(
            f"account {account} is recorded with other content; correct it (the source's error) or amend it (ours)",
            rule="differs",
            subject=account,
        )
    if state.kind is None:
        return OccurrenceRecorded
    if state.kind != asked.kind:
        raise Refused(
            f"occurrence {asked.occurrence} is recorded as {state.kind}, not {asked.kind}; reclassify it, or let "
            "the account alone state another kind",
            rule="differs_in_kind",
            subject=asked.occurrence,
        )
    return AccountAdded


def _refuse_withdrawn(version: str, known: VersionState) -> None:
    if known.withdrawn:
        raise Refused(
            f"version {version} was withdrawn and is not added again silently; reinstate it if it is right",
            rule="withdrawn",
            subject=version,
        )


def _replace(command: CorrectAccount | AmendAccount, state: OccurrenceState, around: Surroundings) -> Iterable[Event]:
    ended = _version(state, command.version)
    _require_registered(command.account, around)
    version = version_id(ended.account_id, command.version, command.account)
    if ended.replaced_by == version:
        return ()
    _require_standing(command.version, ended)
    given: dict[str, Any] = {
        "occurrence": command.occurrence,
        "account_id": ended.account_id,
        "ends": command.version,
        "version_id": version,
        "account": command.account,
    }
    if isinstance(command, AmendAccount):
        return (AccountAmended(**given, reason=command.reason),)
    published = around.publication_of(ended.source)
    refuse_disclosure_before_publication(command.disclosed, published, command.version)
    return (AccountCorrected(**given, disclosed=command.disclosed),)


def _end_or_reinstate(
    command: RetractAccount | WithdrawAccount | ReinstateAccount, state: OccurrenceState, around: Surroundings
) -> Iterable[Event]:
    ended = _version(state, command.version)
    given: dict[str, Any] = {"occurrence": command.occurrence, "account_id": ended.account_id}
    match command:
        case ReinstateAccount(version=version, reason=reason):
            if not ended.withdrawn:
                return ()
            return (AccountReinstated(**given, version_id=version, reason=reason),)
        case WithdrawAccount(version=version, reason=reason):
            if ended.withdrawn:
                return ()
            if ended.replaced_by is not None:
                _require_standing(version, ended)
            return (AccountWithdrawn(**given, ends=version, reason=reason),)
        case RetractAccount(version=version, disclosed=disclosed):
            if ended.retracted == disclosed:
                return ()
            _require_standing(version, ended)
            refuse_disclosure_before_publication(disclosed, around.publication_of(ended.source), version)
            return (AccountRetracted(**given, ends=version, disclosed=disclosed),)


def _tie(command: OccurrenceCommand, state: OccurrenceState, around: Surroundings) -> Iterable[Event]:
    occurrence = command.occurrence
    match command:
        case IdentifyOccurrences() | DistinguishOccurrences():
            return _judge(command, around)
        case LinkOccurrences(link=link):
            if link.to == occurrence:
                raise Refused("an occurrence is not linked to itself", rule="self_link", subject=occurrence)
            return () if link in state.links else (OccurrenceLinked(occurrence=occurrence, link=link),)
        case UnlinkOccurrences(link=link, reason=reason):
            if link not in state.links:
                return ()
            return (OccurrenceUnlinked(occurrence=occurrence, link=link, reason=reason),)
        case SetClaimAside(claim=claim, reason=reason):
            require_claim(claim, occurrence, {id_: version.source for id_, version in state.versions.items()})
            if claim in state.set_aside:
                return ()
            return (ClaimSetAside(occurrence=occurrence, claim=claim, reason=reason),)
        case RestoreClaim(claim=claim, reason=reason):
            if claim not in state.set_aside:
                return ()
            return (ClaimRestored(occurrence=occurrence, claim=claim, reason=reason),)
    raise AssertionError(f"no rule for {command.do}")


def _judge(command: IdentifyOccurrences | DistinguishOccurrences, around: Surroundings) -> Iterable[Event]:
    occurrence = command.occurrence
    other = command.same_as if isinstance(command, IdentifyOccurrences) else command.distinct_from
    if other == occurrence:
        raise Refused("an occurrence is judged against another one", rule="self_judgement", subject=occurrence)
    edges = {edge for edge in ((occurrence, other), (other, occurrence)) if edge in around.same_as}
    if isinstance(command, IdentifyOccurrences):
        if edges:
            return ()
        return (
            OccurrenceIdentified(
                occurrence=occurrence, same_as=other, reason=command.reason, rests_on=command.rests_on
            ),
        )
    path = path_between(occurrence, other, around.same_as - edges)
    if path:
        raise Refused(
            f"a path of judgements still joins the two: {' = '.join(path)}; distinguish along it first",
            rule="still_joined",
            subject=occurrence,
        )
    if not edges:
        return ()
    return (OccurrenceDistinguished(occurrence=occurrence, distinct_from=other, reason=command.reason),)


def _require_registered(account: Account, around: Surroundings) -> None:
    around.publication_of(account.citation.source)
    for part in account.parties:
        around.require_party(part.party)
    for voice in account.attribution:
        if voice.party is not None:
            around.require_party(voice.party)


def _version(state: OccurrenceState, version: str) -> VersionState:
    try:
        return state.versions[version]
    except KeyError:
        raise NotFound(f"no version of an account goes by the id {version!r}", subject=version) from None


def _require_standing(version: str, known: VersionState) -> None:
    if not known.stands:
        raise Refused(f"version {version} has already ended; name the one that stands", rule="ended", subject=version)
