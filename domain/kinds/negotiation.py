"""Talks towards an agreement."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Negotiation(Kind):
    """Peace talks or other negotiations, as an extent."""

    kind: Literal["negotiation"] = "negotiation"
    topic: Line | None = None
    stage: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Negotiation on {self.topic}" if self.topic else "Negotiation"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(topic="peace", stage="stalled")
