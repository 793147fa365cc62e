"""Numbers put in order, each once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]


def distinct(numbers: Numbers) -> Numbers:
    """The numbers of an array, increasing, each once.

    What numpy's `unique` gives too; but that asks whether the array is masked, and imports for it, the first time, what
    takes a third as long as the page that waits for it.
    """
    found: Numbers = np.sort(numbers)
    is_first = np.ones(len(found), dtype=np.bool_)
    np.not_equal(found[1:], found[:-1], out=is_first[1:])
    return found[is_first]
