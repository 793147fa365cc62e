"""What is mapped is what was written, goes on in its own room, and changes for nobody else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections import ledger_mapped
from projections.ledger_mapped import ROOM_ROWS, Place, Rows, WithRoom, map_columns, write_columns
from projections.ledger_words import GrowingColumn, Journal

TYPES = st.sampled_from((np.int64, np.uint32, np.int32, np.uint8, np.bool_))


def write_rows(rows: Rows, path: Path) -> None:
    """Write one column, between two others."""
    places = write_columns({"before": np.arange(3), "it": rows, "after": np.arange(3)}, path)
    path.with_suffix(".places").write_bytes(msgspec.json.encode(places))


def map_rows(path: Path) -> WithRoom:
    """Map the column, and see that the others are as they were."""
    found = map_columns(path, msgspec.json.decode(path.with_suffix(".places").read_bytes(), type=list[Place]))
    for beside in ("before", "after"):
        rows, used = found[beside]
        assert rows[:used].tolist() == [0, 1, 2]
        assert not rows[used:].any()
    return found["it"]


BITS = st.lists(st.integers(0, 1), max_size=70)


@given(TYPES, BITS, BITS, st.sampled_from((0, ledger_mapped.LEAST_MAPPED_BYTES)))
def test_a_column_goes_on_where_it_was_saved(dtype: type, values: list[int], more: list[int], least: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger_mapped, "LEAST_MAPPED_BYTES", least)
        path = Path(folder) / "column"
        write_rows(np.array(values, dtype=dtype), path)
        content = path.read_bytes()
        column, other = GrowingColumn(dtype), GrowingColumn(dtype)
        column.refill(*map_rows(path))
        other.refill(*map_rows(path))
        before = column.values
        column.extend(np.array(more, dtype=dtype))
        assert column.values.tolist() == np.array(values + more, dtype=dtype).tolist()
        assert np.shares_memory(column.values[: len(values)], before) or not values
        assert before.tolist() == other.values.tolist() == np.array(values, dtype=dtype).tolist()
        assert path.read_bytes() == content
        del column, other, before


def test_a_column_that_outgrows_its_room_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "column"
    write_rows(np.arange(5), path)
    column = GrowingColumn()
    column.refill(*map_rows(path))
    column.extend(np.arange(5, ROOM_ROWS + 6))
    assert column.values.tolist() == list(range(ROOM_ROWS + 6))


@given(st.lists(st.integers(-(2**40), 2**40), max_size=20))
def test_a_journal_goes_on_where_it_was_saved(values: list[int]) -> None:
    whole, first = Journal("what"), Journal("what")
    for position, value in enumerate(values):
        whole.add(position, value)
        if position < len(values) // 2:
            first.add(position, value)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        write_rows(first.rows, path)
        again = Journal("what")
        again.refill(*map_rows(path))
    for position in range(len(values) // 2, len(values)):
        again.add(position, values[position])
    assert again.rows.tolist() == whole.rows.tolist()


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "column"
    write_rows(np.arange(5), path)
    with pytest.raises(TypeError, match="a column of int64, not of uint32"):
        GrowingColumn(np.uint32).refill(*map_rows(path))
    with pytest.raises(TypeError, match="not of 2 numbers"):
        Journal("what").refill(*map_rows(path))
    path.write_bytes(b"something else")
    with pytest.raises(ValueError, match="buffer"):
        map_rows(path)
