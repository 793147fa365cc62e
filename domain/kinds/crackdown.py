"""Measures of force by a state against a group."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Crackdown(Kind):
    """A crackdown or campaign of repression that goes beyond one raid or one detention."""

    kind: Literal["crackdown"] = "crackdown"
    target: Line | None = None
    measures: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Crackdown on {self.target}" if self.target else "Crackdown"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(target="a minority", measures="mass arrests")
