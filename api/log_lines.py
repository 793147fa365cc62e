"""The log as lines of plain JSON: what the feed, the stream and the export print, one event a line.

`{position, type, version, stream, recorded_at, data}`. The stored bytes of `data` are handed through as they are, so a
line costs no object of the domain and says exactly what is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from projections.log import UNREADABLE_TOPIC, EventLog, RawBatch, RawRow

PAGE_ROWS = 1_000


class _Stored(msgspec.Struct):
    """What a line needs of a stored row; the rest of the envelope stays in the store."""

    recorded_at: str | None = None
    data: msgspec.Raw = msgspec.Raw(b"{}")


_DECODER = msgspec.json.Decoder(_Stored)


class LogLine(msgspec.Struct):
    """One line, in the order in which it is printed."""

    position: int
    type: str
    version: int
    stream: str
    recorded_at: str | None
    data: msgspec.Raw


_ENCODER = msgspec.json.Encoder()


def line_of(position: int, topic: str, stream: str, state: bytes) -> bytes:
    """The line of one stored row, without a line end; a quarantined row has the type `Unreadable` and no data."""
    try:
        stored = _DECODER.decode(state)
    except msgspec.DecodeError:
        topic, stored = UNREADABLE_TOPIC, _Stored()
    event_type, _, version = topic.rpartition("/")
    return _ENCODER.encode(LogLine(position, event_type, int(version), stream, stored.recorded_at, stored.data))


def page(log: EventLog, after: int, limit: int) -> list[bytes]:
    """The lines of at most `limit` events after a position."""
    rows: Sequence[RawRow] = log.rows(range(after + 1, min(after + limit, log.head()) + 1))
    return [line_of(row.position, row.topic, row.stream, row.state) for row in rows]


def lines(log: EventLog, after: int = 0, page_rows: int = PAGE_ROWS) -> Iterator[bytes]:
    """The lines of every event after a position, read page by page."""
    batch: RawBatch
    for batch in log.batches(after, page_rows):
        for offset, state in enumerate(batch.states):
            yield line_of(batch.first_position + offset, batch.topics[offset], batch.streams[offset], state)
