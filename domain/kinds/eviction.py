"""People put out of their homes or off their land."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Eviction(Kind):
    """An eviction within a country; across a border it is a deportation."""

    kind: Literal["eviction"] = "eviction"
    persons: Count | None = None
    ground: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Eviction of {self.persons} persons" if self.persons else "Eviction"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(persons=Count(at_least=40), ground="a land concession")
