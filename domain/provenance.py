"""On whose word: sources' grades, citations, chains of attribution, and days of publication and disclosure.

The grades follow the admiralty code (NATO AJP-2.1): reliability A-F belongs to a source, credibility 1-6 to one
account, and neither is derived from the other.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.stated import EdtfText
from domain.values import Id, Line, Sha256, Text, Value

Manner = Literal["fact", "reported", "alleged", "denied", "planned", "forecast"]
MANNERS: tuple[Manner, ...] = ("fact", "reported", "alleged", "denied", "planned", "forecast")

REALISED: frozenset[Manner] = frozenset(("fact", "reported"))
"""The manners in which an account says that something did happen."""

Reliability = Literal["A", "B", "C", "D", "E", "F"]
RELIABILITIES: tuple[Reliability, ...] = ("A", "B", "C", "D", "E", "F")
"""A completely reliable ... E unreliable; F cannot be judged, which is not worse than E but beside the scale."""

Credibility = Annotated[int, Field(ge=1, le=6)]
"""1 confirmed by other sources ... 5 improbable; 6 cannot be judged."""

QUOTATION_WORDS = 12


class Range(Value):
    """A half-open range of Unicode code points in the text of a source, with the SHA-256 of the span's UTF-8 bytes."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    span_sha256: Sha256

    @model_validator(mode="after")
    def _runs_forward(self) -> Range:
        if self.end <= self.start:
            raise ValueError(f"the range [{self.start}, {self.end}) is empty; accepted: start < end")
        return self


class Citation(Value):
    """The place in a source on which an account rests: character ranges, a page, or a row of a table."""

    source: Id
    ranges: Annotated[tuple[Range, ...], Field(max_length=20)] = ()
    page: Line | None = None
    row: Annotated[int, Field(ge=0)] | None = None
    quotation: Line | None = None

    @model_validator(mode="after")
    def _names_a_place(self) -> Citation:
        if not self.ranges and self.page is None and self.row is None:
            raise ValueError("a citation names a place in its source: ranges, a page or a row")
        if self.quotation is not None and len(self.quotation.split()) > QUOTATION_WORDS:
            raise ValueError(f"a quotation has at most {QUOTATION_WORDS} words")
        return self


class Voice(Value):
    """One link of a chain of attribution.

    `party` or `occurrence` (a cable, an email, a testimony) says who speaks at this link; neither means that the
    document speaks in its own voice. `hedge` keeps the word by which the text holds back ("reportedly").
    """

    party: Id | None = None
    occurrence: Id | None = None
    manner: Manner
    hedge: Line | None = None

    @model_validator(mode="after")
    def _has_one_speaker(self) -> Voice:
        if self.party is not None and self.occurrence is not None:
            raise ValueError("a link of a chain is a party or an occurrence, not both")
        return self


Attribution = Annotated[tuple[Voice, ...], Field(min_length=1, max_length=8)]
"""The chain, outermost first; the manner of an account is that of its innermost link."""


class Published(Value):
    """When the public could read a source: stated in it, or inferred by a curator who says why."""

    edtf: EdtfText
    basis: Literal["stated", "inferred"]
    reasoning: Text | None = None

    @model_validator(mode="after")
    def _inference_is_explained(self) -> Published:
        if self.basis == "inferred" and self.reasoning is None:
            raise ValueError("an inferred day of publication needs the reasoning behind it")
        return self


class Disclosure(Value):
    """When a source's own correction or retraction became known, and where it can be read."""

    edtf: EdtfText
    stated: Line | None = None
    citation: Citation | None = None


class PublicSince(Value):
    """A claim that the matter itself was public by then (announced, told to reporters, condemned)."""

    edtf: EdtfText
    stated: Line
    citation: Citation
