"""Batches of the log, read ahead: one thread fetches them, another decodes them, while a third takes them in.

The database puts the rows of a long tail together, so that fetching makes no object for any of them; that and decoding
are compiled code that lets other threads run, taking in is a bit of both. So two cores are busy most of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final, NamedTuple, TypeVar

from projections.ledger_decoding import USUAL_TOPIC, ReadBatch, decode_batch, decode_joined
from projections.log import EventLog, JoinedBatch, RawBatch

T = TypeVar("T")

BATCH_ROWS: Final = 25_000
_BATCHES_AHEAD: Final = 2
_LOOK_UP_SECONDS: Final = 0.2
"""How often a thread that waits looks whether the other end is still there."""


class Undecoded(NamedTuple):
    """A batch that could not be decoded, and why."""

    first_position: int
    rows: int
    why: Exception
    states: Sequence[bytes]
    added: int | None = None


def batches_ahead(log: EventLog, after: int, head: int) -> Iterator[ReadBatch | Undecoded]:
    """The rows above `after`, decoded; a short tail in this thread, a long one by threads of its own."""
    if head - after <= BATCH_ROWS:
        yield from map(_decoded, log.batches(after, BATCH_ROWS))
        return
    stopped = Event()
    try:
        fetched = _ahead(log.joined(after, BATCH_ROWS, USUAL_TOPIC), "log reader", stopped)
        yield from _ahead((_taken_apart(log, batch) for batch in fetched), "log decoder", stopped)
    finally:
        stopped.set()


def _taken_apart(log: EventLog, batch: JoinedBatch | RawBatch) -> ReadBatch | Undecoded:
    """A batch decoded; fetched again row by row where it was joined and cannot be taken apart."""
    if isinstance(batch, RawBatch):
        return _decoded(batch)
    return decode_joined(batch) or _decoded(next(log.batches(batch.first_position - 1, batch.rows)))


def _decoded(batch: RawBatch) -> ReadBatch | Undecoded:
    try:
        return decode_batch(batch)
    except (LookupError, TypeError, ValueError) as failure:
        return Undecoded(batch.first_position, batch.rows, failure, batch.states)


def _ahead(items: Iterator[T], name: str, stopped: Event) -> Iterator[T]:
    """The same items, taken by a thread of its own, a few of them ahead of who asks."""
    ahead: Queue[T | _Failed | None] = Queue(_BATCHES_AHEAD)

    def take() -> None:
        try:
            for item in items:
                if not _put(ahead, item, stopped):
                    return
            _put(ahead, None, stopped)
        except BaseException as failure:  # noqa: BLE001 (handed to the thread that waits)
            _put(ahead, _Failed(failure), stopped)

    Thread(target=take, name=name, daemon=True).start()
    while not stopped.is_set():
        try:
            got = ahead.get(timeout=_LOOK_UP_SECONDS)
        except Empty:
            continue
        if got is None:
            return
        if isinstance(got, _Failed):
            raise got.failure
        yield got


class _Failed:
    """What kept a thread from going on."""

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure


def _put(ahead: Queue[T], item: T, stopped: Event) -> bool:
    """Hand an item over; `False` if nobody waits for it any more."""
    while not stopped.is_set():
        try:
            ahead.put(item, timeout=_LOOK_UP_SECONDS)
        except Full:
            continue
        return True
    return False
