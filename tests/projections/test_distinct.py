"""Numbers in order, each once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from projections.distinct import distinct


@given(st.lists(st.integers(-5, 5) | st.integers(-(2**62), 2**62)))
def test_each_number_stands_once_and_in_order(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))
