"""A hash over every row of the log, in order, cheap enough to be kept while reading a million of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from projections.frames import pl

_HASHED_TOGETHER: Final = 1_000
_64_BITS: Final = (1 << 64) - 1


class RunningHash:
    """The sum of what each row adds, which depends on its content and its position."""

    def __init__(self, value: int = 0) -> None:
        self._value = value
        self._waiting: list[bytes] = []
        self._first = 0

    def add(self, first_position: int, states: Sequence[bytes]) -> None:
        """Take in rows, which follow those before; few of them are taken together with more."""
        if not self._waiting:
            self._first = first_position
        self._waiting += states
        if len(self._waiting) >= _HASHED_TOGETHER:
            self._take_in()

    def add_sum(self, added: int) -> None:
        """Take in rows of which it is known what they add."""
        self._take_in()
        self._value = (self._value + added) & _64_BITS

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
