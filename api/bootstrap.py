"""The one composition root: the store, the ledger over its log, and the projections over the ledger."""

from __future__ import annotations

import logging
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

from pydantic import BaseModel

from domain.errors import RegestaError
from projections.ledger import Ledger
from projections.ledger_files import FileHashes
from projections.ledger_saved import is_true_to
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.view import View
from store.application import Application
from store.settings import Settings
from store.texts import Texts

NEWS: Final = logging.getLogger("regesta.service")

LEAST_ROWS_SAVED: Final = 5_000
"""Reading so few rows again takes no longer than reading a saved ledger."""


class Service:
    """The record, ready to be asked and added to; what both front doors stand on."""

    def __init__(self, settings: Settings | None = None, hashes: FileHashes | None = None) -> None:
        """The service over a store; `hashes` of the saved ledger may have been started ahead."""
        self.settings = settings or Settings()
        self.application = Application(self.settings)
        self.ledger = Ledger(self.application.log, saved=self.settings.ledger_folder, hashes=hashes)
        self.texts = Texts(self.settings.texts_folder)
        self._reading: Thread | None = None

    def read_ahead(self) -> None:
        """Take a saved ledger back in a thread of its own, while this one starts the rest.

        Where there is none that fits, the whole log is to be read, which had better wait until the service is up.
        """
        self._reading = Thread(target=self._read_ahead, name="first reading", daemon=True)
        self._reading.start()

    def _read_ahead(self) -> None:
        try:
            if self.ledger.take_back():
                self.ledger.catch_up()
                self.ledger.slice()
        except RegestaError as failure:
            NEWS.warning("nothing could be read before the first request: %s", failure)

    def head(self) -> int:
        """The position of the last committed event."""
        return self.application.log.head()

    def slice(self, query: SliceQuery) -> Slice:
        """The slice of a query, with everything taken into account that was committed before the call."""
        self.ledger.catch_up()
        return self.ledger.slice(query)

    def answer(self, projection_name: str, slice_query: SliceQuery, query: BaseModel) -> View:
        """The answer of a projection, stamped with its position and content hash.

        Raises `Invalid` for a projection or a value that cannot be read, `NotFound` for an id that nothing goes by.
        """
        from projections.registry import projection_named

        return projection_named(projection_name).ask(self.slice(slice_query), query)

    def health(self) -> dict[str, Any]:
        """Positions, and what is kept out because it cannot be read; nothing of where the store lies."""
        self.application.log.examine(tuple(self.ledger.columns.unreadable))
        found = self.application.health()
        quarantined = [row.model_dump(mode="json") for row in found.quarantined]
        return {
            "status": "degraded" if quarantined else "ok",
            "store": found.store,
            "position": found.position,
            "ledger_position": self.ledger.position,
            "quarantined": quarantined,
        }

    def read_on(self) -> int:
        """Bring the ledger up to the end of the log, and save it if that was much; the new position.

        The live slice is made as well: whoever comes first wants it, and what it had to solve is saved with the rest.
        """
        position = self.ledger.catch_up()
        self.ledger.slice()
        self.ledger.save(least_new_rows=LEAST_ROWS_SAVED)
        return position

    def look_ahead(self) -> None:
        """Make what first pages do without and the next ones would wait for: indexes of ids, and of what names what."""
        columns = self.ledger.columns
        columns.occurrences.find(())
        columns.concordances.make()

    def saved_ledger_holds(self) -> bool | None:
        """Whether the saved ledger was made of the rows of this log; `None` if there is none. Reads the whole log."""
        folder = self.settings.ledger_folder
        return is_true_to(self.application.log, folder) if folder.exists() else None

    def close(self) -> None:
        """Save the ledger, if much was read that is not saved, and close the store."""
        if self._reading is not None:
            self._reading.join()
        self.ledger.save(least_new_rows=LEAST_ROWS_SAVED)
        self.application.close()

    def __enter__(self) -> Self:
        """Open for the length of a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
