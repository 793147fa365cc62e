"""The columnar read model: caught up from the log by position, sliced on demand."""

from __future__ import annotations

from projections.log import EventLog
from projections.slice import Slice
from projections.slice_query import SliceQuery

SLICES_KEPT = 16


class Ledger:
    """Columns of everything recorded, one row per account version; append-only, safe to use from several threads."""

    def __init__(self, log: EventLog, *, slices_kept: int = SLICES_KEPT) -> None:
        self.log = log
        self._slices_kept = slices_kept

    @property
    def position(self) -> int:
        """The position up to which the ledger has read the log."""
        raise NotImplementedError

    def catch_up(self) -> int:
        """Read what was appended since; the new position. Pays for the new rows only."""
        raise NotImplementedError

    def slice(self, query: SliceQuery = SliceQuery()) -> Slice:
        """The slice of a query: at its position, or at the one the ledger has caught up to.

        Raises:
            Invalid: if `at_position` lies beyond the end of the log.
        """
        raise NotImplementedError
