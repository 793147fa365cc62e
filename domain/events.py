"""Every event that the log may hold, by its stable type name."""

from __future__ import annotations

from types import MappingProxyType

from domain import case, occurrence, party, register, source
from domain.event import Event

EVENT_TYPES: MappingProxyType[str, type[Event]] = MappingProxyType(
    {
        event.type: event
        for event in (
            source.SourceRegistered,
            source.SourceAmended,
            source.SourceRetracted,
            occurrence.OccurrenceRecorded,
            occurrence.AccountAdded,
            occurrence.AccountCorrected,
            occurrence.AccountAmended,
            occurrence.AccountRetracted,
            occurrence.AccountWithdrawn,
            occurrence.AccountReinstated,
            occurrence.OccurrenceReclassified,
            occurrence.OccurrenceWithdrawn,
            occurrence.OccurrenceIdentified,
            occurrence.OccurrenceDistinguished,
            occurrence.OccurrenceLinked,
            occurrence.OccurrenceUnlinked,
            occurrence.ClaimSetAside,
            occurrence.ClaimRestored,
            case.CaseOpened,
            case.CaseAmended,
            case.OccurrenceFiled,
            case.OccurrenceUnfiled,
            party.PartyRegistered,
            party.PartyAmended,
            register.RuleAsked,
        )
    }
)
