"""A written account that an organisation or an author makes known."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Report(Kind):
    """An essay, a report, an article or an email that documents something; what it tells is recorded as occurrences."""

    kind: Literal["report"] = "report"
    title: Line | None = None
    form: Line | None = None
    topic: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Report: {self.title or self.topic}" if self.title or self.topic else "Report by {author}"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(title="A year of returns", form="essay", topic="deportations")
