"""Which account versions stand, are struck through, are withheld or out of the record, under one query.

In the words of the design: an account counts from the publication of its source (*documented*), or from the day since
which the matter was public (*public*); a correction or retraction acts from its disclosure, an amendment or withdrawal
of ours at every day, from its position. *Surely* takes the latest day of a publication and the earliest of an ending's
disclosure, *possibly* the other two. Only what sources say of their own publication is used, never solved bounds.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import (
    AMENDMENT,
    CORRECTION,
    REINSTATEMENT,
    RELIABILITY_NUMBER,
    RETRACTION,
    WITHDRAWAL,
    Columns,
)
from projections.slice_blocks import looked_up
from projections.slice_known import Known, known_by
from projections.slice_query import SliceQuery
from projections.slice_sources import SourceDays, sources_by

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]
Rows = npt.NDArray[Any]


class Visibility(NamedTuple):
    """By row of the accounts, as many as the log held by the position; `known` tells since when."""

    standing: Flags
    struck: Flags
    removed: Flags
    withheld: Flags
    known: Known
    amended_to: dict[int, int]

    @property
    def sources(self) -> SourceDays:
        """What was known of the sources by the position."""
        return self.known.sources

    def successor(self, row: int) -> int:
        """The row that stands where an amended one stood, or the row itself."""
        while row in self.amended_to:
            row = self.amended_to[row]
        return row


def see(columns: Columns, query: SliceQuery, position: int, rows: int) -> Visibility:
    """The visibility of the first `rows` account versions."""
    day, surely = query.known_on_day, query.certainty == "surely"
    sources = sources_by(columns, position)
    source = columns.source.values[:rows]
    endings = columns.endings.upto(position)
    removed, amended_to = _removed(endings, rows)
    since = known_by(columns, query, position, sources, removed, amended_to)
    known = np.ones(rows, dtype=np.bool_) if day is None else since.by(day, rows, surely=surely)
    struck = _struck(endings, sources, source, day, surely=surely)
    recorded = ~removed & _chosen(columns, query, sources, source)
    return Visibility(
        standing=recorded & known & ~struck,
        struck=recorded & known & struck,
        removed=removed,
        withheld=recorded & ~known,
        known=since,
        amended_to=amended_to,
    )


def see_new(columns: Columns, query: SliceQuery, position: int, first: int, rows: int, known: Known) -> Visibility:
    """The visibility of the versions from row `first` on, given that none of them ended and no link bears on them.

    Only for a query without `known_on`; `known` is that of the rows before.
    """
    sources = sources_by(columns, position)
    source = columns.source.values[first:rows]
    none = np.zeros(rows - first, dtype=np.bool_)
    recorded = ~none & _chosen(columns, query, sources, source)
    struck = sources.retracted[source]
    return Visibility(recorded & ~struck, recorded & struck, none, none, known._replace(sources=sources), {})


def _chosen(columns: Columns, query: SliceQuery, sources: SourceDays, source: Rows) -> Flags | np.bool_:
    chosen = np.ones(len(columns.sources), dtype=np.bool_)
    if not query.source and query.min_reliability is None:
        return np.True_
    if query.source:
        named = [code for each in query.source if (code := columns.sources.known(each)) is not None]
        chosen[:] = False
        chosen[named] = True
    if query.min_reliability is not None:
        chosen &= sources.reliability <= RELIABILITY_NUMBER[query.min_reliability]
    found: Flags = looked_up(chosen, source)
    return found


def _removed(endings: dict[str, Days], rows: int) -> tuple[Flags, dict[int, int]]:
    removed = np.zeros(rows, dtype=np.bool_)
    how, row = endings["how"], endings["row"]
    ours = (how == WITHDRAWAL) | (how == REINSTATEMENT)
    removed[row[ours]] = how[ours] == WITHDRAWAL
    amended = how == AMENDMENT
    removed[row[amended]] = True
    return removed, dict(zip(row[amended].tolist(), endings["by_row"][amended].tolist(), strict=True))


def _struck(endings: dict[str, Days], sources: SourceDays, source: Rows, day: int | None, *, surely: bool) -> Flags:
    struck = np.zeros(len(source), dtype=np.bool_)
    theirs = (endings["how"] == CORRECTION) | (endings["how"] == RETRACTION)
    if day is not None:
        theirs &= endings["disclosed_earliest" if surely else "disclosed_latest"] <= day
    struck[endings["row"][theirs]] = True
    if sources.retracted.any():
        acting = sources.retracted.copy()
        if day is not None:
            acting &= (sources.disclosed_earliest if surely else sources.disclosed_latest) <= day
        struck |= looked_up(acting, source)
    return struck
