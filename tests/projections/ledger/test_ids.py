"""A column of ids reads like a list, whether its ids were added, settled or mapped, and finds each of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import ledger_ids, ledger_texts
from projections.ledger_ids import IdColumn, Identities

IDS = st.lists(st.text("abé", min_size=1, max_size=3), max_size=6)
STEPS = st.lists(st.sampled_from(("add", "settle", "map", "at", "since", "pick")), max_size=10)


@pytest.mark.parametrize("some", [ledger_ids._SOME_IDS, 1])
@given(STEPS, st.data())
@settings(max_examples=150, deadline=None)
def test_a_column_of_ids_reads_like_a_list(some: int, steps: list[str], data: st.DataObject) -> None:
    column, expected = IdColumn(), list[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger_ids, "_SOME_IDS", some)
        patch.setattr(ledger_texts, "_TAIL_ROWS", 2)
        for step in steps:
            match step:
                case "add":
                    expected += (more := data.draw(IDS))
                    column.extend(more)
                case "settle":
                    column.settle()
                case "map":
                    again = IdColumn()
                    again.refill(column.settle())
                    column = again
                case "at" if expected:
                    row = data.draw(st.integers(0, len(expected) - 1))
                    assert column.at(row) == expected[row]
                case "since":
                    row = data.draw(st.integers(0, len(expected)))
                    assert column.since(row).to_list() == expected[row:]
                case "pick" if expected:
                    rows = data.draw(st.lists(st.integers(0, len(expected) - 1)))
                    chosen, picked = np.array(rows, dtype=np.int64), [expected[row] for row in rows]
                    assert column.gather(chosen).to_list() == column.texts(chosen) == picked
                    assert b"".join(column.lines(chosen)) == "\n".join(picked).encode()
            assert len(column) == len(expected)
        assert column.series.to_list() == expected


def test_ids_that_were_mapped_are_found_and_continued() -> None:
    saved, ids = Identities(), Identities()
    saved.ids.extend(["aa", "bb"])
    ids.ids.refill(saved.ids.settle())
    assert ids.find(["bb", "zz", "aa"]).tolist() == [1, -1, 0]
    ids.ids.extend(["a longer one"])
    assert [ids.code(each) for each in ("a longer one", "aa")] == [2, 0]


def test_an_id_is_read_from_the_part_that_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_texts, "_TAIL_ROWS", 2)
    column = IdColumn()
    for added in (["a"], ["b", "c"], ["d"]):
        column.extend(added)
    assert [column.at(row) for row in range(4)] == ["a", "b", "c", "d"]
    column.settle()
    column.extend(["e"])
    assert [column.at(row) for row in range(5)] == ["a", "b", "c", "d", "e"]
