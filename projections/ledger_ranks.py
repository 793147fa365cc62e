"""The place of every occurrence among all ids, sorted: what breaks ties in the order of a timeline, as one number."""

from __future__ import annotations

from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from projections.frames import pl
from projections.ledger_ids import IdColumn

Numbers = npt.NDArray[np.int32]

_INSERTED_ONE_BY_ONE: Final = 2000
_PREFIX_BYTES: Final = 8


class Ranks:
    """Ranks of ids, by number. A few new ids are inserted into the sorted order, many are sorted with the rest."""

    def __init__(self, ids: IdColumn) -> None:
        self._ids = ids
        self._order: Numbers = np.zeros(0, dtype=np.int32)
        self._rank: Numbers = self._order
        self._lock = Lock()

    def ranks(self) -> Numbers:
        """By number of an occurrence: how many ids sort before its own."""
        with self._lock:
            count, ranked = len(self._ids), len(self._order)
            if count == ranked:
                return self._rank
            if count - ranked > _INSERTED_ONE_BY_ONE:
                self._order = _sorted(self._ids.series)
            else:
                fresh = sorted(range(ranked, count), key=self._ids.at)
                places = [self._place(self._ids.at(number)) for number in fresh]
                self._order = np.insert(self._order, places, np.array(fresh, dtype=np.int32))
            self._rank = np.empty(count, dtype=np.int32)
            self._rank[self._order] = np.arange(count, dtype=np.int32)
            return self._rank

    def worked_out(self) -> Numbers | None:
        """The same, if nothing has to be worked out for it; `None` since the first new id."""
        rank = self._rank
        return rank if len(rank) == len(self._ids) else None

    @property
    def order(self) -> Numbers:
        """The numbers of all ids in the order of the ids."""
        self.ranks()
        return self._order

    def refill(self, order: Numbers) -> None:
        """Take the order that was saved."""
        self._order = order
        self._rank = np.empty(len(order), dtype=np.int32)
        self._rank[order] = np.arange(len(order), dtype=np.int32)

    def _place(self, id_: str) -> int:
        low, high = 0, len(self._order)
        while low < high:
            middle = (low + high) // 2
            if self._ids.at(int(self._order[middle])) < id_:
                low = middle + 1
            else:
                high = middle
        return low


def _sorted(ids: pl.Series) -> Numbers:
    """The numbers of ids in their order. The first eight bytes decide nearly always where ids are random."""
    prefix = ids.str.pad_end(_PREFIX_BYTES, "\0").cast(pl.Binary).bin.slice(0, _PREFIX_BYTES)
    numbers = prefix.bin.reinterpret(dtype=pl.UInt64, endianness="big").to_numpy()
    order = np.argsort(numbers)
    ordered = numbers[order]
    same = np.append(False, ordered[1:] == ordered[:-1])
    if np.count_nonzero(same) > len(same) // 100:
        return ids.arg_sort().to_numpy().astype(np.int32)
    runs = np.flatnonzero(same)
    for run in np.split(runs, np.flatnonzero(np.diff(runs) > 1) + 1) if len(runs) else ():
        first, end = int(run[0]) - 1, int(run[-1]) + 1
        together = order[first:end]
        texts = ids.gather(together).to_list()
        order[first:end] = together[sorted(range(len(texts)), key=texts.__getitem__)]
    return order.astype(np.int32)
