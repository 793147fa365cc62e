"""Batches without the cycle collector."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def uncollected(take: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Take a batch without the cycle collector going through it again and again: it grows, and has no cycles in it.

    Worth a fifth of an import. A batch takes a fraction of a second, and then everything is collected as ever; by then
    what the batch was made of is gone, which is why this is a call and no block.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return take(*args, **kwargs)
    finally:
        if was_on:
            gc.enable()
