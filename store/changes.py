"""Whether anything was committed since: a mark that costs microseconds, so that a kept reply can be proven fresh."""

from __future__ import annotations

import sqlite3
from threading import Lock

from store.application import Application


class Changes:
    """Marks of the state of one store; two equal marks mean that nothing was committed in between, by any process.

    For SQLite the mark is that of a connection which never writes (`PRAGMA data_version`: it changes with every commit
    of any other connection); `quick` says that asking is cheap enough for an event loop. For PostgreSQL it is the
    head of the log, which costs a round trip.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        path = application.settings.path
        self.quick = path is not None
        self._turn = Lock()
        self._watching: sqlite3.Connection | None = None
        if path is not None:
            uri = f"{path.resolve().as_uri()}?mode=ro"
            self._watching = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)

    def mark(self) -> int:
        """The mark of the present state."""
        if self._watching is None:
            return self._application.log.head()
        with self._turn:
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        if self._watching is not None:
            with self._turn:
                self._watching.close()
