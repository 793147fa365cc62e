"""Long arrays in blocks that stay in the cache of the processor: what is only needed on the way is never written out.

A slice of a million accounts is a handful of passes over a few columns. Memory that is touched for the first time costs
more than all the arithmetic, so intermediate results are as long as a block, not as long as the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

BLOCK: Final = 1 << 15


def blocks(length: int) -> Iterator[slice]:
    """The parts of an array of that length, one after another."""
    return (slice(start, min(start + BLOCK, length)) for start in range(0, length, BLOCK))


def blocks_of_runs(starts: Numbers, length: int) -> Iterator[tuple[slice, slice]]:
    """Which runs and which of the `length` rows make up each block, where run `i` begins at row `starts[i]`.

    No run is cut in two: one that is longer than a block makes a block of its own.
    """
    run = 0
    while run < len(starts):
        row, end = int(starts[run]), len(starts)
        if length - row > BLOCK:
            end = max(int(np.searchsorted(starts, starts.dtype.type(row + BLOCK), side="right")) - 1, run + 1)
        rows_end = int(starts[end]) if end < len(starts) else length
        yield slice(run, end), slice(row, rows_end)
        run = end


def places(flags: Flags) -> npt.NDArray[np.int32]:
    """Where flags are set, as numbers of half the width that NumPy gives."""
    found = np.empty(int(np.count_nonzero(flags)), dtype=np.int32)
    done = 0
    for part in blocks(len(flags)):
        here = np.flatnonzero(flags[part])
        found[done : done + len(here)] = here
        found[done : done + len(here)] += np.int32(part.start)
        done += len(here)
    return found


def taken(column: Numbers, rows: Numbers) -> Numbers:
    """The values of some rows, increasing or grouped; without a copy where the rows follow one another."""
    consecutive = len(rows) > 0 and rows[-1] - rows[0] == len(rows) - 1 and bool(np.all(rows[1:] > rows[:-1]))
    return column[rows[0] : rows[-1] + 1] if consecutive else column.take(rows, axis=0)


def looked_up(table: Numbers, numbers: Numbers) -> Numbers:
    """The entry of a short table for each of many numbers."""
    found = np.empty(len(numbers), dtype=table.dtype)
    for part in blocks(len(numbers)):
        found[part] = table.take(numbers[part])
    return found
