"""What could ever have to be solved together: occurrences joined by anything recorded that bears on dates.

A unit is a superset of the components of any slice, kept by joining what hangs together as the log is read, so that a
slice need not search for its components: it asks which units it touches, and what of them is in force.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from projections.distinct import distinct
from projections.ledger_words import GrowingColumn

Numbers = npt.NDArray[Any]


class Units:
    """Numbered sets of occurrences; number 0 is no unit. A *tied* unit holds more than judgements of sameness."""

    def __init__(self) -> None:
        self._label = GrowingColumn(np.int32)
        self._tied = GrowingColumn(np.bool_)
        self._tied.append(False)
        self.of_source: dict[int, int] = {}

    def grow(self, occurrences: int) -> None:
        """Make room for occurrences named since."""
        self._label.extend(np.zeros(occurrences - len(self._label), dtype=np.int32))

    @property
    def labels(self) -> npt.NDArray[np.int32]:
        """By number of an occurrence, the unit it is in now."""
        return self._label.values

    @property
    def tied(self) -> npt.NDArray[np.bool_]:
        """By number of a unit: whether a relation or a constraining link is in it."""
        return self._tied.values

    @property
    def columns(self) -> tuple[GrowingColumn, GrowingColumn]:
        """The labels and which units are tied, to be saved and taken back."""
        return self._label, self._tied

    def join_all(self, pairs: npt.ArrayLike, *, tied: bool = True) -> None:
        """Put the two occurrences of each pair into one unit; one may be paired with itself to have a unit.

        Costs as much as there are pairs; where units that were there before become one, a look at every label as well.
        """
        ones, others = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
        if not len(ones):
            return
        before = len(self._tied)
        involved = distinct(np.concatenate((ones, others)))
        fresh = involved[self.labels[involved] == 0]
        self._label.put(fresh, np.arange(before, before + len(fresh)))
        self._tied.extend(np.zeros(len(fresh), dtype=np.bool_))
        self._become_one(self.labels[ones], self.labels[others], fresh, before)
        if tied:
            self._tied.put(self.labels[ones], True)

    def _become_one(self, ones: Numbers, others: Numbers, fresh: Numbers, before: int) -> None:
        """Give units that belong together the least of their numbers; `fresh` are in the units from `before` on."""
        apart = ones != others
        if not apart.any():
            return
        ones, others = ones[apart], others[apart]
        units = distinct(np.concatenate((ones, others)))
        least = units[least_of_each(np.searchsorted(units, ones), np.searchsorted(units, others), len(units))]
        self._tied.put(least[self.tied[units]], True)
        becomes = np.arange(len(self._tied))
        becomes[units] = least
        moved = fresh
        if (becomes[:before] != np.arange(before)).any():
            moved = np.flatnonzero(becomes[self.labels] != self.labels)
        self._label.put(moved, becomes[self.labels[moved]])

    def share_sources(self, sources: Numbers, occurrences: Numbers) -> None:
        """Join what each source tells of, because the day of its publication is one unknown in all of it."""
        order = np.argsort(sources, kind="stable")
        told = sources[order]
        starts = np.flatnonzero(np.append(True, told[1:] != told[:-1])) if len(told) else order
        firsts = zip(told[starts].tolist(), occurrences[order[starts]].tolist(), strict=True)
        first = [self.of_source.setdefault(source, occurrence) for source, occurrence in firsts]
        others = np.repeat(np.array(first, dtype=np.int64), np.diff(np.append(starts, len(told))))
        self.join_all(np.stack((occurrences[order], others), axis=1))


def least_of_each(ones: Numbers, others: Numbers, count: int) -> Numbers:
    """By number from 0 to `count`: the least of the numbers that pairs connect it with, directly or by way of others.

    Rounds of hooking each root to a lesser one that a pair names, and of halving the paths to the roots (Shiloach and
    Vishkin 1982, "An O(log n) parallel connectivity algorithm"); whichever of several lesser roots wins, the pair that
    lost is looked at again. Only roots that are the least among their neighbours last a round: at most half of them.
    """
    root = np.arange(count)
    while len(ones):
        root[np.maximum(ones, others)] = np.minimum(ones, others)
        while not np.array_equal(further := root[root], root):
            root = further
        ones, others = root[ones], root[others]
        apart = ones != others
        ones, others = ones[apart], others[apart]
    return root
