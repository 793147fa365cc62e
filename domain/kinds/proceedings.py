"""A case before a court or an authority."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Proceedings(Kind):
    """Charges, a trial or another formal procedure; its stages are occurrences of their own, part of this one."""

    kind: Literal["proceedings"] = "proceedings"
    matter: Line | None = None
    body: Line | None = None
    stage: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Proceedings: {self.matter}" if self.matter else "Proceedings"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(matter="illegal border crossing", body="a district court", stage="trial")
