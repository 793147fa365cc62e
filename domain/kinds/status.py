"""A state of things, or an omission, said to hold on a day."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Status(Kind):
    """What is so, or has not been done, on the day it is said to hold: `when` is that day, never an end of it."""

    kind: Literal["status"] = "status"
    state: Line

    def headline(self) -> str:
        """One line for a timeline."""
        return self.state

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(state="The fate of the deported persons is unknown")
