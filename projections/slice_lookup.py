"""Sources, cases and parties by id, as the log last described them by a position; decoded when they are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from projections.ledger_dates import BEFORE_ALL
from projections.ledger_words import Words

R = TypeVar("R")

NOT_SAID = BEFORE_ALL


class Lookup(Mapping[str, R], Generic[R]):
    """A read-only mapping from ids to records, in the order in which the log first named them."""

    def __init__(
        self,
        names: Words,
        subjects: npt.NDArray[np.int64],
        positions: npt.NDArray[np.int64],
        read: Callable[[str, int, int], R],
    ) -> None:
        self._names = names
        self._last = np.full(len(names), NOT_SAID)
        self._last[subjects] = positions
        self._read = read
        self._records: dict[str, R] = {}

    def __getitem__(self, name: str) -> R:
        """The record of an id; raises `KeyError` for one that nothing goes by."""
        found = self._records.get(name)
        if found is None:
            number = self._names.known(name)
            if number is None or number >= len(self._last) or self._last[number] == NOT_SAID:
                raise KeyError(name)
            found = self._records[name] = self._read(name, number, int(self._last[number]))
        return found

    def __contains__(self, name: object) -> bool:
        number = self._names.known(name) if isinstance(name, str) else None
        return number is not None and number < len(self._last) and bool(self._last[number] != NOT_SAID)

    def __iter__(self) -> Iterator[str]:
        return (self._names.texts[number] for number in np.flatnonzero(self._last != NOT_SAID))

    def __len__(self) -> int:
        return int(np.count_nonzero(self._last != NOT_SAID))
