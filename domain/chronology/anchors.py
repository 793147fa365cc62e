"""What a stated relation of time is measured from, and which day of either side is meant."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from domain.chronology.edtf import MAX_CHARS, parse
from domain.errors import Invalid
from domain.values import Id, Value

Endpoint = Literal["start", "end", "some_day"]
"""The first day, the last day, or some day from the first to the last. For what took place on one day they coincide."""

Span = Literal["start", "end", "some_day", "whole"]
"""An endpoint, or every day from the first to the last."""


@lru_cache(maxsize=65_536)
def _readable(text: str) -> str:
    try:
        parse(text)
    except Invalid as refusal:
        raise ValueError(str(refusal)) from refusal
    return text


EdtfText = Annotated[
    str,
    AfterValidator(_readable),
    Field(max_length=MAX_CHARS, description="EDTF, levels 0 to 2 (ISO 8601-2, Library of Congress profile)"),
]
"""EDTF, kept as written; what cannot be read is refused with the offset."""


class OccurrenceAnchor(Value):
    """Another occurrence: "the day before the deportation"."""

    occurrence: Id


class PublicationAnchor(Value):
    """The day on which the public could read the account's own source: "on Wednesday", "yesterday"."""

    publication: Literal[True] = True


class CalendarAnchor(Value):
    """A period of the calendar, from its first day to its last: "before December 2009"."""

    edtf: EdtfText


def _tag(anchor: Any) -> str | None:
    named = anchor if isinstance(anchor, dict) else getattr(anchor, "__dict__", {})
    return next((tag for tag in ("occurrence", "publication", "edtf") if tag in named), None)


Anchor = Annotated[
    Annotated[OccurrenceAnchor, Tag("occurrence")]
    | Annotated[PublicationAnchor, Tag("publication")]
    | Annotated[CalendarAnchor, Tag("edtf")],
    Discriminator(
        _tag,
        custom_error_type="anchor",
        custom_error_message='an anchor is {"occurrence": id}, {"publication": true} or {"edtf": text}',
    ),
]
"""What a relation is measured from."""
