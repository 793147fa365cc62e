"""Where each number stands in a column that only grows: what names a country is found without a look at the rest.

A concordance is the index of a text that tells for each word where it stands. One of a column is made in one pass, and
serves until the column is longer by a sixteenth; what was added since is looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.distinct import distinct

Numbers = npt.NDArray[Any]

_SOON_MADE: Final = 1 << 16
"""In a column of at most so many rows a concordance is made in a millisecond, and so before it is asked first."""

_UNLISTED_SHARE: Final = 16

_NARROW: Final = 1 << 16
"""Numbers below this are put in order by counting them, which is some ten times as fast."""


class _Listed(NamedTuple):
    """The first `length` rows of the column, by the number that stands there and then by row.

    Those of number `n` run from `starts[n]` to `starts[n + 1]`.
    """

    length: int
    rows: Numbers
    starts: Numbers


class Concordance:
    """The rows of a column by what stands in them; `lock` is held by whoever adds to the column."""

    def __init__(self, column: Callable[[], Numbers], lock: Lock) -> None:
        self._column = column
        self._lock = lock
        self._listed = _Listed(0, np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))
        self._was_asked = False

    def rows(self, numbers: Sequence[int] | Numbers, upto: int) -> Numbers | None:
        """The rows below `upto` at which one of these numbers stands, increasing.

        `None` where the column is long and nobody asked before: then to look through it is as quick as to list it.
        """
        if self._is_behind():
            if not self._was_asked and len(self._column()) > _SOON_MADE:
                self._was_asked = True
                return None
            self.make()
        listed, wanted = self._listed, distinct(np.asarray(numbers, dtype=np.int64))
        before = wanted[wanted < len(listed.starts) - 1]
        sizes = listed.starts[before + 1] - listed.starts[before]
        ends = np.cumsum(sizes)
        found: Numbers = listed.rows[np.arange(sizes.sum()) + np.repeat(listed.starts[before] - ends + sizes, sizes)]
        if len(before) > 1:
            found.sort()
        found = found[: np.searchsorted(found, upto)]
        if upto <= listed.length:
            return found
        later = np.flatnonzero(np.isin(self._column()[listed.length : upto], wanted)) + listed.length
        return np.concatenate([found, later])

    def make(self) -> None:
        """List the column as it is now, unless that was done lately."""
        if not self._is_behind():
            return
        with self._lock:
            column = self._column()
            most = int(column.max(initial=0))
            keys = column.astype(np.uint16) if most < _NARROW else column
            rows = np.argsort(keys, kind="stable").astype(np.int32)
            starts = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=most + 1))])
            self._listed = _Listed(len(column), rows, starts)

    def _is_behind(self) -> bool:
        length = len(self._column())
        return (length - self._listed.length) * _UNLISTED_SHARE > length


class Concordances(NamedTuple):
    """Those of the ledger: accounts by the list of countries and of parties, filings by case and by occurrence."""

    countries: Concordance
    parties: Concordance
    cases: Concordance
    filed: Concordance

    def make(self) -> None:
        """Make all of them, before somebody waits for one."""
        for each in self:
            each.make()
