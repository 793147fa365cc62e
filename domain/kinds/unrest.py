"""Riots, protests and violence between groups."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Unrest(Kind):
    """Unrest in a place; deaths that a source counts stand in `deaths`."""

    kind: Literal["unrest"] = "unrest"
    deaths: Count | None = None
    form: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Unrest: {self.form}" if self.form else "Unrest"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(deaths=Count(more_than=100), form="riots")
