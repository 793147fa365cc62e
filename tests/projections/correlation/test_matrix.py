"""The matrix against asking every pair of kinds by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from projections.correlation import sweep
from projections.correlation.counting import found_within
from projections.correlation.matrix import matrix
from projections.correlation.ordering import after_before
from projections.correlation.series import KnownDifferences, Series, Window
from projections.correlation.table import OccurrenceTable
from tests.projections.correlation.worlds import Row, rows, series

KINDS = ("deportation", "loan_pledge", "raid")


@st.composite
def tables(draw: st.DrawFn, *, exact: bool) -> OccurrenceTable:
    made: tuple[Row, ...] = tuple(row for first in (0, 50, 100) for row in draw(rows(first, exact=exact, last_day=25)))
    kinds = [draw(st.integers(0, 2)) for _ in made]
    return OccurrenceTable.of(kinds, series(made), KINDS)


def agrees(table: OccurrenceTable, window_days: int, lag_days: int, known: KnownDifferences) -> None:
    window = Window.after(window_days, lag_days)
    view = matrix(table, window_days, lag_days, known)
    for cell in view.cells:
        x_kind, y_kind = table.kind_code(cell.x_kind), table.kind_code(cell.y_kind)
        x = table.series(x_kind)
        y = x if x_kind == y_kind else table.series(y_kind)
        told = table.known_between(known, x_kind, y_kind)
        after = found_within(x, y, window, told)
        before = found_within(x, y, window.turned(), told)
        sides = after_before(x, y, window, told)
        assert (cell.certain_count, cell.possible_count) == (after.certain_count, after.possible_count)
        assert (cell.before_certain_count, cell.before_possible_count) == (before.certain_count, before.possible_count)
        assert (cell.after_only_count, cell.before_only_count) == (sides.after_only_count, sides.before_only_count)
        assert cell.clumped == sides.clumped
        assert cell.pairs_with_both_count == len(set(x.pair.tolist()) & set(y.pair.tolist()))
        assert cell.p is None or cell.p == pytest.approx(sides.p)


@given(tables(exact=True), st.integers(0, 9), st.integers(0, 3))
def test_exact_days_agree_with_every_pair_of_kinds_alone(
    table: OccurrenceTable, window_days: int, lag_days: int
) -> None:
    agrees(table, window_days, lag_days, KnownDifferences.of(()))


@given(tables(exact=False), st.integers(0, 9), st.integers(0, 3), st.booleans())
def test_unknown_days_agree_too(table: OccurrenceTable, window_days: int, lag_days: int, told: bool) -> None:
    numbers = table.rows.occurrence.tolist()
    known = [(numbers[0], numbers[-1], 2, 2)] if told and len(numbers) > 1 else []
    agrees(table, window_days, lag_days, KnownDifferences.of(known))


@given(tables(exact=False), st.integers(0, 9), st.integers(0, 3))
def test_too_many_cells_are_counted_pair_by_pair_with_the_same_result(
    table: OccurrenceTable, window_days: int, lag_days: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "DENSEST_CELLS", 0)
        sparse = matrix(table, window_days, lag_days)
    assert sparse == matrix(table, window_days, lag_days)


def test_of_two_that_begin_together_the_one_that_ends_first_decides() -> None:
    rows = Series.of([0, 0, 0], [0, 1, 1], [0, 30, 2], [0, 1, 2])
    table = OccurrenceTable.of([0, 1, 1], rows, ("deportation", "loan_pledge"))
    agrees(table, 3, 0, KnownDifferences.of(()))


def test_cells_are_tested_and_q_counts_the_tested_cells() -> None:
    pairs = np.repeat(np.arange(12), 2)
    days = np.stack([np.arange(12) * 50, np.arange(12) * 50 + 2], axis=1).ravel()
    table = OccurrenceTable.of(np.tile([0, 1], 12), Series.exact(pairs, days), ("deportation", "loan_pledge"))
    view = matrix(table, 7)
    cells = {(cell.x_kind, cell.y_kind): cell for cell in view.cells}
    assert view.tested_count == 2
    assert cells["deportation", "loan_pledge"].p == 2**-12
    assert cells["deportation", "loan_pledge"].q == 2**-11
    assert cells["loan_pledge", "deportation"].p == 1.0
    assert cells["deportation", "deportation"].p is None


def test_an_unknown_kind_is_refused_by_name() -> None:
    table = OccurrenceTable.of([0], Series.exact([0], [0]), ("raid",))
    with pytest.raises(Invalid, match=r"no such kind here; seen: riad; accepted: raid"):
        table.kind_code("riad")
    with pytest.raises(Invalid, match="one kind a row"):
        OccurrenceTable.of([0, 0], Series.exact([0], [0]), ("raid",))
