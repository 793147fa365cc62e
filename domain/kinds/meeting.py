"""People who come together to speak."""

from __future__ import annotations

from typing import Literal, Self

from domain.kind import Kind
from domain.values import Line


class Meeting(Kind):
    """A meeting, conversation or hosted event between the parties named as participants or hosts."""

    kind: Literal["meeting"] = "meeting"
    topic: Line | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return "Meeting of {host} {participant}" if self.topic is None else f"Meeting on {self.topic}"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(topic="the fate of asylum seekers")
