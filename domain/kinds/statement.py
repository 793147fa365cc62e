"""Something said or written by one speaker, to one audience, at one sitting."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from domain.kind import Kind
from domain.values import Id, Line

Stance = Literal[
    "accusation",
    "announcement",
    "appeal",
    "assessment",
    "assurance",
    "concern",
    "criticism",
    "demand",
    "denial",
    "explanation",
    "forecast",
    "instruction",
    "justification",
    "no_comment",
    "promise",
    "proposal",
    "support",
    "testimony",
    "threat",
]


class Statement(Kind):
    """A speech act with a speaker, a stance, and an addressee or what it is about.

    A denial is stance `denial` with the occurrences denied in `about`; a refusal to comment is `no_comment`.
    """

    kind: Literal["statement"] = "statement"
    stance: Stance
    about: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    topic: Line | None = None
    required_roles: ClassVar[tuple[str, ...]] = ("speaker",)

    def headline(self) -> str:
        """One line for a timeline."""
        said = self.stance.replace("_", " ").capitalize()
        return f"{said} by {{speaker}}: {self.topic}" if self.topic else f"{said} by {{speaker}}"

    def lacks(self, party_roles: frozenset[str], country_roles: frozenset[str]) -> str | None:
        """A statement needs its speaker, and to whom or about what it was made."""
        missing = super().lacks(party_roles, country_roles)
        if missing:
            return missing
        if "addressee" in party_roles or "addressed" in country_roles or self.about or self.topic:
            return None
        return "a statement names an addressee (party), an addressed country, `about` (occurrence ids) or a `topic`"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(stance="denial", about=("occurrence-1",), topic="mistreatment in camps")
