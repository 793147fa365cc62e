"""A diplomatic dispatch."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Cable(Kind):
    """A cable known through another text; who wrote it and to whom are roles, what it records are occurrences."""

    kind: Literal["cable"] = "cable"
    classification: Line | None = None
    subject: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Cable on {self.subject}" if self.subject else "Diplomatic cable"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(classification="confidential", subject="policy toward Cambodia")
