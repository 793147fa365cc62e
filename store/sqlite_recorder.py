"""The eventsourcing library's SQLite recorder, made durable, immediate and quick in bulk.

The library sets WAL but leaves `synchronous` alone and begins its transactions deferred. Here every connection has
`synchronous=FULL`, read back and refused otherwise: with NORMAL a power cut takes acknowledged events along. Writing
begins immediately, so that what is read within the transaction cannot be overtaken by another process.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from eventsourcing.persistence import DataError
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from domain.errors import Invalid, Refused
from store.dialect import (
    EVENTS_TABLE,
    KEYS_TABLE,
    SQLITE,
    JoinedRows,
    NewRow,
    RowTuple,
    Seen,
    columns_of,
    index_named,
    newest_row,
)

SYNCHRONOUS = "FULL"
SYNCHRONOUS_FULL = 2
WRITER_CACHE_KIB = 65_536
CHECKPOINT_PAGES = 16_000
"""Pages of write-ahead log before they are copied into the file: some 128 MB, so that an import writes in long runs."""
PAGE_BYTES = 8_192
"""A row is some 800 bytes: pages of twice SQLite's own size hold more of them beside each other. For new stores."""

CREATE_KEYS = (
    f"CREATE TABLE IF NOT EXISTS {KEYS_TABLE} (key TEXT PRIMARY KEY, request_sha256 TEXT NOT NULL, "
    "stream TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL, added INTEGER NOT NULL) WITHOUT ROWID"
)
NEWEST_ROW = newest_row(SQLITE)


class _BeginImmediate(SQLiteTransaction):
    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except sqlite3.OperationalError as failure:
            if "locked" not in str(failure):
                raise
            raise Refused("another process kept the store for too long; try again", rule="busy") from failure
        return cursor


class _DurableConnection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with _BeginImmediate(self, commit=commit) as cursor, cursor:
            yield cursor


class _DurablePool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        made = super()._create_connection()._sqlite_conn  # noqa: SLF001
        made.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        made.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        (synchronous,) = made.execute("PRAGMA synchronous").fetchone()
        (journal,) = made.execute("PRAGMA journal_mode").fetchone()
        if synchronous != SYNCHRONOUS_FULL or journal != "wal":
            made.close()
            raise Refused(
                f"the store would not be durable: synchronous={synchronous}, journal_mode={journal}", rule="durable"
            )
        return _DurableConnection(made, self.max_age)


class _DurableDatastore(SQLiteDatastore):
    def __init__(self, db_name: str, lock_seconds: int) -> None:
        super().__init__(db_name, originator_id_type="text")
        self.pool.close()
        self.pool = _DurablePool(db_name=db_name, lock_timeout=lock_seconds, pool_timeout=float(lock_seconds))


