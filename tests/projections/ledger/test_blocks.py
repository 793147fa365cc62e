"""However long the blocks are in which a slice is worked out, it comes to the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import slice_blocks, slice_core, slice_ordering
from projections.ledger import Ledger
from projections.slice_blocks import blocks, blocks_of_runs, looked_up, places, taken
from projections.slice_query import SliceQuery
from tests.laws.test_ledger_laws import same
from tests.strategies.histories import History, histories, slice_queries

BLOCKS = st.integers(1, 5)


@contextmanager
def of_length(length: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slice_blocks, "BLOCK", length)
        yield


@given(st.lists(st.booleans()), BLOCKS)
def test_places_are_those_that_are_set(flags: list[bool], length: int) -> None:
    with of_length(length):
        found = places(np.array(flags, dtype=np.bool_))
    assert found.tolist() == [at for at, flag in enumerate(flags) if flag]


@given(st.lists(st.integers(1, 4)), BLOCKS)
def test_blocks_hold_whole_runs_each_once(sizes: list[int], length: int) -> None:
    starts, rows = np.cumsum([0, *sizes])[:-1].astype(np.int32), sum(sizes)
    with of_length(length):
        found = list(blocks_of_runs(starts, rows)) if sizes else []
        assert [(part.start, part.stop) for part in blocks(rows)] == [
            (start, min(start + length, rows)) for start in range(0, rows, length)
        ]
    assert [run for runs, _ in found for run in range(runs.start, runs.stop)] == list(range(len(sizes)))
    assert [row for _, part in found for row in range(part.start, part.stop)] == list(range(rows))
    for runs, part in found:
        assert starts[runs.start] == part.start
        assert part.stop - part.start <= max(length, sizes[runs.start])


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10), st.lists(st.integers(0, 9)), BLOCKS)
def test_looking_up_and_taking_are_indexing(table: list[int], numbers: list[int], length: int) -> None:
    column, rows = np.array(table), np.array(numbers, dtype=np.int64)
    with of_length(length):
        assert looked_up(column, rows).tolist() == [table[number] for number in numbers]
    assert taken(column, rows).tolist() == [table[number] for number in numbers]
    assert taken(column, np.array(sorted(set(numbers)), dtype=np.int64)).tolist() == [
        table[number] for number in sorted(set(numbers))
    ]


@given(histories(), st.data(), BLOCKS)
@settings(deadline=None)
def test_a_slice_does_not_depend_on_the_blocks(history: History, data: st.DataObject, length: int) -> None:
    query = SliceQuery.model_validate(data.draw(slice_queries()))
    ledger, other = Ledger(history.log()), Ledger(history.log())
    with of_length(length):
        other.catch_up()
        found = other.slice(query)
    ledger.catch_up()
    same(ledger.slice(query), found)


@given(histories(related=False), st.data(), BLOCKS, st.sampled_from((0, 8)))
@settings(deadline=None)
def test_a_selection_keeps_the_order_of_all(history: History, data: st.DataObject, length: int, few: int) -> None:
    ledger = Ledger(history.log())
    ledger.catch_up()
    core, ranks = ledger.slice().core, ledger.ranks()
    chosen = np.array([at for at in range(len(core.order)) if data.draw(st.booleans())], dtype=np.int64)
    assert ranks is not None
    with of_length(length), pytest.MonkeyPatch.context() as patch:
        patch.setattr(slice_core, "_MANY_SHARE", 0)
        patch.setattr(slice_ordering, "_FEW_SHARE", few)
        found = core.in_order(chosen, ranks)
    assert found.tolist() == [at for at in core.order.tolist() if at in chosen]
    assert core.in_order(chosen, None).tolist() == found.tolist()
