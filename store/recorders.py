"""Opening the recorder that the settings name."""

from __future__ import annotations

from domain.errors import Invalid
from store.dialect import LogRecorder
from store.settings import Settings


def open_recorder(settings: Settings) -> LogRecorder:
    """The recorder of a SQLite file or of a PostgreSQL database, its tables created if they are not there.

    Raises `Invalid` for a file of another program or a server that cannot be reached.
    """
    path = settings.path
    if path is not None:
        from store.sqlite_recorder import SqliteRecorder

        return SqliteRecorder(path, lock_seconds=settings.lock_seconds)
    try:
        from store.postgres_recorder import PostgresRecorder
    except ImportError as failure:
        raise Invalid(
            f"PostgreSQL needs an extra: {failure}", seen=settings.shown, accepted='pip install "regesta[postgres]"'
        ) from failure
    return PostgresRecorder(settings.store, lock_seconds=settings.lock_seconds)