class SqliteTransaction:
    """An open `BEGIN IMMEDIATE`: nothing else is written, by whatever process, until it ends."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[RowTuple]:
        """The rows of a query, seen from within the transaction."""
        return self._cursor.execute(statement, parameters).fetchall()

    def append(self, rows: Sequence[NewRow]) -> None:
        """Add rows to the log, in this order."""
        self._cursor.executemany(f"INSERT INTO {EVENTS_TABLE} VALUES (?,?,?,?)", map(tuple, rows))  # noqa: S608

    def remember(self, keys: Sequence[Seen]) -> None:
        """Keep idempotency keys with what came of their requests."""
        self._cursor.executemany(f"INSERT INTO {KEYS_TABLE} VALUES (?,?,?,?,?,?)", keys)  # noqa: S608


class SqliteRecorder(SQLiteApplicationRecorder):
    """The log in one SQLite file."""

    dialect = SQLITE

    def __init__(self, path: Path, *, lock_seconds: int = 60) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise Invalid(f"no store can be kept there: {failure}", where=str(path)) from failure
        _refuse_foreign_file(path)
        _begin(path)
        super().__init__(_DurableDatastore(path.resolve().as_uri(), lock_seconds))
        self.path = path
        wanted = {EVENTS_TABLE, KEYS_TABLE}
        found = {name for (name,) in self.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not wanted <= found:
            self.create_table()
        self._asking = sqlite3.connect(self.datastore.pool.db_name, uri=True, check_same_thread=False)
        self._asking_turn = Lock()

    def construct_create_table_statements(self) -> list[str]:
        """The library's table of events, and that of idempotency keys."""
        return [*super().construct_create_table_statements(), CREATE_KEYS]

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[RowTuple]:
        """The rows of a query, as plain tuples, in a transaction of its own."""
        with self.datastore.transaction(commit=False) as cursor:
            return _plain(cursor).execute(statement, parameters).fetchall()

    def newest(self) -> int:
        """The number of the last committed row, 0 in an empty log; by a connection of its own, in 3 microseconds."""
        with self._asking_turn:
            ((newest,),) = self._asking.execute(NEWEST_ROW).fetchall()
        return int(newest)

    def fetch_columns(self, statement: str, parameters: Sequence[Any] = ()) -> list[list[Any]]:
        """The columns of a query; none if it has no rows."""
        with self.datastore.transaction(commit=False) as cursor:
            return columns_of(_plain(cursor).execute(statement, parameters))

    def fetch_joined(self, usual: str, bounds: tuple[int, int]) -> JoinedRows | None:
        """The rows above one row number and up to another, put together; `None` if that is more than SQLite joins."""
        try:
            ((rows, states, others),) = self.fetch(SQLITE.joined, (usual, *bounds))
        except DataError:
            return None
        return JoinedRows(rows, states, others)

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        """Open the one writing transaction; it commits, durably, when the block ends without an error."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
            yield SqliteTransaction(_plain(cursor))

    def index_topics(self, purpose: str, topics: Sequence[str]) -> None:
        """See to a partial index over the rows of these topics; others of the same purpose go."""
        where = self.dialect.topics(topics)
        name, others = index_named(purpose, where), f"{index_named(purpose, '')[:-8]}*"
        found = self.fetch("SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB ?", (others,))
        if found != [(name,)]:
            with self.datastore.transaction(commit=True) as cursor:
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {EVENTS_TABLE} (topic) WHERE {where}")
                for (other,) in found:
                    if other != name:
                        cursor.execute(f"DROP INDEX IF EXISTS {other}")

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy as another file: SQLite's online backup, in one step, of one snapshot."""
        with self.datastore.get_connection(commit=False) as connection, closing(sqlite3.connect(path)) as copy:
            connection._sqlite_conn.backup(copy, pages=-1)  # noqa: SLF001

    def close(self) -> None:
        """Give the connections back."""
        with self._asking_turn:
            self._asking.close()
        self.datastore.close()


def _plain(cursor: SQLiteCursor) -> sqlite3.Cursor:
    plain: sqlite3.Cursor = cursor.sqlite_cursor
    plain.row_factory = None
    return plain


def _begin(path: Path) -> None:
    """Make the file of a store, where there is none: the size of its pages is settled before anything is in it.

    It is made beside and put in place whole, so that of several processes that begin one store none finds it half made.
    """
    if path.exists():
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.new")
    try:
        with closing(sqlite3.connect(beside)) as made:
            made.execute(f"PRAGMA page_size={PAGE_BYTES}")
            made.execute("PRAGMA journal_mode=WAL")
        with suppress(OSError):  # another was first; or there are no hard links here, and SQLite makes the file
            path.hardlink_to(beside)
    except (OSError, sqlite3.OperationalError) as failure:
        raise Invalid(f"no store can be kept there: {failure}", where=str(path)) from failure
    finally:
        beside.unlink(missing_ok=True)


def _refuse_foreign_file(path: Path) -> None:
    """Raise `Invalid` for a file that is not an SQLite database, or one of another program."""
    if not path.exists() or path.stat().st_size == 0:
        return
    accepted = "the file of a store, or a path where there is none yet"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as failure:
        raise Invalid(f"cannot be opened as a store: {failure}", where=str(path), accepted=accepted) from failure
    if tables and EVENTS_TABLE not in tables:
        raise Invalid(
            "a database of another program", seen=", ".join(sorted(tables)), where=str(path), accepted=accepted
        )
