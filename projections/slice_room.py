"""Arrays with room at their ends: what grows by a few rows again and again is not copied each time."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from projections.ledger_mapped import WithRoom

Array = npt.NDArray[Any]

_SLACK_ROWS: Final = 10_000


class Room:
    """Buffers behind the arrays of a line of slices, each of which sees its own part from the beginning on.

    Only the latest of the line may be continued in place; what the others see is never written to.
    """

    def __init__(self, buffers: Mapping[str, WithRoom] = MappingProxyType({})) -> None:
        """`buffers` are those there are already, by name, each with how much of it is in use."""
        self._buffers = dict(buffers)
        self._lock = Lock()

    def appended(self, name: str, array: Array, extra: Array) -> Array:
        """The array with more rows at its end."""
        end = len(array) + len(extra)
        with self._lock:
            buffer, used = self._buffers.get(name, (array, -1))
            if used != len(array) or end > len(buffer):
                buffer = np.empty(end + _SLACK_ROWS, dtype=array.dtype)
                buffer[: len(array)] = array
            buffer[len(array) : end] = extra
            self._buffers[name] = buffer, end
        return buffer[:end]
