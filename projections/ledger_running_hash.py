"""A hash over every row of the log, in order, cheap enough to be kept while reading a million of them."""

from __future__ import annotations

from typing import Final

import numpy as np

from projections.frames import pl
from projections.log import RawBatch

_HASHED_TOGETHER: Final = 1_000
_64_BITS: Final = (1 << 64) - 1


class RunningHash:
    """The sum of what each row adds, which depends on its content and its position."""

    def __init__(self, value: int = 0) -> None:
        self._value = value
        self._waiting: list[bytes] = []
        self._first = 0

    def add(self, batch: RawBatch, *, added: int | None = None) -> None:
        """Take in a batch, which follows the one before; small ones are taken together.

        `added` is what the rows of the batch add, where that is known.
        """
        if added is not None:
            self._take_in()
            self._value = (self._value + added) & _64_BITS
            return
        if not self._waiting:
            self._first = batch.first_position
        self._waiting += batch.states
        if len(self._waiting) >= _HASHED_TOGETHER:
            self._take_in()

    @property
    def value(self) -> int:
        """The hash of all that was taken in."""
        self._take_in()
        return self._value

    def _take_in(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._value = (self._value + added_by(pl.Series(waiting, dtype=pl.Binary), self._first)) & _64_BITS


def added_by(states: pl.Series, first_position: int) -> int:
    """What the rows from a position on add to the hash."""
    hashes = states.hash(7).to_numpy()
    places = np.arange(first_position, first_position + len(hashes)).astype(np.uint64)
    return int(((hashes ^ places) * (2 * places + np.uint64(1))).sum(dtype=np.uint64))
