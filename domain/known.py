"""Values that a source leaves open: one of several, or expressly not known.

An absent field means that the source does not say. `Unknown` means that the source says that nobody knows, which is a
claim of its own. `OneOf` keeps alternatives that the source itself gives.
"""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeAlias, TypeVar, Union

from pydantic import Field

from domain.values import Value

T = TypeVar("T")


class OneOf(Value, Generic[T]):
    """The source names several values and does not choose."""

    one_of: Annotated[tuple[T, ...], Field(min_length=2, max_length=20)]


class Unknown(Value):
    """The source says that it is not known."""

    unknown: Literal[True] = True


Known: TypeAlias = Union[T, OneOf[T], Unknown]  # noqa: UP007 - a generic alias of a bare type variable
"""A value, one of several, or expressly unknown."""
