"""What chooses a slice: what was known, when, as recorded by which position, on the word of which sources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from domain.chronology.bounds import parse_day
from domain.errors import Invalid
from domain.provenance import Reliability
from domain.values import Id, Value

Knowledge = Literal["documented", "public"]
"""By which clock a thing is known: its source could be read, or the matter itself was public."""

Certainty = Literal["surely", "possibly"]
"""Whether vague days count from their last possible day, or from their first."""


def _is_a_day(text: str) -> str:
    try:
        parse_day(text)
    except Invalid as refusal:
        raise ValueError(str(refusal)) from refusal
    return text


Day = Annotated[str, AfterValidator(_is_a_day), Field(description="an exact day, YYYY-MM-DD")]
"""An exact day, kept as written."""


class SliceQuery(Value):
    """The choice of accounts on which everything else in an answer rests.

    Without `known_on`, everything recorded by the position counts. Without `at_position`, the whole log does.
    `source` keeps only the accounts of these sources. `min_reliability` keeps those graded at least so well: A is the
    best, and F ("cannot be judged") is beside the scale, so it passes only where no grade is asked for, or F itself.
    """

    known_on: Day | None = None
    at_position: Annotated[int, Field(ge=0)] | None = None
    knowledge: Knowledge = "documented"
    certainty: Certainty = "surely"
    source: Annotated[tuple[Id, ...], Field(max_length=100)] = ()
    min_reliability: Reliability | None = None

    @property
    def known_on_day(self) -> int | None:
        """The day number of `known_on`."""
        return None if self.known_on is None else parse_day(self.known_on)
