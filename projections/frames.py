"""Frames (polars), imported when the first of them is made.

`from projections.frames import pl` is what `import polars as pl` would be, but that a process which makes no frame does
not import the library: a server that takes its ledger back from what was saved answers its first pages without it,
and importing it would be a tenth of that start.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

__all__ = ["pl", "polars_version"]

if TYPE_CHECKING:
    import polars as pl
else:

    class _Later:
        """The library, imported when something of it is asked for; whoever asks at the same time waits for it."""

        def __getattr__(self, name: str) -> object:
            import polars as pl

            found = getattr(pl, name)
            setattr(self, name, found)
            return found

    pl = _Later()


def polars_version() -> str:
    """The version of the library, which need not be imported for it."""
    return version("polars")
