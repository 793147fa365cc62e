"""Every kind against every kind: who follows whom more often than precedes, and what survives so many questions."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from domain.values import Value
from projections.correlation.discovery import q_values, rounded
from projections.correlation.report import CAVEAT, Probability
from projections.correlation.series import NOTHING_KNOWN, KnownDifferences, Window
from projections.correlation.sweep import Swept, sweep
from projections.correlation.table import OccurrenceTable
from projections.correlation.verdict import LEAST_DISCORDANT, LEAST_PAIRS, LEAST_X, LEAST_Y


class MatrixCell(Value):
    """One ordered pair of kinds. `p` is that of after against before; no p where there is too little to test."""

    x_kind: str
    y_kind: str
    x_count: int
    y_count: int
    pairs_with_both_count: int
    certain_count: Annotated[int, Field(description="X certainly followed by Y")]
    possible_count: int
    before_certain_count: Annotated[int, Field(description="X certainly preceded by Y")]
    before_possible_count: int
    after_only_count: int
    before_only_count: int
    clumped: bool
    p: Probability | None
    q: Annotated[float | None, Field(description="Benjamini-Hochberg over all pairs of two kinds")] = None


class Matrix(Value):
    """All ordered pairs of kinds within one window, X by X, Y by Y."""

    window_days: int
    lag_days: int
    kinds: tuple[str, ...]
    cells: tuple[MatrixCell, ...]
    tested_count: int
    test: Literal["after_before"] = "after_before"
    caveat: str = CAVEAT


def matrix(
    table: OccurrenceTable, window_days: int, lag_days: int = 0, known: KnownDifferences = NOTHING_KNOWN
) -> Matrix:
    """After against before for every ordered pair of kinds.

    q is over all pairs of two different kinds: one that could not be tested was asked all the same, and stays in the
    family with p = 1, as a refused rule does.
    """
    counted = sweep(table, Window.after(window_days, lag_days), known)
    kinds = len(table.kind_labels)
    cells = [_cell(table, counted, x, y) for x in range(kinds) for y in range(kinds)]
    family = [place for place, cell in enumerate(cells) if cell.x_kind != cell.y_kind]
    asked = [1.0 if (p := cells[place].p) is None else p for place in family]
    for place, q in zip(family, q_values(np.array(asked, dtype=np.float64)).tolist(), strict=True):
        if cells[place].p is not None:
            cells[place] = cells[place].model_copy(update={"q": rounded(q)})
    return Matrix(
        window_days=window_days,
        lag_days=lag_days,
        kinds=table.kind_labels,
        cells=tuple(cells),
        tested_count=sum(cell.p is not None for cell in cells),
    )


def _cell(table: OccurrenceTable, counted: Swept, x: int, y: int) -> MatrixCell:
    x_count, y_count = (int(table.kind_start[kind + 1] - table.kind_start[kind]) for kind in (x, y))
    pairs = int(counted.pairs_with_both[x, y])
    enough = x_count >= LEAST_X and y_count >= LEAST_Y and pairs >= LEAST_PAIRS
    discordant = int(counted.after_only[x, y] + counted.before_only[x, y])
    tested = enough and x != y and discordant >= LEAST_DISCORDANT
    return MatrixCell(
        x_kind=table.kind_labels[x],
        y_kind=table.kind_labels[y],
        x_count=x_count,
        y_count=y_count,
        pairs_with_both_count=pairs,
        certain_count=int(counted.after_certain[x, y]),
        possible_count=int(counted.after_possible[x, y]),
        before_certain_count=int(counted.before_certain[x, y]),
        before_possible_count=int(counted.before_possible[x, y]),
        after_only_count=int(counted.after_only[x, y]),
        before_only_count=int(counted.before_only[x, y]),
        clumped=counted.clumped(x, y),
        p=rounded(counted.p(x, y)) if tested else None,
    )
