"""The sources: the texts that were read."""

from __future__ import annotations

from domain.values import Value
from projections.projection import Projection
from projections.slice import Slice
from projections.source_row import SourceRow, is_known, source_row
from projections.view import View


class SourcesQuery(Value):
    """No choice but that of the slice."""


class SourceTable(View):
    """Sources in the order of their titles; `withheld` counts those that could not be read on that day."""

    rows: tuple[SourceRow, ...]
    total: int
    withheld: int


class Sources(Projection):
    """Which texts were read, how they are graded, and how much rests on each."""

    name, Query, View = "sources", SourcesQuery, SourceTable
    path = "/sources"

    def answer(self, slice: Slice, query: SourcesQuery) -> SourceTable:
        """All that could be read on the day of the slice, or on which something known rests."""
        del query
        standing = dict(slice.standing.group_by("source").len().iter_rows())
        struck = dict(slice.struck.group_by("source").len().iter_rows())
        rows = [
            source_row(slice, record, standing.get(each, 0), struck.get(each, 0))
            for each, record in slice.sources.items()
            if each in standing or each in struck or is_known(slice, record)
        ]
        rows.sort(key=lambda row: (row.title, row.id))
        return SourceTable(rows=tuple(rows), total=len(rows), withheld=len(slice.sources) - len(rows))
