"""Ids by number and back, for columns of a million of them: no dictionary of Python texts."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Rows = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

MISSING: Final = -1
_TAIL_ROWS: Final = 8192
_SEGMENTS: Final = 8
_FEW_TEXTS: Final = 32
_SOME_TEXTS: Final = 20_000
"""As many are picked out of rows of bytes in a millisecond or two; for more, all may as well become texts."""
_NO_TEXTS: Final = pl.Series("text", [], dtype=pl.String)


class TextColumn:
    """An append-only column of texts in two parts: a long one that is rarely touched, and a short tail.

    Texts that were saved and are of one length, as ids are, begin as rows of bytes that are mapped from a file: some of
    them are read from there, and all of them become texts when that is asked for. Safe to read beside additions.
    """

    def __init__(self) -> None:
        self._parts: tuple[pl.Series | Bytes, pl.Series] = (_NO_TEXTS, _NO_TEXTS)  # replaced whole: none is seen alone
        self._turn = Lock()

    def __len__(self) -> int:
        long, tail = self._parts
        return len(long) + len(tail)

    def refill(self, rows: Bytes) -> None:
        """Begin with texts of one length, a row of bytes each."""
        self._parts = rows, _NO_TEXTS

    def in_rows(self) -> Bytes | None:
        """The texts as rows of bytes; `None` if they are not of one length."""
        texts = self.series
        lengths = texts.str.len_bytes()
        if not len(texts) or lengths.min() != lengths.max():
            return None
        joined = texts.str.join("").cast(pl.Binary).item()
        return np.frombuffer(joined, dtype=np.uint8).reshape(len(texts), -1)

    def extend(self, texts: pl.Series | Sequence[str]) -> None:
        """Add texts; the tail joins the long part once it is no longer short."""
        added = pl.Series("text", texts, dtype=pl.String)
        with self._turn:
            long, tail = self._parts
            tail = pl.concat([tail, added], rechunk=True) if len(tail) else added
            if len(tail) > _TAIL_ROWS:
                long, tail = pl.concat([_as_texts(long), tail], rechunk=False), _NO_TEXTS
                if long.n_chunks() > _SEGMENTS:
                    long = long.rechunk()
            self._parts = long, tail

    def settle(self) -> None:
        """Bring the long part together, as texts, which makes looking up twice as fast; for after much was added."""
        with self._turn:
            long, tail = self._parts
            self._parts = _as_texts(long).rechunk(), tail

    @property
    def series(self) -> pl.Series:
        """All of it."""
        long, tail = self._parts
        if not isinstance(long, pl.Series):
            with self._turn:
                long, tail = self._parts
                long = _as_texts(long)
                self._parts = long, tail
        return long if not len(tail) else pl.concat([long, tail], rechunk=False)

    def at(self, row: int) -> str:
        """One text."""
        long, tail = self._parts
        if row >= len(long):
            return str(tail[row - len(long)])
        return str(long[row]) if isinstance(long, pl.Series) else long[row].tobytes().decode()

    def gather(self, rows: Rows) -> pl.Series:
        """Several texts."""
        long, _ = self._parts
        if isinstance(long, pl.Series) or len(rows) > _SOME_TEXTS or rows.max(initial=0) >= len(long):
            return self.series[rows]  # three times as fast as `gather`, which goes through a query
        return _as_texts(long[rows])

    def since(self, row: int) -> pl.Series:
        """The texts from a row on."""
        return self.series.slice(row)


def _as_texts(rows: pl.Series | Bytes) -> pl.Series:
    """The texts of rows of bytes; texts as they are."""
    if isinstance(rows, pl.Series):
        return rows
    return pl.Series("text", rows).arr.to_list().cast(pl.Binary).cast(pl.String)


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
