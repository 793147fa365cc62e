"""The log as the read side sees it: a small protocol that this room owns and the store fulfils.

Rows travel in batches of parallel sequences, never as one object per event: that is what makes rebuilding a million
events a matter of seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

UNREADABLE_TOPIC = "Unreadable/1"
"""The topic under which a quarantined row is handed over, with an empty object as its state."""

DEFAULT_BATCH_ROWS = 50_000


class RawBatch(NamedTuple):
    """Consecutive rows of the log, upcast to their current versions; row `i` has position `first_position + i`.

    `topics` are `Type/version`; `states` the stored JSON bytes, envelope included; `streams` the stream names.
    """

    first_position: int
    topics: Sequence[str]
    states: Sequence[bytes]
    streams: Sequence[str]

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.topics)


class OtherRow(NamedTuple):
    """A row of a joined batch that is not of the usual topic: which one, counted from 0, its topic and its stream."""

    row: int
    topic: str
    stream: str


class JoinedBatch(NamedTuple):
    """Consecutive rows of the log in a few long texts, put together by the database: no object for any row.

    `pieces` are the stored bytes with a line end between any two rows, as JSON texts hold none; whoever takes them
    apart has to see that they come to so many `rows`. `others` are those of another topic than the one asked for.
    """

    first_position: int
    rows: int
    pieces: Sequence[bytes]
    others: Sequence[OtherRow]


class RawRow(NamedTuple):
    """One row of the log, for showing it in full."""

    position: int
    topic: str
    stream: str
    stream_version: int
    state: bytes


class EventLog(Protocol):
    """An append-only log whose positions are dense: 1, 2, ..., `head()`."""

    def head(self) -> int:
        """The position of the last committed event; 0 when there is none."""
        ...

    def batches(self, after: int, size: int = DEFAULT_BATCH_ROWS) -> Iterator[RawBatch]:
        """The rows at positions above `after`, in order, in batches of at most `size`."""
        ...

    def rows(self, positions: Sequence[int]) -> list[RawRow]:
        """The rows at these positions, in the order asked for; raises `NotFound` for one that is not there."""
        ...

    def joined(self, after: int, size: int, usual: str) -> Iterator[JoinedBatch | RawBatch]:
        """The same batches, joined wherever they can be; `usual` is the topic that most rows are expected to have."""
        ...

    def sift(self, positions: range) -> RawBatch:
        """These rows, each validated in full; those that fail are handed over as unreadable.

        Asked for only where a batch could not be taken in as it was.
        """
        ...
