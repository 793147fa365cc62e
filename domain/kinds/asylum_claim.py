"""A request for protection."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class AsylumClaim(Kind):
    """People ask a state or an agency for asylum; `outcome` is what the source says had come of it."""

    kind: Literal["asylum_claim"] = "asylum_claim"
    persons: Count | None = None
    outcome: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Asylum claim of {self.persons} persons" if self.persons else "Asylum claim"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(persons=Count(value=2), outcome="pending")
