"""Ids by number and back, for columns of a million of them: no dictionary of Python texts."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Rows = npt.NDArray[np.int64]

MISSING: Final = -1
_TAIL_ROWS: Final = 8192
_SEGMENTS: Final = 8
_FEW_TEXTS: Final = 32


class TextColumn:
    """An append-only column of texts in two parts: a long one that is rarely touched, and a short tail."""

    def __init__(self) -> None:
        self._long = pl.Series("text", [], dtype=pl.String)
        self._tail = pl.Series("text", [], dtype=pl.String)

    def __len__(self) -> int:
        return len(self._long) + len(self._tail)

    def extend(self, texts: pl.Series | Sequence[str]) -> None:
        """Add texts; the tail joins the long part once it is no longer short."""
        added = pl.Series("text", texts, dtype=pl.String)
        self._tail = pl.concat([self._tail, added], rechunk=True) if len(self._tail) else added
        if len(self._tail) > _TAIL_ROWS:
            self._long = pl.concat([self._long, self._tail], rechunk=False)
            if self._long.n_chunks() > _SEGMENTS:
                self._long = self._long.rechunk()
            self._tail = pl.Series("text", [], dtype=pl.String)

    def settle(self) -> None:
        """Bring the long part together, which makes looking up twice as fast; for after much was added."""
        if self._long.n_chunks() > 1:
            self._long = self._long.rechunk()

    @property
    def series(self) -> pl.Series:
        """All of it."""
        return self._long if not len(self._tail) else pl.concat([self._long, self._tail], rechunk=False)

    def at(self, row: int) -> str:
        """One text."""
        long = len(self._long)
        return str(self._long[row] if row < long else self._tail[row - long])

    def gather(self, rows: Rows) -> pl.Series:
        """Several texts."""
        return self.series[rows]  # three times as fast as `gather`, which goes through a query

    def since(self, row: int) -> pl.Series:
        """The texts from a row on."""
        return self.series.slice(row)


class TextIndex:
    """Finds the rows of texts in a column in which each text stands once.

    Sorted 64-bit hashes in a few segments that are merged as they grow; a hit is compared with the text itself.
    """

    def __init__(self, column: TextColumn) -> None:
        self._column = column
        self._covered = 0
        self._segments: list[tuple[npt.NDArray[np.uint64], Rows]] = []
        self._lock = Lock()

    def find(self, texts: pl.Series) -> Rows:
        """The row of each text, `MISSING` where the column does not hold it. Safe beside additions."""
        with self._lock:
            self._cover()
            segments = tuple(self._segments)
        found = np.full(len(texts), MISSING, dtype=np.int64)
        wanted = texts.hash(1).to_numpy()
        for hashes, rows in segments:
            at = np.searchsorted(hashes, wanted)
            for _ in range(4):
                inside = at < len(hashes)
                hit = np.flatnonzero(inside & (hashes[np.minimum(at, len(hashes) - 1)] == wanted) & (found == MISSING))
                if not len(hit):
                    break
                candidates = rows[at[hit]]
                same = self._same(candidates, texts, hit)
                found[hit[same]] = candidates[same]
                at[hit[~same]] += 1
        return found

    def _same(self, candidates: Rows, texts: pl.Series, hit: Rows) -> npt.NDArray[np.bool_]:
        """Whether the texts in some rows are those that are looked for."""
        if len(hit) > _FEW_TEXTS:
            found: npt.NDArray[np.bool_] = (self._column.gather(candidates) == texts.gather(hit)).to_numpy()
            return found
        pairs = zip(candidates.tolist(), hit.tolist(), strict=True)
        return np.array([self._column.at(row) == texts[at] for row, at in pairs], dtype=np.bool_)

    def _cover(self) -> None:
        fresh = len(self._column) - self._covered
        if not fresh:
            return
        hashes = self._column.since(self._covered).hash(1).to_numpy()
        order = np.argsort(hashes)
        self._segments.append((hashes[order], order + self._covered))
        self._covered += fresh
        while len(self._segments) > 1 and (
            len(self._segments) > _SEGMENTS or len(self._segments[-1][0]) * 2 > len(self._segments[-2][0])
        ):
            late, early = self._segments.pop(), self._segments.pop()
            merged = np.concatenate([early[0], late[0]])
            order = np.argsort(merged, kind="stable")
            self._segments.append((merged[order], np.concatenate([early[1], late[1]])[order]))


class Identities:
    """The ids of occurrences by number, in the order in which the log first names them."""

    def __init__(self) -> None:
        self.ids = TextColumn()
        self._index = TextIndex(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def codes(self, ids: pl.Series) -> Rows:
        """The number of each id; ids that were not named before get new ones."""
        found = self._index.find(ids)
        absent = np.flatnonzero(found == MISSING)
        if not len(absent):
            return found
        unknown = ids.gather(absent)
        fresh = unknown.unique(maintain_order=True)
        first = len(self.ids)
        self.ids.extend(fresh)
        if len(fresh) == len(unknown):
            found[absent] = np.arange(first, first + len(fresh))
        else:
            found[absent] = self._index.find(unknown)
        return found

    def find(self, ids: Sequence[str]) -> Rows:
        """The number of each id, `MISSING` for one that the log never names."""
        return self._index.find(pl.Series(ids, dtype=pl.String))

    def code(self, occurrence: str) -> int | None:
        """The number of one id, or `None`."""
        found = int(self.find([occurrence])[0])
        return None if found == MISSING else found
