"""A state that urges another to do something."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Pressure(Kind):
    """Demands and pressure of one state on another, as a source describes them, beyond a single statement."""

    kind: Literal["pressure"] = "pressure"
    demand: Line | None = None
    means: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Pressure: {self.demand}" if self.demand else "Pressure"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(demand="the return of asylum seekers", means="diplomatic contacts")
