"""Batches of the log, read ahead: while one is taken into the columns, the next is fetched by another thread."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from threading import Thread
from typing import Final

from projections.log import EventLog, RawBatch

BATCH_ROWS: Final = 25_000
_BATCHES_AHEAD: Final = 2


def batches_ahead(log: EventLog, after: int, head: int) -> Iterator[RawBatch]:
    """The rows above `after`; a short tail in this thread, a long one fetched by a thread of its own."""
    if head - after <= BATCH_ROWS:
        yield from log.batches(after, BATCH_ROWS)
        return
    ahead: Queue[RawBatch | BaseException | None] = Queue(_BATCHES_AHEAD)

    def fetch() -> None:
        try:
            for batch in log.batches(after, BATCH_ROWS):
                ahead.put(batch)
            ahead.put(None)
        except BaseException as failure:  # noqa: BLE001 (handed to the thread that waits)
            ahead.put(failure)

    Thread(target=fetch, name="log reader", daemon=True).start()
    while (got := ahead.get()) is not None:
        if isinstance(got, BaseException):
            raise got
        yield got
