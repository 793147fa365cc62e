"""The streams that a transaction decides on: their versions and states, loaded together and folded when needed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from typing import Any

from domain.commands import evolve, initial_state
from domain.errors import Unreadable
from domain.event import Event
from domain.prepared_account import PreparedAccount
from store.dialect import Dialect, Transaction
from store.mapper import EventMapper, RowOfLog

WORTH_KEEPING_EVENTS = 8
"""A stream shorter than this is loaded again when it is needed: that costs less than keeping it."""

KEPT_EVENTS = 300_000
"""How many events the streams that are kept may hold together: some hundred bytes each, so tens of megabytes in all."""


@cache
def nothing_yet(noun: str) -> Any:
    """The state in which every stream of a noun begins: frozen, so one will do for all of them."""
    return initial_state(f"{noun}:")


class Standing:
    """How far a stream has come: its version, and its state, read and folded only when somebody asks for it."""

    __slots__ = ("_failure", "_mapper", "_pending", "_rows", "_state", "version")

    def __init__(self, stream: str, mapper: EventMapper) -> None:
        self.version = 0
        self._mapper = mapper
        self._rows: list[RowOfLog] | None = None
        self._state: Any = nothing_yet(stream.partition(":")[0])
        self._pending: list[Event | PreparedAccount] | None = None
        self._failure: Unreadable | None = None

    @property
    def state(self) -> Any:
        """The state after all its events; raises `Unreadable` if one of them cannot be read."""
        if self._rows is not None:
            self._read(self._rows)
        if self._failure is not None:
            raise self._failure
        if self._pending is not None:
            for event in self._pending:
                self._state = evolve(self._state, event)
            self._pending = None
        return self._state

    def add(self, event: Event | PreparedAccount) -> None:
        """Take the stream one event further."""
        if self._pending is None:
            self._pending = [event]
        else:
            self._pending.append(event)
        self.version += 1

    def come_to(self, state: Any) -> None:
        """Take the stream one event further, to the state that comes of it; the one before was asked for."""
        self._state = state
        self.version += 1

    def hold(self, row: RowOfLog) -> None:
        """Take the stream one row further, which is read when the state is asked for."""
        if self._rows is None:
            self._rows = [row]
        else:
            self._rows.append(row)
        self.version += 1

    @property
    def only_row(self) -> RowOfLog | None:
        """The row of a stream that holds one event, as long as nobody has asked for the state."""
        return self._rows[0] if self._rows is not None and self.version == 1 else None

    def _read(self, rows: list[RowOfLog]) -> None:
        self._rows = None
        try:
            for row in rows:
                self._state = evolve(self._state, self._mapper.read(row).event)
        except Unreadable as failure:
            self._failure = failure


class Streams:
    """The streams at hand; long ones are kept from one transaction to the next, as long as their version fits."""

    def __init__(self, dialect: Dialect, mapper: EventMapper) -> None:
        self._dialect = dialect
        self._mapper = mapper
        self._kept: OrderedDict[str, Standing] = OrderedDict()
        self._kept_events = 0
        self._at_hand: dict[str, Standing | PreparedAccount] = {}

    def __getitem__(self, stream: str) -> Standing:
        """How far one of the streams that were loaded has come; an import begins most of them, and asks no more."""
        found = self._at_hand.get(stream)
        if type(found) is Standing:
            return found
        standing = self._at_hand[stream] = Standing(stream, self._mapper)
        if type(found) is PreparedAccount:
            standing.add(found)
        return standing

    def __contains__(self, stream: str) -> bool:
        """Whether one of the streams that were loaded exists, or was asked for."""
        return stream in self._at_hand

    def begin(self, account: PreparedAccount) -> None:
        """Take note of the first event of a stream that does not exist."""
        self._at_hand[account.stream] = account

    def load(self, transaction: Transaction, names: Iterable[str]) -> None:
        """Bring these streams to hand as they stand now, with one query for their versions and one for their rows."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return
        stale = []
        for name, version in transaction.fetch(self._dialect.versions, (self._dialect.as_list(wanted),)):
            if not version:
                continue
            kept = self._take_kept(name)
            if kept is not None and kept.version == version:
                self._at_hand[name] = kept
                continue
            self._at_hand[name] = Standing(name, self._mapper)
            stale.append(name)
        if stale:
            self._read(transaction, stale)

    def settle(self) -> None:
        """After the commit: keep what is worth keeping, let go of the rest."""
        for name, standing in self._at_hand.items():
            if type(standing) is Standing and standing.version >= WORTH_KEEPING_EVENTS:
                self._kept[name] = standing
                self._kept_events += standing.version
        self._at_hand.clear()
        while self._kept_events > KEPT_EVENTS:
            self._take_kept(next(iter(self._kept)))

    def forget(self) -> None:
        """Let go of everything: what a transaction added that did not commit is void."""
        self._kept.clear()
        self._kept_events = 0
        self._at_hand.clear()

    def _take_kept(self, name: str) -> Standing | None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._kept_events -= kept.version
        return kept

    def _read(self, transaction: Transaction, names: list[str]) -> None:
        statement = self._dialect.rows(self._dialect.among("originator_id"))
        for fields in transaction.fetch(statement, (self._dialect.as_list(names),)):
            row = RowOfLog(*fields)
            self[row.stream].hold(row)
