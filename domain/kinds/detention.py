"""People taken or held by an authority."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Detention(Kind):
    """An arrest or detention of named or counted persons, in a cell, a prison or under guard."""

    kind: Literal["detention"] = "detention"
    persons: Count | None = None
    ground: Line | None = None
    facility: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Detention of {self.persons} persons" if self.persons else "Detention"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(persons=Count(value=2), ground="illegal border crossing", facility="a border prison")
