"""People who flee."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Flight(Kind):
    """People leave a country or place to escape danger; where from and where to are country roles and places."""

    kind: Literal["flight"] = "flight"
    persons: Count | None = None
    means: Line | None = None
    reason: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Flight of {self.persons} persons" if self.persons else "Flight"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(persons=Count(value=20), means="over land", reason="a police crackdown")
