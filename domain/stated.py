"""Dates as they are recorded: EDTF text that has been read once, and the exact days of our own dealings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.chronology.anchors import EdtfText
from domain.chronology.relations import Relation
from domain.known import Unknown
from domain.values import Line, Value

__all__ = ["EdtfText", "ExactDay", "When"]


ExactDay = Annotated[date, Field(description="an exact day of our own dealings, year-month-day")]


class When(Value):
    """What one account says of when it happened.

    `stated` paraphrases the expression in the text; `edtf` is given where the text supports one; `relations` say how
    the occurrence lies to others, to the publication of the source or to the calendar. None of them is ever filled
    in from another document: that is what solving them together is for.
    """

    stated: Line | None = None
    edtf: EdtfText | Unknown | None = None
    relations: Annotated[tuple[Relation, ...], Field(max_length=20)] = ()
