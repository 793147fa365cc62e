"""People held in camps, without being tried for anything."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Internment(Kind):
    """Internment of many or of one in a camp; how the holding state names the camp is a statement of its own."""

    kind: Literal["internment"] = "internment"
    persons: Count | None = None
    facility: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Internment of {self.persons} persons" if self.persons else "Internment"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(persons=Count(at_least=1_000_000), facility="camps")
