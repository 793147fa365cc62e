"""The cases: dossiers in which occurrences are filed."""

from __future__ import annotations

from domain.values import Value
from projections.frames import pl
from projections.names import with_names
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class CasesQuery(Value):
    """No choice but that of the slice."""


class CaseRow(Value):
    """One case; `occurrences` counts those filed in it of which something is known in the slice."""

    id: str
    key: str | None
    title: str
    scope: str | None
    occurrences: int


class CaseTable(View):
    """Cases in the order of their titles."""

    rows: tuple[CaseRow, ...]
    total: int


class Cases(Projection):
    """Which cases are open, and how much is filed in each."""

    name, Query, View = "cases", CasesQuery, CaseTable
    path = "/cases"

    def answer(self, slice: Slice, query: CasesQuery) -> CaseTable:
        """All of them."""
        del query
        counts = dict(slice.cases.group_by("case").agg(pl.col("occurrence").n_unique()).iter_rows())
        rows = [
            CaseRow(
                id=case,
                key=record.content.key,
                title=with_names(record.content.title, slice.parties_known),
                scope=record.content.scope and with_names(record.content.scope, slice.parties_known),
                occurrences=counts.get(case, 0),
            )
            for case, record in slice.cases_known.items()
        ]
        return CaseTable(rows=tuple(sorted(rows, key=lambda row: (row.title, row.id))), total=len(rows))
