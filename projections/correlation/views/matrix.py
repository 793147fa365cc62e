"""Every kind against every kind, over a slice."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from domain.rules import Days
from domain.values import Value, Word
from projections.correlation.asking import COUNTED, Manners, NotCounted, Within, beside, registered, scope_of
from projections.correlation.matrix import Matrix, matrix
from projections.correlation.occurrences import Occurrences
from projections.correlation.scope import scoped_table
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class MatrixQuery(Value):
    """Which kinds, within which window and what shared."""

    kind: Annotated[tuple[Word, ...], Field(max_length=100, description="only these kinds")] = ()
    window_days: Annotated[Days, Field(description="how many days after X, the last included")] = 7
    lag_days: Annotated[Days, Field(description="days after X at which the window begins")] = 0
    within: Within = "same_country"
    manner: Manners = COUNTED


class MatrixView(View, Matrix):
    """The matrix, with what was not counted beside it."""

    lines = ("cells",)

    not_counted: tuple[NotCounted, ...]


class KindMatrix(Projection):
    """All ordered pairs of kinds at once: counts after and before, the test of after against before, and its q."""

    name, Query, View = "matrix", MatrixQuery, MatrixView
    path = "/correlations/matrix"

    def answer(self, slice: Slice, query: MatrixQuery) -> MatrixView:
        """The matrix of the kinds that stand in the slice."""
        registered(*query.kind)
        found = Occurrences.of(slice, query.manner, query.kind)
        scope = scope_of(query.within)
        kind = np.where(found.counts, found.kind, -1)
        table, _ = scoped_table(scope, found.members(scope), found.bounds, kind, found.kind_labels)
        one_way = found.known(found.counts, found.counts).one_way()
        counted = matrix(table, query.window_days, query.lag_days, one_way)
        return MatrixView(**dict(counted), not_counted=beside(found))
