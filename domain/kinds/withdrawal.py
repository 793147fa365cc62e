"""Armed forces that leave a country."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Withdrawal(Kind):
    """The withdrawal of forces from a territory."""

    kind: Literal["withdrawal"] = "withdrawal"
    forces: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Withdrawal of {self.forces}" if self.forces else "Withdrawal of forces"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(forces="troops")
