"""What no listed kind fits yet."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Other(Kind):
    """An occurrence without a kind of its own; a kind is one file, so this one is meant to stay rare."""

    kind: Literal["other"] = "other"
    label_in_words: Line

    def headline(self) -> str:
        """One line for a timeline."""
        return self.label_in_words

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(label_in_words="Eviction of villagers")
