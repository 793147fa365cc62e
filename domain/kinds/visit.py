"""A person or delegation who goes to a country or place."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Visit(Kind):
    """A visit, as an extent: its first and last day are the start and end of the occurrence."""

    kind: Literal["visit"] = "visit"
    purpose: Line | None = None
    entourage: Count | None = None
    required_roles: ClassVar[tuple[str, ...]] = ("visitor",)

    def headline(self) -> str:
        """One line for a timeline."""
        return "Visit by {visitor}"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(purpose="peace negotiations", entourage=Count(value=22))
