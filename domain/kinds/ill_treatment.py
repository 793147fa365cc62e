"""Torture and other harm done to people who are held or controlled."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class IllTreatment(Kind):
    """Ill-treatment as a source describes it; `form` keeps to sober words."""

    kind: Literal["ill_treatment"] = "ill_treatment"
    form: Line | None = None
    persons: Count | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Ill-treatment: {self.form}" if self.form else "Ill-treatment"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(form="beatings", persons=Count(value=1))
