"""Checking a log against itself: every row, every id that can be derived again, every hash of content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import orjson

from domain.errors import Unreadable
from domain.event import Event
from domain.ids import event_id
from domain.occurrence import derived_version_id
from domain.values import Value
from store.log import StoredLog
from store.mapper import Envelope, EventMapper, RowOfLog, topic_of

PAGE_ROWS = 5_000
SHOWN_FINDINGS = 1_000


class Finding(Value):
    """One thing that is not as it was when it was written."""

    position: int
    stream: str
    fault: Literal["unreadable", "stream_version", "event_id_twice", "event_id", "version_id"]
    detail: str


class Verification(Value):
    """What came of reading the whole log: how many events, and what was found; the first thousand findings are kept."""

    position: int
    events: int
    findings: tuple[Finding, ...]
    findings_total: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return self.findings_total == 0


@dataclass
class _Seen:
    """What has to be remembered of earlier rows, kept small: an int a stream, sixteen bytes an event."""

    versions: dict[str, int] = field(default_factory=dict)
    event_ids: set[bytes] = field(default_factory=set)


def verify(log: StoredLog, mapper: EventMapper) -> Verification:
    """Read the whole log as it is now, page by page."""
    head, events, total = log.head(), 0, 0
    kept: list[Finding] = []
    seen = _Seen()
    for position, row in _numbered(log, head):
        events += 1
        for finding in _faults(row, position, mapper, seen, log):
            total += 1
            if len(kept) < SHOWN_FINDINGS:
                kept.append(finding)
    return Verification(position=head, events=events, findings=tuple(kept), findings_total=total)


def _numbered(log: StoredLog, head: int) -> Iterator[tuple[int, RowOfLog]]:
    for first in range(1, head + 1, PAGE_ROWS):
        positions = range(first, min(first + PAGE_ROWS, head + 1))
        yield from zip(positions, log.stored_rows(positions), strict=True)


def _faults(row: RowOfLog, position: int, mapper: EventMapper, seen: _Seen, log: StoredLog) -> Iterator[Finding]:
    def finding(fault: str, detail: str) -> Finding:
        return Finding.model_validate(
            {"position": position, "stream": str(row.stream), "fault": fault, "detail": detail}
        )

    expected = seen.versions.get(row.stream, 0) + 1
    seen.versions[row.stream] = row.version
    if row.version != expected:
        yield finding("stream_version", f"version {row.version} follows version {expected - 1}")
    try:
        envelope = mapper.envelope(row, position)
    except Unreadable as failure:
        log.unreadable(row, failure)
        yield finding("unreadable", failure.message)
        return
    own_id = bytes.fromhex(envelope.event_id.replace("-", ""))
    if own_id in seen.event_ids:
        yield finding("event_id_twice", envelope.event_id)
    seen.event_ids.add(own_id)
    yield from (finding(fault, detail) for fault, detail in _derived(row, envelope))


def _derived(row: RowOfLog, envelope: Envelope[Event]) -> Iterator[tuple[str, str]]:
    """The ids that follow from content and do not."""
    event = envelope.data
    if row.topic != topic_of(event):
        return  # upcast: what it was when it was hashed is no more
    if envelope.key is not None and envelope.event_id not in _ids_by_key(row, envelope.key):
        yield "event_id", f"{envelope.event_id} does not follow from the key of its request"
    # The hash is that of what was recorded: a field that the account has gained since has no part in it.
    expected = derived_version_id(event, orjson.loads(row.state)["data"].get("account"))
    named = getattr(event, "version_id", None)
    if expected not in (None, named):
        yield "version_id", f"{named} is not the hash of its content, which is {expected}"


def _ids_by_key(row: RowOfLog, key: str) -> Iterator[str]:
    return (event_id(key, row.stream, index) for index in range(row.version))
