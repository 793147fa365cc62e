"""Interning, and columns that grow: each distinct text of the log is read once and goes by a small number afterwards.

A million accounts share a few thousand dates, country lists and sources. Columns hold the numbers; what a text means
is worked out once, when it is first met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.frames import pl

NOTHING = 0
"""The code of an absent text."""


class Words:
    """Texts by number, in order of first meeting; number 0 stands for an absent text. Append-only.

    `met` is called with new texts, now the last of all, so that what they mean can be kept under the same numbers.
    """

    def __init__(self, met: Callable[[Sequence[str]], None] | None = None) -> None:
        self.texts: list[str] = [""]
        self._codes: dict[str, int] = {}
        self._met = met

    def __len__(self) -> int:
        return len(self.texts)

    def code(self, text: str | None) -> int:
        """The number of one text, a new one if it was not met before."""
        if text is None:
            return NOTHING
        known = self._codes.get(text)
        return self.codes((text,))[0] if known is None else known

    def known(self, text: str) -> int | None:
        """The number of a text, or `None` if it was never met."""
        return self._codes.get(text)

    def refill(self, texts: Iterable[str]) -> None:
        """Take the texts that were saved, number 0 left out; what they mean was saved beside them."""
        self.texts[1:] = texts
        self._codes = dict(zip(self.texts[1:], range(1, len(self.texts)), strict=True))

    def codes(self, texts: Sequence[str | None]) -> list[int]:
        """The numbers of several texts, new ones for those that were not met before."""
        codes = self._codes
        fresh = list(dict.fromkeys(text for text in texts if text is not None and text not in codes))
        if fresh:
            codes.update(zip(fresh, range(len(self.texts), len(self.texts) + len(fresh)), strict=True))
            self.texts += fresh
            if self._met is not None:
                self._met(fresh)
        return [NOTHING if text is None else codes[text] for text in texts]


def numbers_of(frame: pl.DataFrame, **codes: Callable[[list[Any]], list[int]]) -> dict[str, npt.NDArray[np.uint32]]:
    """The numbers of several columns of texts; each distinct text of a column is looked up once.

    All columns in two operations: an operation costs as much before it begins as it does on a thousand rows.
    """
    distinct = frame.select(pl.col(name).unique(maintain_order=True).implode() for name in codes)
    texts = {name: distinct[name][0] for name in codes}
    found = {name: np.array(number(texts[name].to_list()), dtype=np.uint32) for name, number in codes.items()}
    several = frame.select(
        pl.col(name).replace_strict(texts[name], pl.Series(numbers), return_dtype=pl.UInt32)
        for name, numbers in found.items()
        if len(numbers) > 1
    )
    return {
        name: several[name].to_numpy() if len(numbers) > 1 else np.full(len(frame), numbers[0])
        for name, numbers in found.items()
    }


class GrowingColumn:
    """An append-only column that is read as an array: room is doubled, and what was once read never changes."""

    def __init__(self, dtype: Any = np.int64) -> None:
        self._room: npt.NDArray[Any] = np.zeros(64, dtype=dtype)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def append(self, value: Any) -> None:
        """Add one value."""
        self._make_room(1)
        self._room[self._used] = value
        self._used += 1

    def extend(self, values: Any) -> None:
        """Add several values."""
        self._make_room(len(values))
        self._room[self._used : self._used + len(values)] = values
        self._used += len(values)

    def refill(self, room: npt.NDArray[Any], used: int) -> None:
        """Go on in an array that was saved, of which so many values are in use; raises `TypeError` for another type."""
        if room.dtype != self._room.dtype or room.ndim != 1:
            raise TypeError(f"a column of {room.dtype}, not of {self._room.dtype}")
        self._room, self._used = room, used

    def put(self, rows: npt.NDArray[Any], values: Any) -> None:
        """Fill in rows that held nothing yet."""
        self._room[: self._used][rows] = values

    @property
    def values(self) -> npt.NDArray[Any]:
        """What was added so far; later additions do not change it."""
        return self._room[: self._used]

    def _make_room(self, wanted: int) -> None:
        if self._used + wanted <= len(self._room):
            return
        grown = np.empty(max(2 * len(self._room), self._used + wanted), dtype=self._room.dtype)
        grown[: self._used] = self._room[: self._used]
        self._room = grown


class Journal:
    """Append-only rows of integers, of which the first is the position in the log."""

    def __init__(self, *fields: str) -> None:
        self._fields = ("position", *fields)
        self._room = np.zeros((16, len(self._fields)), dtype=np.int64)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def add(self, position: int, *values: int) -> None:
        """Add one row."""
        if self._used == len(self._room):
            self._room = np.concatenate([self._room, np.zeros_like(self._room)])
        self._room[self._used] = (position, *values)
        self._used += 1

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """What was added so far; shape: rows by fields."""
        return self._room[: self._used]

    def column(self, field: str) -> npt.NDArray[np.int64]:
        """One field of all rows."""
        return self.rows[:, self._fields.index(field)]

    def refill(self, room: npt.NDArray[np.int64], used: int) -> None:
        """Go on in rows that were saved, of which so many are in use; raises `TypeError` for rows of another shape."""
        if room.dtype != np.int64 or room.shape[1:] != (len(self._fields),):
            raise TypeError(f"rows of {room.shape[1:]} {room.dtype}, not of {len(self._fields)} numbers")
        self._room, self._used = room, used

    def settle(self, since: int) -> None:
        """Put the rows added since row `since` into the order of the log, before anyone reads them."""
        fresh = self._room[since : self._used]
        if len(fresh) > 1:
            fresh[:] = fresh[np.argsort(fresh[:, 0], kind="stable")]

    def length_by(self, position: int) -> int:
        """How many rows there were by a position."""
        return int(np.searchsorted(self._room[: self._used, 0], position, side="right"))

    def upto(self, position: int) -> dict[str, npt.NDArray[np.int64]]:
        """The rows by a position, column by column."""
        used = self.length_by(position)
        return {name: self._room[:used, at] for at, name in enumerate(self._fields)}
