"""People sent out of a country against their will."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Deportation(Kind):
    """A deportation, expulsion or forced return by a state; where people came from has the role `origin`."""

    kind: Literal["deportation"] = "deportation"
    persons: Count | None = None
    legal_ground: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Deportation of {self.persons} persons" if self.persons else "Deportation"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(persons=Count(value=20), legal_ground="immigration law")
