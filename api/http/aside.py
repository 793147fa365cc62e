"""Work beside the event loop, in threads counted by purpose: slow answers must not hold up writers or the live feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """A number of threads for one purpose; reads use the framework's own."""

    def __init__(self, threads: int) -> None:
        self._limiter = CapacityLimiter(threads)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in one of the threads, and wait for it."""
        return await to_thread.run_sync(lambda: function(*args, **kwargs), limiter=self._limiter)
