"""The eventsourcing library's PostgreSQL recorder, with one writer at a time, COPY for batches and no functions.

Every writer takes the table lock that the library takes, so ids are given out in the order of the commits and a reader
that tails the log never passes over an event. The library's `POSTGRES_ENABLE_DB_FUNCTIONS` would do without the lock:
it cannot be turned on here. Its insert of an array of rows hangs on large batches; rows go in by COPY instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from domain.errors import Invalid, Refused
from store.dialect import (
    EVENTS_TABLE,
    KEYS_TABLE,
    POSTGRES,
    JoinedRows,
    NewRow,
    RowTuple,
    Seen,
    columns_of,
    index_named,
    newest_row,
    unreachable,
)
from store.sqlite_recorder import SqliteRecorder

CREATION_LOCK = 0x52656765
"""The advisory lock under which processes that start together create the tables one after the other."""

CONNECT_SECONDS = 10
POOL_SECONDS = 5.0
"""How long a query waits for a connection: longer only keeps those waiting who should be told."""

COPIED_ROWS = 5_000
CREATE_KEYS = (
    f"CREATE TABLE IF NOT EXISTS {KEYS_TABLE} (key text PRIMARY KEY, request_sha256 text NOT NULL, "
    "stream text NOT NULL, version bigint NOT NULL, position bigint NOT NULL, added bigint NOT NULL)"
)
NEWEST_ROW = newest_row(POSTGRES).encode()


class PostgresTransaction:
    """An open transaction that holds the table lock: nothing else is written until it ends."""

    def __init__(self, cursor: psycopg.Cursor[RowTuple]) -> None:
        self._cursor = cursor

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[RowTuple]:
        """The rows of a query, seen from within the transaction."""
        return self._cursor.execute(statement.encode(), parameters).fetchall()

    def append(self, rows: Sequence[NewRow]) -> None:
        """Add rows to the log, in this order."""
        into = f"COPY {EVENTS_TABLE} (originator_id, originator_version, topic, state) FROM STDIN (FORMAT BINARY)"
        with self._cursor.copy(into.encode()) as copy:
            copy.set_types(["text", "int8", "text", "bytea"])
            for row in rows:
                copy.write_row(row)

    def remember(self, keys: Sequence[Seen]) -> None:
        """Keep idempotency keys with what came of their requests."""
        into = f"INSERT INTO {KEYS_TABLE} VALUES (%s,%s,%s,%s,%s,%s)"  # noqa: S608
        self._cursor.executemany(into.encode(), keys)


class PostgresRecorder(PostgresApplicationRecorder):
    """The log in a PostgreSQL database."""

    dialect = POSTGRES

    def __init__(self, url: str, *, lock_seconds: int = 60) -> None:
        self._url = url
        self._lock_seconds = lock_seconds
        self._lost = False
        self._asking = _connect(url)
        self._asking_turn = Lock()
        super().__init__(_datastore(url, lock_seconds))
        found = {name for (name,) in self.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        if not {EVENTS_TABLE, KEYS_TABLE} <= found:
            with self.datastore.transaction(commit=True) as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (CREATION_LOCK,))
                self.create_table()
                self._run(CREATE_KEYS)

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[RowTuple]:
        """The rows of a query, as plain tuples, in a transaction of its own; raises `Refused` if nobody answers."""
        with self._reading() as cursor:
            return cursor.execute(statement.encode(), parameters).fetchall()

    def newest(self) -> int:
        """The number of the last committed row, 0 in an empty log; one round trip, by a connection of its own.

        When that connection is lost so are all others: they are made anew as soon as the server answers again. Raises
        `Refused` until then.
        """
        with self._asking_turn:
            try:
                if self._lost:
                    self._reconnect()
                return self._ask()
            except psycopg.OperationalError:
                self._lost = True
            try:
                self._reconnect()
                return self._ask()
            except psycopg.OperationalError as failure:
                self._lost = True
                raise unreachable(failure) from failure

    def fetch_columns(self, statement: str, parameters: Sequence[Any] = ()) -> list[list[Any]]:
        """The columns of a query; none if it has no rows.

        Measured on a hundred thousand rows: a binary cursor takes 1.2 microseconds of the client a row, COPY in the
        binary format 2.4.
        """
        with self._reading() as cursor:
            return columns_of(cursor.execute(statement.encode(), parameters))

    def fetch_joined(self, usual: str, bounds: tuple[int, int]) -> JoinedRows | None:
        """The rows above one row number and up to another, put together; `None` if that is more than it joins."""
        with self._reading() as cursor:
            try:
                ((rows, states, others),) = cursor.execute(POSTGRES.joined.encode(), (usual, *bounds)).fetchall()
            except (psycopg.errors.ProgramLimitExceeded, psycopg.errors.OutOfMemory):
                return None
        return JoinedRows(rows, states, others)

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """Open the one writing transaction; it commits, durably, when the block ends without an error."""
        with (
            self._connected() as connection,
            connection.transaction(),
            connection.cursor() as locking,
            _cursor(connection) as cursor,
        ):
            locking.execute("SET LOCAL synchronous_commit = on")
            try:
                self._lock_table(locking)
            except psycopg.errors.LockNotAvailable as failure:
                raise Refused("another process kept the store for too long; try again", rule="busy") from failure
            self._notify_channel(locking)
            yield PostgresTransaction(cursor)

    def index_topics(self, purpose: str, topics: Sequence[str]) -> None:
        """See to a partial index over the rows of these topics; others of the same purpose go."""
        where = self.dialect.topics(topics)
        name, others = index_named(purpose, where), index_named(purpose, "")[:-8]
        found = self.fetch("SELECT indexname FROM pg_indexes WHERE starts_with(indexname, %s)", (others,))
        if found != [(name,)]:
            with self.datastore.transaction(commit=True) as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (CREATION_LOCK,))
                self._run(f"CREATE INDEX IF NOT EXISTS {name} ON {EVENTS_TABLE} (notification_id) WHERE {where}")
                for (other,) in found:
                    if other != name:
                        self._run(f"DROP INDEX IF EXISTS {other}")

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy as an SQLite store: the same rows in the same order, so the same positions."""
        with (
            closing(SqliteRecorder(path)) as copy,
            copy.writing() as into,
            self.datastore.get_connection() as connection,
            connection.transaction(),
            _cursor(connection) as cursor,
        ):
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            rows = f"SELECT originator_id, originator_version, topic, state FROM {EVENTS_TABLE}"  # noqa: S608
            for some in _in_parts(cursor, f"{rows} ORDER BY notification_id"):
                into.append([NewRow(*row) for row in some])
            for some in _in_parts(cursor, f"SELECT * FROM {KEYS_TABLE}"):  # noqa: S608
                into.remember([Seen(*row) for row in some])

    def close(self) -> None:
        """Give the connections back."""
        with self._asking_turn:
            self._asking.close()
        self.datastore.close()

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        if self._lost:
            self.newest()
        try:
            with self.datastore.get_connection() as connection:
                yield connection
        except (InterfaceError, OperationalError):
            self._lost = True
            raise

    @contextmanager
    def _reading(self) -> Iterator[psycopg.Cursor[RowTuple]]:
        try:
            with self._connected() as connection, _cursor(connection) as cursor:
                yield cursor
        except (InterfaceError, OperationalError) as failure:
            raise unreachable(failure) from failure

    def _reconnect(self) -> None:
        """Start over with fresh connections; the pool by itself would wait longer and longer between its attempts."""
        self._asking.close()
        self._asking = psycopg.connect(self._url, connect_timeout=CONNECT_SECONDS, autocommit=True)
        gone, self.datastore = self.datastore, _datastore(self._url, self._lock_seconds)
        self._lost = False
        gone.pool.close(timeout=0)

    def _ask(self) -> int:
        ((newest,),) = self._asking.execute(NEWEST_ROW).fetchall()
        return int(newest)

    def _run(self, statement: str) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(statement.encode())


