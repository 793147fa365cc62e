"""The end of the log, asked for once for all requests that one turn of the event loop reads.

At the beginning of a turn the system tells which connections have something to be read; what is read of them in that
turn had begun to come by then. The end of the log is asked for after that, so it takes in whatever was acknowledged
before any of these requests was sent, by whatever process. To ask takes three system calls, half of those of a reply.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

MOST_SHARING: Final = 512
"""With more connections nobody shares: uvloop is told of 1,024 at a time, and asks for more within the same turn."""


class SharedHead:
    """The position of the last event, as it was when first asked for in this turn; for one event loop."""

    def __init__(self, ask: Callable[[], int]) -> None:
        self._ask = ask
        self._known: int | None = None

    def __call__(self) -> int:
        """The position; to be called from the event loop, for a request that this turn began to read."""
        if self._known is None:
            self._known = self._ask()
            # What is called soon is called before the loop looks again at what has come.
            asyncio.get_running_loop().call_soon(self._forget)
        return self._known

    def _forget(self) -> None:
        self._known = None
