"""Columns in files that are mapped into memory: taken back without being read, and continued without being copied.

A file is one array in NumPy's own format, with room for more rows behind it. It is mapped so that what is written to it
stays with the process that writes; pages that nobody writes to are shared by all processes that map the file.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[Any]

ROOM_ROWS: Final = 16_384

LEAST_MAPPED_BYTES: Final = 1 << 20
"""Less is read: a mapping keeps a file open, and a server needs the files that it may open for its readers."""


def write_rows(rows: Rows, path: Path) -> None:
    """Write an array down, one or several values a row, with room behind it, which takes no place on the disk."""
    with path.open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(rows), version=(1, 0), allow_pickle=False)
        file.truncate(file.tell() + ROOM_ROWS * _row_bytes(rows.shape, rows.dtype))


def map_rows(path: Path) -> tuple[Rows, int]:
    """The array with all of its room, and how many of its rows are in use.

    Raises `ValueError` for a file that holds none, `OSError` for one that cannot be opened.
    """
    with path.open("rb") as file:
        if np.lib.format.read_magic(file) != (1, 0):
            raise ValueError("an array in another version of the format")
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        offset, length = file.tell(), path.stat().st_size
        content: bytearray | mmap.mmap
        if length < LEAST_MAPPED_BYTES:
            content = bytearray(path.read_bytes())
        else:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    rows = (len(content) - offset) // _row_bytes(shape, dtype)
    values = int(np.prod(shape[1:], dtype=np.int64))
    found = np.frombuffer(content, dtype=dtype, count=rows * values, offset=offset).reshape(rows, *shape[1:])
    return found, shape[0]


def _row_bytes(shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:
    return int(dtype.itemsize * np.prod(shape[1:], dtype=np.int64))
