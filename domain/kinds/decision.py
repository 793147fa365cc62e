"""A decision or policy of an authority."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Decision(Kind):
    """What an authority decides, orders, instructs or lays down, apart from the statement by which it is announced."""

    kind: Literal["decision"] = "decision"
    matter: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Decision: {self.matter}" if self.matter else "Decision"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(matter="closure of an office")
