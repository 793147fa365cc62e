"""Police or soldiers who enter a place to seize people or things."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Raid(Kind):
    """A raid on a building or a settlement; who is taken afterwards is a detention or a deportation of its own."""

    kind: Literal["raid"] = "raid"
    target: Line | None = None
    persons: Count | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Raid on {self.target}" if self.target else "Raid"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(target="a safe house", persons=Count(value=20))
