"""Few rows are taken in one by one, many by column operations, more put together; the columns hold the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import ledger_accounts, ledger_decoding, ledger_feed
from projections.ledger import Ledger
from projections.ledger_columns import Columns
from projections.ledger_decoding import USUAL_TOPIC, ReadBatch, decode_batch, decode_joined
from projections.ledger_saved_parts import BesideColumns, parts_of
from projections.log import JoinedBatch, RawBatch
from tests.strategies.histories import History, histories
from tests.strategies.logs import joined


def columns_read(history: History, few_rows: int, decode_joined: Callable[[JoinedBatch], ReadBatch | None]) -> Columns:
    """By batches of which each is decoded row by row if it has so few rows, and so if it is not decoded when joined."""
    with (
        patch.object(ledger_decoding, "FEW_ROWS", few_rows),
        patch.object(ledger_accounts, "_WORTH_CUTTING", 0),
        patch.object(ledger_feed, "BATCH_ROWS", 7),
        patch.object(ledger_feed, "decode_joined", decode_joined),
    ):
        ledger = Ledger(history.log())
        ledger.catch_up()
    return ledger.columns


@given(histories())
@settings(max_examples=25, deadline=None)
def test_all_ways_of_reading_fill_the_same_columns(history: History) -> None:
    none = BesideColumns(np.zeros(0), b"", {})
    ways = ((10**6, lambda _: None), (0, lambda _: None), (0, decode_joined))
    first, *others = (parts_of(columns_read(history, *way), none) for way in ways)
    words = ("whens.words.0", "parties_named.words.0", "countries.words.0", "sources", "dates.words.0", "stated_kinds")
    assert first.texts.words.keys() >= {*words}
    for other in others:
        assert first.texts == other.texts
        assert held(first.numbers) == held(other.numbers)


@given(histories(), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_rows_put_together_are_taken_apart_again(history: History, pieces: int) -> None:
    (batch,) = history.log().batches(0)
    apart = decode_joined(joined(batch, USUAL_TOPIC, pieces))
    with patch.object(ledger_decoding, "FEW_ROWS", 0):
        fetched = decode_batch(batch)
    assert apart is not None
    assert isinstance(apart.accounts, pl.DataFrame)
    assert isinstance(fetched.accounts, pl.DataFrame)
    assert apart.accounts.equals(fetched.accounts)
    assert apart._replace(accounts=[]) == fetched._replace(accounts=[])


@pytest.mark.parametrize("odd", [b'{"a":\n1}', b'{"a":1}\r', b"\xff", b""])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_rows_that_cannot_be_told_apart_are_not_taken_apart(odd: bytes, at: int) -> None:
    states = [b"{}", b"{}", b"{}"]
    states[at] = odd
    batch = joined(RawBatch(1, ["CaseOpened/1"] * 3, states, ["case:c"] * 3), USUAL_TOPIC, 1)
    apart = decode_joined(batch)
    assert apart is None or [row.state for row in apart.journal] == states
    assert (apart is None) == (odd != b"" or at == 2)


@given(histories())
@settings(max_examples=10, deadline=None)
def test_a_row_that_breaks_a_line_is_read_nevertheless(history: History) -> None:
    plain, log = history.log(), history.log()
    row = log.stored[-1]
    log.stored[-1] = row._replace(state=row.state.replace(b"{", b"{\n", 1))
    read = []
    for each in (plain, log):
        with patch.object(ledger_feed, "BATCH_ROWS", 7):
            ledger = Ledger(each)
            ledger.catch_up()
        read.append(parts_of(ledger.columns, BesideColumns(np.zeros(0), b"", {})))
    assert read[0].texts == read[1].texts
    assert held(read[0].numbers) == held(read[1].numbers)


def held(columns: Mapping[str, npt.NDArray[Any]]) -> dict[str, list[Any]]:
    return {name: column.tolist() for name, column in columns.items()}
