"""People made to work."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class ForcedLabour(Kind):
    """Labour under compulsion; how long it lasted is the extent of the occurrence or a stated duration."""

    kind: Literal["forced_labour"] = "forced_labour"
    workplace: Line | None = None
    persons: Count | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Forced labour in {self.workplace}" if self.workplace else "Forced labour"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(workplace="a glove factory", persons=Count(value=1))
