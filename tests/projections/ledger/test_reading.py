"""A few rows are taken in one by one and many by column operations, and the columns hold the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings

from projections import ledger_reading
from projections.ledger import Ledger
from projections.ledger_columns import Columns
from projections.ledger_saved_parts import BesideColumns, parts_of
from tests.strategies.histories import History, histories


def columns_read(history: History, few_rows: int) -> Columns:
    with patch.object(ledger_reading, "FEW_ROWS", few_rows):
        ledger = Ledger(history.log())
        ledger.catch_up()
    return ledger.columns


@given(histories())
@settings(max_examples=25, deadline=None)
def test_both_ways_of_reading_fill_the_same_columns(history: History) -> None:
    none = BesideColumns(np.zeros(0), b"", {})
    one, other = (parts_of(columns_read(history, few), none) for few in (0, 10**6))
    words = ("whens.words.0", "parties_named.words.0", "countries.words.0", "sources", "dates.words.0", "stated_kinds")
    assert one.texts == other.texts
    assert one.texts.words.keys() >= {*words}
    assert held(one.numbers) == held(other.numbers)


def held(columns: Mapping[str, npt.NDArray[Any]]) -> dict[str, list[Any]]:
    return {name: column.tolist() for name, column in columns.items()}
