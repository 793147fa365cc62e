"""A log in memory, for histories that no store has to keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from domain.errors import NotFound
from domain.event import Event
from domain.events import EVENT_TYPES
from projections.log import DEFAULT_BATCH_ROWS, UNREADABLE_TOPIC, JoinedBatch, OtherRow, RawBatch, RawRow


class MemoryLog:
    """A log in a list; fulfils `projections.log.EventLog`, and can be appended to."""

    def __init__(self, rows: Sequence[RawRow] = ()) -> None:
        self.stored = list(rows)

    def append(self, event: Event) -> None:
        self.stored.append(row_of(event, len(self.stored) + 1))

    def head(self) -> int:
        return len(self.stored)

    def batches(self, after: int, size: int = DEFAULT_BATCH_ROWS) -> Iterator[RawBatch]:
        for start in range(after, len(self.stored), size):
            rows = self.stored[start : start + size]
            yield RawBatch(
                start + 1, [row.topic for row in rows], [row.state for row in rows], [row.stream for row in rows]
            )

    def joined(self, after: int, size: int, usual: str) -> Iterator[JoinedBatch]:
        return (joined(batch, usual) for batch in self.batches(after, size))

    def sift(self, positions: range) -> RawBatch:
        (batch,) = MemoryLog(self.stored[positions.start - 1 : positions.stop - 1]).batches(0)
        kept = [_is_event(topic, state) for topic, state in zip(batch.topics, batch.states, strict=True)]
        topics = [topic if good else UNREADABLE_TOPIC for topic, good in zip(batch.topics, kept, strict=True)]
        return batch._replace(first_position=positions.start, topics=topics)

    def rows(self, positions: Sequence[int]) -> list[RawRow]:
        for position in positions:
            if not 1 <= position <= len(self.stored):
                raise NotFound(f"no row at {position}", subject=str(position))
        return [self.stored[position - 1] for position in positions]


def joined(batch: RawBatch, usual: str, pieces: int = 2) -> JoinedBatch:
    """The same rows in a few long texts, as a database would put them together."""
    others = [
        OtherRow(row, topic, stream)
        for row, (topic, stream) in enumerate(zip(batch.topics, batch.streams, strict=True))
        if topic != usual
    ]
    size = -(-batch.rows // pieces)
    texts = [b"\n".join(batch.states[first : first + size]) for first in range(0, batch.rows, size)]
    return JoinedBatch(batch.first_position, batch.rows, texts, others)


def _is_event(topic: str, state: bytes) -> bool:
    try:
        EVENT_TYPES[topic.partition("/")[0]].model_validate(json.loads(state)["data"])
    except (KeyError, TypeError, ValueError):
        return False
    return True


def row_of(event: Event, position: int) -> RawRow:
    """An event as the store would lay it down."""
    envelope = {
        "event_id": f"00000000-0000-0000-0000-{position:012d}",
        "recorded_at": "2026-11-22T00:00:00.000000Z",
        "recorded_by": "tests",
        "data": event.model_dump(mode="json", exclude_none=True),
    }
    state = json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode()
    return RawRow(position, f"{event.type}/{event.version}", event.stream, 1, state)
