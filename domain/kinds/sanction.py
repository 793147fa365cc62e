"""Measures against persons or a state abroad."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Sanction(Kind):
    """Sanctions, considered, announced or imposed: the manner of the account tells which."""

    kind: Literal["sanction"] = "sanction"
    target: Line | None = None
    measure: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Sanctions against {self.target}" if self.target else "Sanctions"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(target="officials of a province", measure="travel bans")
