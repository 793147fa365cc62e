"""How versions of accounts ended in one slice."""

from __future__ import annotations

from typing import Final

import numpy as np

from projections.ledger_columns import AMENDMENT, CORRECTION, REINSTATEMENT, RETRACTION, WITHDRAWAL, Columns
from projections.ledger_dates import day_or_none
from projections.slice_query import SliceQuery
from projections.slice_records import Ending, EndingKind
from projections.slice_visibility import Visibility

_KINDS: Final[dict[int, EndingKind]] = {
    CORRECTION: "correction",
    RETRACTION: "retraction",
    AMENDMENT: "amendment",
    WITHDRAWAL: "withdrawal",
}


class Endings:
    """Looks up the ending that acts on a version. Where several do, ours come first, then the version's own."""

    def __init__(self, columns: Columns, query: SliceQuery, position: int, visible: Visibility) -> None:
        self._columns = columns
        self._visible = visible
        self._day = query.known_on_day
        self._bound = "disclosed_earliest" if query.certainty == "surely" else "disclosed_latest"
        self._journal = columns.endings.upto(position)
        self._by_row: dict[int, list[int]] = {}
        for at, row in enumerate(self._journal["row"].tolist()):
            self._by_row.setdefault(row, []).append(at)
        self._retracted = columns.sources_retracted.upto(position)

    def of(self, row: int) -> Ending | None:
        """How a version that does not stand ended; `None` for one that does."""
        if self._visible.removed[row]:
            return self._ours(row)
        if not self._visible.struck[row]:
            return None
        for at in self._by_row.get(row, ()):
            if self._journal["how"][at] in (CORRECTION, RETRACTION) and self._acts(int(self._journal[self._bound][at])):
                return self._ending(at)
        return self._of_source(int(self._columns.source.values[row]))

    def _acts(self, disclosed: int) -> bool:
        return self._day is None or disclosed <= self._day

    def _ours(self, row: int) -> Ending | None:
        found = None
        for at in self._by_row.get(row, ()):
            how = self._journal["how"][at]
            if how in (AMENDMENT, WITHDRAWAL):
                found = self._ending(at)
            elif how == REINSTATEMENT and found is not None and found.kind == "withdrawal":
                found = None
        return found

    def _ending(self, at: int) -> Ending:
        journal = self._journal
        by_row = int(journal["by_row"][at])
        return Ending(
            _KINDS[int(journal["how"][at])],
            int(journal["position"][at]),
            self._columns.version.at(by_row) if by_row >= 0 else None,
            day_or_none(int(journal["disclosed_earliest"][at])),
            day_or_none(int(journal["disclosed_latest"][at])),
        )

    def _of_source(self, source: int) -> Ending | None:
        at = np.flatnonzero(self._retracted["source"] == source)
        if not len(at):
            return None
        last = int(at[-1])
        return Ending(
            "source_retraction",
            int(self._retracted["position"][last]),
            None,
            day_or_none(int(self._retracted["disclosed_earliest"][last])),
            day_or_none(int(self._retracted["disclosed_latest"][last])),
        )
