"""Reading the log in bulk: raw rows by position, no Python object per event beyond the row itself.

Every row that leaves here is in the present version of its type. A row that no registered type and upcaster can read
is handed over as `Unreadable/1` with an empty object, and reported; one bad row never hides its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from threading import Condition
from time import monotonic

from domain.errors import NotFound, Unreadable
from projections.log import DEFAULT_BATCH_ROWS, UNREADABLE_TOPIC, JoinedBatch, OtherRow, RawBatch, RawRow
from store.dialect import EVENTS_TABLE, TAB, LogRecorder
from store.mapper import EventMapper, RowOfLog
from store.positions import Positions
from store.quarantine import Quarantine, Quarantined

POLL_SECONDS = 0.05
"""How often a waiting reader looks for what other processes wrote; this process wakes its readers itself."""

JOINED_ROWS = 5_000
"""So many rows the database puts together at a time: some 4 MB. Longer texts cost it more, for the memory they need."""

NOTHING = b"{}"


class StoredLog:
    """The log of one store; fulfils `projections.log.EventLog`. Safe to use from several threads."""

    def __init__(
        self, recorder: LogRecorder, mapper: EventMapper, positions: Positions, quarantine: Quarantine
    ) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._positions = positions
        self._quarantine = quarantine
        self._news = Condition()
        dialect = recorder.dialect
        self._between = (
            f"SELECT topic, state, originator_id FROM {EVENTS_TABLE} "  # noqa: S608
            f"WHERE {dialect.id} > {dialect.mark} AND {dialect.id} <= {dialect.mark} ORDER BY {dialect.id}"
        )
        self._among = dialect.rows(dialect.among(dialect.id))

    def head(self) -> int:
        """The position of the last committed event; 0 when there is none."""
        return self._positions.head(self._recorder.fetch, self._recorder.newest())

    def is_empty(self) -> bool:
        """Whether nothing was committed yet; counts nothing, and so takes microseconds."""
        return self._recorder.newest() == 0

    def batches(self, after: int, size: int = DEFAULT_BATCH_ROWS) -> Iterator[RawBatch]:
        """The rows at positions above `after`, in order, in batches of at most `size`, to the end of the log."""
        head = self.head()
        for first in range(after, head, size):
            yield self._batch(first, min(first + size, head))

    def _batch(self, after: int, upto: int) -> RawBatch:
        """The rows above one position and up to another."""
        bounds = (self._positions.id_at(after), self._positions.id_at(upto))
        columns = self._recorder.fetch_columns(self._between, bounds)
        if not columns or len(columns[0]) != upto - after:
            raise Unreadable(f"rows are gone from the log between positions {after + 1} and {upto}")
        topics, states, streams = columns
        batch = RawBatch(after + 1, topics, states, streams)
        return batch if self._mapper.current_topics.issuperset(topics) else self._present(batch, thorough=False)

    def joined(self, after: int, size: int, usual: str) -> Iterator[JoinedBatch | RawBatch]:
        """The same batches, joined by the database, with the topics and streams of those rows that are not usual.

        Two thirds of the work of fetching rows one by one, and other threads run meanwhile. A batch is not joined where
        the database refuses so long a text, where a name holds a line end, or where a row has to be upcast.
        """
        head = self.head()
        for first in range(after, head, size):
            upto = min(first + size, head)
            joined = self._joined(first, upto, usual)
            yield self._batch(first, upto) if joined is None else joined

    def _joined(self, after: int, upto: int, usual: str) -> JoinedBatch | None:
        """The rows above one position and up to another; `None` if they cannot be joined."""
        pieces: list[bytes] = []
        others: list[OtherRow] = []
        for first in range(after, upto, JOINED_ROWS):
            rows = min(JOINED_ROWS, upto - first)
            bounds = (self._positions.id_at(first), self._positions.id_at(first + rows))
            told = self._recorder.fetch_joined(usual, bounds)
            if told is None or told.rows != rows or told.states is None or told.others is None:
                return None
            pieces.append(told.states)
            unusual = _unusual(told.others, rows, first - after)
            if unusual is None:
                return None
            others += unusual
        if not self._mapper.current_topics.issuperset(other.topic for other in others):
            return None
        return JoinedBatch(after + 1, upto - after, pieces, others)

    def sift(self, positions: range) -> RawBatch:
        """These rows, each read and validated in full, for when a batch could not be decoded in bulk."""
        stored = self.stored_rows(positions)
        again = RawBatch(
            positions.start,
            [row.topic for row in stored],
            [row.state for row in stored],
            [row.stream for row in stored],
        )
        return self._present(again, thorough=True)

    def examine(self, positions: Sequence[int]) -> None:
        """Read these rows in full, and report those that cannot be read: for a reader in bulk that gave up on them."""
        for position, row in zip(positions, self.stored_rows(positions), strict=True):
            self._readable(row, position, thorough=True)

    def rows(self, positions: Sequence[int]) -> list[RawRow]:
        """The rows at these positions, in the order asked for; raises `NotFound` for one that is not there."""
        found = []
        for position, row in zip(positions, self.stored_rows(positions), strict=True):
            topic, state = self._readable(row, position, thorough=False)
            found.append(RawRow(position, topic, row.stream, row.version, state))
        return found

    def stored_rows(self, positions: Sequence[int]) -> list[RowOfLog]:
        """The rows at these positions as they lie in the store; raises `NotFound` for one that is not there."""
        self.head()
        ids = [self._positions.id_at(position) for position in positions]
        fetched = self._recorder.fetch(self._among, (self._recorder.dialect.as_list(ids),)) if ids else []
        by_id = {fields[0]: RowOfLog(*fields) for fields in fetched}
        try:
            return [by_id[row_id] for row_id in ids]
        except KeyError as missing:
            raise NotFound(f"row {missing} is gone from the log", subject=str(missing)) from None

    def wait_for(self, position: int, timeout_seconds: float) -> int:
        """Wait until the log has come to `position`; the position it has come to, which is less after the timeout."""
        until = monotonic() + timeout_seconds
        while (head := self.head()) < position and (left := until - monotonic()) > 0:
            with self._news:
                self._news.wait(min(left, POLL_SECONDS))
        return head

    def wake(self) -> None:
        """Wake those who wait: something was committed."""
        with self._news:
            self._news.notify_all()

    def unreadable(self, row: RowOfLog, failure: Unreadable) -> None:
        """Report a row that could not be read."""
        self.head()
        self._report(row, self._positions.position_of(row.id), failure)

    def _report(self, row: RowOfLog, position: int, failure: Unreadable) -> None:
        self._quarantine.add(
            Quarantined(position=position, stream=str(row.stream), topic=str(row.topic), reason=failure.message)
        )

    def _present(self, batch: RawBatch, *, thorough: bool) -> RawBatch:
        read = [
            self._readable(RowOfLog(0, stream, 0, topic, state), position, thorough=thorough)
            for position, stream, topic, state in zip(
                count(batch.first_position), batch.streams, batch.topics, batch.states, strict=False
            )
        ]
        return batch._replace(topics=[topic for topic, _ in read], states=[state for _, state in read])

    def _readable(self, row: RowOfLog, position: int, *, thorough: bool) -> tuple[str, bytes]:
        """A row's topic and state in the present version, or those of an unreadable row, which is reported."""
        try:
            topic, state = self._mapper.to_present(row.topic, row.state)
            if thorough:
                self._mapper.envelope(row, position)
        except Unreadable as failure:
            self._report(row, position, failure)
            return UNREADABLE_TOPIC, NOTHING
        return topic, state


def _unusual(others: str, rows: int, first_row: int) -> list[OtherRow] | None:
    """Those of so many rows that are not of the usual topic; `None` if their names cannot be told apart."""
    if others == "\n" * (rows - 1):
        return []
    named = [line.split(TAB) for line in others.split("\n")]
    if len(named) != rows or any(len(names) > 2 for names in named):
        return None
    return [OtherRow(row, *names) for row, names in enumerate(named, first_row) if names != [""]]
