"""What differs between the two databases in the SQL over the one table of events."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import orjson

from domain.errors import Refused

log = logging.getLogger("regesta.store")

EVENTS_TABLE = "stored_events"
KEYS_TABLE = "idempotency_keys"

TAB = "\t"

RowTuple = tuple[Any, ...]


class JoinedRows(NamedTuple):
    """Rows put together by the database: how many, their states, and `topic<tab>stream` of those that are not usual.

    In both texts a line end stands between any two rows; the second is nothing but line ends where all are usual. A
    value that the database does not hold is left out, line end and all; `None` is where it holds none of them.
    """

    rows: int
    states: bytes | None
    others: str | None


class Seen(NamedTuple):
    """An idempotency key that was used, and what came of its request; a row of the keys' table."""

    key: str
    request_sha256: str
    stream: str
    version: int
    position: int
    added: int


class NewRow(NamedTuple):
    """A row to be appended."""

    stream: str
    version: int
    topic: str
    state: bytes


@dataclass(frozen=True)
class Dialect:
    """The spelling of one database: its row number, its parameter mark, and how a list is passed as one parameter.

    `versions` asks for the version of each of the streams passed as one list; one that does not exist has none, or is
    left out. It names no rows but by their index, whatever a planner thinks: an import asks it of every batch.
    `joined_columns` puts states and names together, a line end between any two.
    """

    id: str
    mark: str
    each: str
    each_id: str
    as_list: Callable[[Sequence[Any]], Any]
    versions: str
    joined_columns: str

    def among(self, column: str) -> str:
        """A condition that a column is in the list passed as one parameter."""
        each = self.each_id if column == self.id else self.each
        return f"{column} IN (SELECT value FROM {each})"  # noqa: S608

    @property
    def joined(self) -> str:
        """The rows between two row numbers as one `JoinedRows`, given the usual topic; raises if they are too long.

        The order is settled within, as neither database promises one to what it puts together.
        """
        number, mark = self.id, self.mark
        return (
            f"SELECT count(*), {self.joined_columns} FROM (SELECT state, "  # noqa: S608
            f"CASE WHEN topic = {mark} THEN '' ELSE topic || '{TAB}' || originator_id END AS other "
            f"FROM {EVENTS_TABLE} WHERE {number} > {mark} AND {number} <= {mark} ORDER BY {number}) AS told"
        )

    def rows(self, where: str, *, limited: bool = False) -> str:
        """The whole rows that meet a condition, in the order of the log."""
        limit = f" LIMIT {self.mark}" if limited else ""
        return (
            f"SELECT {self.id}, originator_id, originator_version, topic, state FROM {EVENTS_TABLE} "  # noqa: S608
            f"WHERE {where} ORDER BY {self.id}{limit}"
        )

    def topics(self, topics: Sequence[str]) -> str:
        """A condition on topics written out, so that it is word for word that of a partial index.

        SQLite makes a table of a list after IN, and anew for each row that is added to see whether the index wants it.
        That took 2.3 of the 10 microseconds that adding a row takes; comparing it with one after the other takes none.
        """
        return "(" + " OR ".join(f"topic = '{topic}'" for topic in topics) + ")"


SQLITE = Dialect(
    "rowid",
    "?",
    "json_each(?)",
    "json_each(?)",
    lambda values: orjson.dumps(list(values)).decode(),
    f"SELECT value, max(originator_version) FROM json_each(?) CROSS JOIN {EVENTS_TABLE} "  # noqa: S608
    "ON originator_id = value GROUP BY value",
    "CAST(group_concat(state, char(10)) AS BLOB), group_concat(other, char(10))",
)
POSTGRES = Dialect(
    "notification_id",
    "%s",
    "unnest(%s::text[]) AS each(value)",
    "unnest(%s::bigint[]) AS each(value)",
    list,
    f"SELECT value, (SELECT max(originator_version) FROM {EVENTS_TABLE} WHERE originator_id = value) "  # noqa: S608
    "FROM unnest(%s::text[]) AS each(value)",
    r"string_agg(state, '\x0a'::bytea), string_agg(other, chr(10))",
)


def newest_row(dialect: Dialect) -> str:
    """The query for the number of the last row, 0 in an empty log."""
    return f"SELECT coalesce(max({dialect.id}), 0) FROM {EVENTS_TABLE}"  # noqa: S608


def index_named(purpose: str, condition: str) -> str:
    """The name of the partial index that has this condition; what it begins with is the purpose's alone."""
    return f"{EVENTS_TABLE}_{purpose}_{zlib.crc32(condition.encode()):08x}"


def unreachable(failure: Exception) -> Refused:
    """What is told when the database is not there; why, which may name hosts and files, is for the log only."""
    log.error("the store cannot be reached: %s", failure)
    return Refused("the store cannot be reached now; try again", rule="unreachable")


class _Cursor(Protocol):
    def fetchmany(self, size: int, /) -> list[RowTuple]: ...


TAKEN_APART_ROWS = 200
"""Rows in hand at a time when columns are wanted: so few that the garbage collector never comes to look at them."""


def columns_of(cursor: _Cursor) -> list[list[Any]]:
    """The rest of a cursor's rows as columns."""
    columns: list[list[Any]] = []
    while rows := cursor.fetchmany(TAKEN_APART_ROWS):
        if not columns:
            columns = [[] for _ in rows[0]]
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return columns


class Transaction(Protocol):
    """An open transaction that is alone in writing to the log, whatever process others run in."""

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[RowTuple]:
        """The rows of a query, seen from within the transaction."""
        ...

    def append(self, rows: Sequence[NewRow]) -> None:
        """Add rows to the log, in this order."""
        ...

    def remember(self, keys: Sequence[Seen]) -> None:
        """Keep idempotency keys with what came of their requests."""
        ...


class LogRecorder(Protocol):
    """What the store asks of either recorder of the eventsourcing library beyond what that has."""

    dialect: Dialect

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[RowTuple]:
        """The rows of a query, as plain tuples, in a transaction of its own."""
        ...

    def newest(self) -> int:
        """The number of the last committed row, 0 in an empty log; asked before every read, so it has to be quick."""
        ...

    def fetch_columns(self, statement: str, parameters: Sequence[Any] = ()) -> list[list[Any]]:
        """The columns of a query; none if it has no rows. No row outlives the moment in which it is taken apart."""
        ...

    def fetch_joined(self, usual: str, bounds: tuple[int, int]) -> JoinedRows | None:
        """The rows above one row number and up to another, put together; `None` if the database refuses that."""
        ...

    def writing(self) -> AbstractContextManager[Transaction]:
        """Open the one writing transaction; it commits, durably, when the block ends without an error."""
        ...

    def index_topics(self, purpose: str, topics: Sequence[str]) -> None:
        """See to a partial index over the rows of these topics; others of the same purpose go."""
        ...

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the whole store as a SQLite file; others may write meanwhile."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
