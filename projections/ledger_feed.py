"""Batches of the log, read ahead: one thread fetches them, another decodes them, while a third takes them in.

Fetching makes Python objects, decoding is compiled code that lets other threads run, taking in is a bit of both; so on
two cores a rebuild costs little more than the longest of the three.
"""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final, NamedTuple, TypeVar

from projections.ledger_reading import ReadBatch, decode_batch
from projections.log import EventLog, RawBatch

T = TypeVar("T")

BATCH_ROWS: Final = 25_000
_BATCHES_AHEAD: Final = 2
_LOOK_UP_SECONDS: Final = 0.2
"""How often a thread that waits looks whether the other end is still there."""


class Undecoded(NamedTuple):
    """A batch that could not be decoded, and why."""

    raw: RawBatch
    why: Exception
    added: int | None = None


def batches_ahead(log: EventLog, after: int, head: int) -> Iterator[ReadBatch | Undecoded]:
    """The rows above `after`, decoded; a short tail in this thread, a long one by threads of its own."""
    batches = log.batches(after, BATCH_ROWS)
    if head - after <= BATCH_ROWS:
        yield from map(_decoded, batches)
        return
    stopped = Event()
    try:
        fetched = _ahead(batches, "log reader", stopped)
        yield from _ahead(map(_decoded, fetched), "log decoder", stopped)
    finally:
        stopped.set()


def _decoded(batch: RawBatch) -> ReadBatch | Undecoded:
    try:
        return decode_batch(batch)
    except (LookupError, TypeError, ValueError) as failure:
        return Undecoded(batch, failure)


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
