"""What a field of a query model takes, for whichever front door asks."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin


def repeats(annotation: Any) -> bool:
    """Whether a field takes several values, so that its parameter may be repeated."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return repeats(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return any(repeats(part) for part in get_args(annotation) if part is not NoneType)
    return origin in (tuple, frozenset, list, set)
