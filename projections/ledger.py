"""The columnar read model: caught up from the log by position, sliced on demand."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

from domain.errors import Invalid, RegestaError
from domain.ids import identity
from projections import ledger_saved
from projections.ledger_columns import Columns
from projections.ledger_contents import Contents
from projections.ledger_decoding import ReadBatch, decode_batch
from projections.ledger_feed import Undecoded, batches_ahead
from projections.ledger_files import FileHashes
from projections.ledger_freshness import is_touched
from projections.ledger_ranks import Numbers, Ranks
from projections.ledger_reading import read_batch
from projections.ledger_running_hash import RunningHash
from projections.ledger_saved_parts import BesideColumns, parts_of
from projections.ledger_search import AccountTexts
from projections.log import EventLog
from projections.slice import Slice
from projections.slice_core import Core, build
from projections.slice_growth import grown
from projections.slice_query import SliceQuery
from projections.slice_saved import LIVE, long_columns, restored
from projections.slice_selection import Filters
from projections.slice_solving import SolvedUnits

SLICES_KEPT: Final = 16
NEWS: Final = logging.getLogger("regesta.ledger")

FEW_ROWS: Final = 16
MANY_ROWS: Final = 10_000

ROWS_KEPT: Final = 6_000_000
"""Slices are kept as long as they hold no more account versions than this together (about 60 bytes each)."""


class Turn:
    """The turn of those who ask for the same slice at the same time: one makes it, the others find it made."""

    def __init__(self) -> None:
        self.lock = Lock()


class Ledger:
    """Columns of everything recorded, one row per account version; append-only, safe to use from several threads."""

    def __init__(
        self,
        log: EventLog,
        *,
        slices_kept: int = SLICES_KEPT,
        saved: Path | None = None,
        hashes: FileHashes | None = None,
    ) -> None:
        """A ledger over a log; with `saved`, a folder, it starts from what `save` left there, if that fits the log.

        `hashes` of the folder may have been started ahead. Nothing is read before the first catching up.
        """
        self.log = log
        self._saved = saved
        self._hashes = hashes or FileHashes()
        self._slices_kept = slices_kept
        self._slices: OrderedDict[tuple[SliceQuery, int], Slice] = OrderedDict()
        self._keeping = Lock()
        self._turns: WeakValueDictionary[tuple[SliceQuery, int], Turn] = WeakValueDictionary()
        self._reading = Lock()
        self._suspect: set[int] = set()
        self._unlooked = saved
        self._start(Columns())

    def _take_back(self, folder: Path) -> None:
        """Start from what was saved in a folder, or say why not."""
        found = ledger_saved.load(self.log, folder, self._hashes)
        if isinstance(found, str):
            NEWS.info("the ledger is read from the log, not from %s: %s", folder.name, found)
            return
        position = found.manifest.position
        self._start(found.columns, position, found.manifest.running)
        self._ranks.refill(found.beside.order)
        self._solved.take_back(found.beside.solved)
        live = Slice(self, LIVE, position, restored(self.columns, self._solved, position, found.beside.live))
        with self._keeping:
            self._slices[LIVE, position] = live
        NEWS.info("the ledger starts from %s, which holds the log up to position %d", folder.name, position)

    def _start(self, columns: Columns, position: int = 0, running: int = 0) -> None:
        self.columns = columns
        self._running = RunningHash(running)
        self.contents = Contents(self.log)
        self.texts = AccountTexts(self.log, self.columns)
        self._ranks = Ranks(self.columns.occurrences.ids)
        self._solved = SolvedUnits()
        self._position = self._saved_position = position

    def start_anew(self) -> None:
        """Forget everything that was read, so that the next catching up reads the whole log."""
        with self._reading, self._keeping:
            self._unlooked = None
            self._slices.clear()
            self._start(Columns())

    @property
    def position(self) -> int:
        """The position up to which the ledger has read the log."""
        return self._position

    def catch_up(self) -> int:
        """Read what was appended since; the new position. Pays for the new rows only."""
        head = self.log.head()
        if head <= self._position:
            return self._position
        with self._reading:
            self._look_at_saved()
            while self._position < head:
                if not self._read(head):
                    self._start(Columns())
            return self._position

    def is_near(self) -> bool:
        """Whether catching up takes a few rows at most, and nobody else is at it: a matter of a millisecond."""
        return not self._reading.locked() and self.log.head() - self._position <= FEW_ROWS

    def take_back(self) -> bool:
        """Start from what was saved, if that fits the log, without reading on; whether it did."""
        with self._reading:
            self._look_at_saved()
            return self._position > 0

    def _look_at_saved(self) -> None:
        if self._unlooked is not None:
            folder, self._unlooked = self._unlooked, None
            self._take_back(folder)

    def _read(self, head: int) -> bool:
        """Read on to the end; `False` if a batch could not be taken in, which spoils what was read so far.

        That takes a row that is JSON and yet no event, which only a store that was tampered with holds. Reading starts
        over then, and the log is asked to validate the batch with that row in full.
        """
        since = self._position
        for decoded in batches_ahead(self.log, self._position, head):
            rows = range(decoded.first_position, decoded.first_position + decoded.rows)
            suspect = not self._suspect.isdisjoint(rows)
            try:
                self._take_in(decode_batch(self.log.sift(rows)) if suspect else decoded)
            except (LookupError, TypeError, ValueError, RegestaError):
                if suspect:
                    raise
                self._suspect.update(rows)
                return False
            if self._saved is not None:
                if decoded.added is None:
                    self._running.add(decoded.first_position, decoded.states)
                else:
                    self._running.add_sum(decoded.added)
            self._position = rows[-1]
        if self._position - since > MANY_ROWS:
            self.columns.settle()
        return True

    def _take_in(self, batch: ReadBatch | Undecoded) -> None:
        if isinstance(batch, Undecoded):
            raise batch.why
        with self.columns.lock:
            read_batch(self.columns, batch)

    def save(self, *, least_new_rows: int = 1) -> bool:
        """Leave what was read beside the store, for the next start; `False` if that was not worth it, or failed.

        Needs the folder that was named at the start. Others may read on while the files are written.
        """
        if self._saved is None:
            raise Invalid("this ledger has no folder to be saved in", where="saved", accepted="a path")
        with self._reading:
            position, running = self._position, self._running.value
            if position - self._saved_position < least_new_rows:
                return False
            live = long_columns(self.slice(LIVE).core)
            parts = parts_of(self.columns, BesideColumns(self._ranks.order, self._solved.written(), live))
        try:
            if not ledger_saved.save(parts, self.log, position, running, self._saved):
                return False
        except OSError as failure:
            NEWS.warning("the ledger could not be saved: %s", failure.strerror)
            return False
        self._saved_position = position
        return True

    def slice(self, query: SliceQuery = SliceQuery()) -> Slice:
        """The slice of a query: at its position, or at the one the ledger has caught up to.

        Sources may be named by the keys from which their ids were made.

        Raises:
            Invalid: if `at_position` lies beyond the end of the log.
        """
        query = self._by_id(query)
        position = self._position if query.at_position is None else query.at_position
        if position > self._position and position > self.catch_up():
            raise Invalid("no such position", seen=position, where="at_position", accepted=f"0 to {self._position}")
        with self._keeping:
            found = self._kept(query, position)
            turn = None if found is not None else self._turns.setdefault((query, position), Turn())
        if turn is None:
            assert found is not None
            return found
        with turn.lock:
            return self._made(query, position)

    def _made(self, query: SliceQuery, position: int) -> Slice:
        """The slice of a query at a position, unless another thread has just made it."""
        with self._keeping:
            found = self._kept(query, position)
        if found is None:
            found = Slice(self, query, position, self._core(query, position))
            with self._keeping:
                self._slices[query, position] = found
                self._forget()
        return found

    def _kept(self, query: SliceQuery, position: int) -> Slice | None:
        """The slice of a query at a position, if it is kept, whether or not its position was asked for by number."""
        found = self._slices.get((query, position))
        if found is None:
            pinned = None if query.at_position is not None else position
            other = self._slices.get((query.model_copy(update={"at_position": pinned}), position))
            if other is not None:
                found = self._slices[query, position] = other.asked_as(query)
        if found is not None:
            self._slices.move_to_end((query, position))
        return found

    def _core(self, query: SliceQuery, position: int) -> Core:
        """The core of a slice, grown from the latest one kept of the same query if little was added since."""
        with self._keeping:
            earlier = [at for (asked, at), kept in self._slices.items() if asked == query and at < position]
            base = self._slices[query, max(earlier)] if earlier and query.at_position is None else None
        core = None if base is None else grown(self.columns, self._solved, query, base.position, position, base.core)
        return core or build(self.columns, self._ranks, self._solved, query, position)

    def _by_id(self, query: SliceQuery) -> SliceQuery:
        """The query with its sources by id; one that nothing goes by stays as it was named, and has no accounts."""
        if not query.source:
            return query
        known = self.columns.sources.known
        by_id = {each: identity("source", each) for each in query.source if known(each) is None}
        ids = (by_id[each] if each in by_id and known(by_id[each]) is not None else each for each in query.source)
        return query.model_copy(update={"source": tuple(sorted(set(ids)))})

    def ranks(self) -> Numbers | None:
        """By number of an occurrence: how many ids sort before its own; `None` where that is to be worked out anew."""
        return self._ranks.worked_out()

    def holds_upto(self, after: int, filters: Filters) -> int | None:
        """The position up to which nothing touched what these filters show at `after`; `None` if something did."""
        position = self.catch_up()
        return None if is_touched(self.columns, after, position, filters) else position

    def is_touched(
        self,
        after: int,
        *,
        kind: Iterable[str] = (),
        country: Iterable[str] = (),
        case: Iterable[str] = (),
        party: Iterable[str] = (),
        q: str | None = None,
    ) -> bool:
        """Whether anything recorded after a position can change what these filters show, in any slice.

        `False` proves an answer that held at `after` fresh, without a slice. `True` may be said too often, never too
        seldom.
        """
        position = self.catch_up()
        filters = Filters.of(q=q, kind=kind, country=country, case=case, party=party)
        return is_touched(self.columns, after, position, filters)

    def _forget(self) -> None:
        """Let go of the slices that were asked for least recently, down to what may be kept; never of the last."""
        rows = sum(slice.rows_held for slice in self._slices.values())
        while len(self._slices) > 1 and (len(self._slices) > self._slices_kept or rows > ROWS_KEPT):
            _, forgotten = self._slices.popitem(last=False)
            rows -= forgotten.rows_held
