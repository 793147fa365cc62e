"""The history of an occurrence in the record: who recorded what, and when. The audit."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from pydantic import Field

from domain.values import Id, Value
from projections.log import RawRow
from projections.lookup import occurrence_id
from projections.names import Parties, with_names
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class HistoryQuery(Value):
    """Which occurrence."""

    id: Annotated[Id, Field(description="the id of the occurrence, or of one judged to be the same")]


class HistoryEvent(Value):
    """One event in the log: where it stands, who recorded it when, and what it says, as stored."""

    position: int
    recorded_at: str
    recorded_by: str
    type: str
    version: int
    stream: str
    stream_version: int
    event_id: str
    sentence: Annotated[str, Field(description="what was done, in words")]
    data: dict[str, Any]


class History(View):
    """Every event about the occurrence up to the position, in the order of the log, whatever the day of knowledge."""

    lines = ("events",)

    occurrence: str
    recorded_as: tuple[str, ...]
    events: tuple[HistoryEvent, ...]


class OccurrenceHistory(Projection):
    """Who recorded, amended or withdrew what about an occurrence, and when."""

    name, Query, View = "history", HistoryQuery, History
    path = "/occurrences/{id}/history"

    def answer(self, slice: Slice, query: HistoryQuery) -> History:
        """The events of the occurrence and of those judged to be the same."""
        occurrence = occurrence_id(slice, query.id)
        recorded_as = slice.identified(occurrence)
        events = tuple(history_event(row, slice.parties_known) for row in slice.events_about(recorded_as))
        return History(occurrence=occurrence, recorded_as=recorded_as, events=events)


_SENTENCES = {
    "OccurrenceRecorded": "recorded the occurrence with its first account",
    "AccountAdded": "added an account",
    "AccountCorrected": "recorded that the source corrected itself",
    "AccountAmended": "mended our own transcription: {reason}",
    "AccountRetracted": "recorded that the source took the account back",
    "AccountWithdrawn": "withdrew an account: {reason}",
    "AccountReinstated": "put an account back: {reason}",
    "OccurrenceReclassified": "changed the kind to {kind}: {reason}",
    "OccurrenceWithdrawn": "withdrew the occurrence: {reason}",
    "OccurrenceIdentified": "judged it to be the same as {same_as}: {reason}",
    "OccurrenceDistinguished": "took back that it is the same as {distinct_from}: {reason}",
    "OccurrenceLinked": "tied it to another occurrence",
    "OccurrenceUnlinked": "took a tie back: {reason}",
    "ClaimSetAside": "set the claim {claim} aside: {reason}",
    "ClaimRestored": "restored the claim {claim}: {reason}",
    "OccurrenceFiled": "filed it in the case {case}",
    "OccurrenceUnfiled": "took it out of the case {case}: {reason}",
}


def history_event(row: RawRow, parties: Parties) -> HistoryEvent:
    """One row of the log as the audit shows it."""
    stored = orjson.loads(row.state)
    event_type, _, version = row.topic.partition("/")
    data = stored.get("data", {})
    sentence = _SENTENCES.get(event_type, event_type)
    return HistoryEvent(
        position=row.position,
        recorded_at=stored.get("recorded_at", ""),
        recorded_by=stored.get("recorded_by", ""),
        type=event_type,
        version=int(version),
        stream=row.stream,
        stream_version=row.stream_version,
        event_id=stored.get("event_id", ""),
        sentence=with_names(sentence.format_map({name: str(value) for name, value in data.items()}), parties),
        data=data,
    )
