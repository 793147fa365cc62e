"""Texts in an append-only column: no list of a million Python texts."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Final

from projections.frames import pl

_TAIL_ROWS: Final = 8192
_SEGMENTS: Final = 8


class TextColumn:
    """An append-only column of texts in two parts: a long one that is rarely touched, and a short tail.

    Safe to read beside additions.
    """

    def __init__(self) -> None:
        self._parts: tuple[pl.Series | None, pl.Series | None] = (None, None)  # replaced whole: none is seen alone
        self._turn = Lock()

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts if part is not None)

    def extend(self, texts: pl.Series | Sequence[str]) -> None:
        """Add texts; the tail joins the long part once it is no longer short."""
        added = pl.Series("text", texts, dtype=pl.String)
        with self._turn:
            long, tail = self._parts
            tail = added if tail is None else pl.concat([tail, added], rechunk=True)
            if len(tail) > _TAIL_ROWS:
                long, tail = tail if long is None else pl.concat([long, tail], rechunk=False), None
                if long.n_chunks() > _SEGMENTS:
                    long = long.rechunk()
            self._parts = long, tail

    def at(self, row: int) -> str:
        """One text."""
        long, tail = self._parts
        before = 0 if long is None else len(long)
        part, place = (long, row) if row < before else (tail, row - before)
        if part is None:
            raise IndexError(row)
        return str(part[place])

    @property
    def series(self) -> pl.Series:
        """All of it."""
        long, tail = self._parts
        if long is not None and tail is not None:
            return pl.concat([long, tail], rechunk=False)
        found = tail if long is None else long
        return pl.Series("text", [], dtype=pl.String) if found is None else found
