"""A column of texts that was mapped is the column that was saved, whatever is read from it or added to it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.ledger_texts import Identities, TextColumn

TEXTS = st.lists(st.sampled_from("abcdé").flatmap(lambda letter: st.just(f"{letter}{letter}")), max_size=6)
READS = st.lists(st.sampled_from(("at", "gather", "since", "series", "add")), max_size=8)


@given(TEXTS, READS, st.data())
@settings(max_examples=200, deadline=None)
def test_a_column_that_was_mapped_reads_like_a_list(texts: list[str], reads: list[str], data: st.DataObject) -> None:
    saved, column, expected = TextColumn(), TextColumn(), list(texts)
    saved.extend(texts)
    rows = saved.in_rows()
    assert (rows is None) == (len({len(text.encode()) for text in texts}) != 1)
    if rows is None:
        column.extend(texts)
    else:
        column.refill(rows)
    for read in reads:
        if read == "add":
            expected += (more := data.draw(TEXTS))
            column.extend(more)
        elif read == "series":
            assert column.series.to_list() == expected
        elif expected:
            row = data.draw(st.integers(0, len(expected) - 1))
            if read == "at":
                assert column.at(row) == expected[row]
            elif read == "since":
                assert column.since(row).to_list() == expected[row:]
            else:
                chosen = data.draw(st.lists(st.integers(0, len(expected) - 1)))
                assert column.gather(np.array(chosen, dtype=np.int64)).to_list() == [expected[at] for at in chosen]
        assert len(column) == len(expected)
    assert column.series.to_list() == expected


def test_ids_that_were_mapped_are_found_and_continued() -> None:
    saved, ids = Identities(), Identities()
    saved.ids.extend(["aa", "bb"])
    rows = saved.ids.in_rows()
    assert rows is not None
    ids.ids.refill(rows)
    assert ids.find(["bb", "zz", "aa"]).tolist() == [1, -1, 0]
    ids.ids.extend(["a longer one"])
    assert [ids.code(each) for each in ("a longer one", "aa")] == [2, 0]
