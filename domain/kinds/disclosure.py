"""Something withheld that becomes readable."""

from __future__ import annotations

from typing import Literal, Self

from domain.amounts import Count
from domain.kind import Kind
from domain.values import Line


class Disclosure(Kind):
    """The release or leak of documents; a link `discloses` leads to each occurrence that it made known."""

    kind: Literal["disclosure"] = "disclosure"
    items: Count | None = None
    redacted: bool | None = None
    matter: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Disclosure of {self.matter}" if self.matter else "Disclosure of documents"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(items=Count(more_than=250_000), redacted=False, matter="diplomatic cables")
