"""An institution that shuts."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Closure(Kind):
    """The closing of an office, a court or another institution, apart from the decision to close it."""

    kind: Literal["closure"] = "closure"
    institution: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Closure of {self.institution}" if self.institution else "Closure of an institution"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(institution="a human rights office")
