"""Columns in one file that is mapped into memory: taken back without being read, and continued without being copied.

Each column has room for more rows behind it. The file is mapped so that what is written to it stays with the process
that writes; pages that nobody writes to are shared by all processes that map the file.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[Any]
WithRoom = tuple[Rows, int]
"""An array with room at its end, and how much of it is in use."""

ROOM_ROWS: Final = 16_384

LEAST_MAPPED_BYTES: Final = 1 << 20
"""Less is read: a mapping keeps a file open, and a server needs the files that it may open for its readers."""

_ALIGNED_BYTES: Final = 64


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where in the file a column stands: its type, how many values a row has, and how many of its rows are in use."""

    name: str
    type: str
    row_shape: tuple[int, ...]
    used_rows: int
    first_byte: int

    @property
    def bytes(self) -> int:
        """How long it is, room included."""
        row_values = int(np.prod(self.row_shape, dtype=np.int64))
        return (self.used_rows + ROOM_ROWS) * row_values * np.dtype(self.type).itemsize


def write_columns(columns: Mapping[str, Rows], path: Path) -> list[Place]:
    """Write arrays down, one or several values a row, with room behind each, which takes no place on the disk."""
    places, end = [], 0
    with path.open("wb") as file:
        for name, rows in columns.items():
            first = -(-end // _ALIGNED_BYTES) * _ALIGNED_BYTES
            place = Place(name, rows.dtype.str, rows.shape[1:], len(rows), first)
            places.append(place)
            file.seek(first)
            file.write(np.ascontiguousarray(rows).data)
            end = first + place.bytes
        file.truncate(end)
    return places


def map_columns(path: Path, places: Iterable[Place]) -> dict[str, WithRoom]:
    """The arrays with all of their room, and how many of their rows are in use.

    Raises `ValueError` for a file that does not hold them, `OSError` for one that cannot be opened.
    """
    content: bytearray | mmap.mmap
    with path.open("rb") as file:
        if path.stat().st_size < LEAST_MAPPED_BYTES:
            content = bytearray(file.read())
        else:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return {place.name: (_mapped(content, place), place.used_rows) for place in places}


def _mapped(content: bytearray | mmap.mmap, place: Place) -> Rows:
    of = np.dtype(place.type)
    rows = np.frombuffer(content, dtype=of, count=place.bytes // of.itemsize, offset=place.first_byte)
    return rows.reshape(place.used_rows + ROOM_ROWS, *place.row_shape)