def _connect(url: str) -> psycopg.Connection[RowTuple]:
    """Connect, or raise `Invalid` at once: the library's pool would go on trying for half a minute."""
    try:
        return psycopg.connect(url, connect_timeout=CONNECT_SECONDS, autocommit=True)
    except psycopg.ProgrammingError as failure:
        raise Invalid(f"cannot be read as a URL of a database: {failure}", accepted="postgresql://...") from None
    except psycopg.OperationalError as failure:
        raise Invalid(f"the database cannot be reached: {failure}", accepted="a URL of a running server") from None


def _datastore(url: str, lock_seconds: int) -> PostgresDatastore:
    named = conninfo_to_dict(url)
    return PostgresDatastore(
        dbname=str(named.get("dbname") or "regesta"),
        host=str(named.get("host") or "localhost"),
        port=str(named.get("port") or "5432"),
        user=str(named.get("user") or ""),
        password=str(named.get("password") or ""),
        pool_size=2,
        max_overflow=14,
        connect_timeout=POOL_SECONDS,
        idle_in_transaction_session_timeout=float(lock_seconds),
        lock_timeout=lock_seconds,
        pre_ping=True,
        originator_id_type="text",
        enable_db_functions=False,
    )


def _cursor(connection: psycopg.Connection[Any]) -> psycopg.Cursor[RowTuple]:
    return connection.cursor(row_factory=tuple_row, binary=True)


def _in_parts(cursor: psycopg.Cursor[RowTuple], statement: str) -> Iterator[list[RowTuple]]:
    """The rows of a query in parts of bounded size, by a server-side cursor."""
    cursor.execute(f"DECLARE parts NO SCROLL CURSOR FOR {statement}".encode())
    while some := cursor.execute(f"FETCH {COPIED_ROWS} FROM parts").fetchall():
        yield some
    cursor.execute("CLOSE parts")
