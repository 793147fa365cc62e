"""The shapes of an occurrence's dossier: accounts side by side, fields compared, ties to others."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from domain.comparison import Verdict
from domain.values import Value
from projections.claim_shapes import ShownContradiction
from projections.claims import Mood
from projections.entry import Entry, EntryCountry, KnownSince, ShownDay
from projections.view import View


class ShownVoice(Value):
    """One link of the chain on whose word an account rests; without a party or an occurrence, the document itself."""

    party: str | None
    occurrence: str | None
    name: Annotated[str, Field(description="who or what speaks, in words")]
    manner: str
    hedge: str | None


class ShownSource(Value):
    """The source of an account, with its grade and when it could be read."""

    id: str
    title: str
    reliability: str
    published: str
    published_basis: str


class ShownCitation(Value):
    """The place in the source, as recorded."""

    ranges: tuple[dict[str, Any], ...]
    page: str | None
    row: int | None
    quotation: str | None


class ShownEnding(Value):
    """How a struck account ended: by a correction or a retraction, disclosed when, replaced by which version."""

    kind: str
    disclosed: Annotated[str | None, Field(description="EDTF of the disclosure")]
    stated: str | None
    earliest: ShownDay
    latest: ShownDay
    replaced_by: str | None


class ShownPart(Value):
    """A party with its role; `as_named` is the name or title that the source uses."""

    id: str
    role: str
    name: str
    as_named: str | None


class ShownAccount(Value):
    """One account, whole: who says it, in what manner, how graded, on which passage, and what it says."""

    version: str
    account: str
    recorded_as: Annotated[str, Field(description="the occurrence in whose stream it is kept")]
    stands: bool
    ending: ShownEnding | None
    known_since: KnownSince
    source: ShownSource
    citation: ShownCitation
    chain: tuple[ShownVoice, ...]
    manner: str
    credibility: int
    headline: str | None
    summary: str
    kind: str
    what: Annotated[dict[str, Any], Field(description="the payload of the kind that this account states")]
    when: Annotated[dict[str, Any] | None, Field(description="what it states of time: stated, edtf, relations")]
    places: tuple[str, ...]
    countries: tuple[EntryCountry, ...]
    parties: tuple[ShownPart, ...]
    public_since: dict[str, Any] | None
    note: str | None


class ShownValue(Value):
    """One value of a field, and the versions of the accounts that give it."""

    value: Any
    text: str
    mood: Annotated[Mood, Field(description="whether those accounts assert, intend or deny it")]
    accounts: tuple[str, ...]


class ShownPair(Value):
    """Two values, by their places in the list, and how they stand to each other."""

    one: int
    other: int
    verdict: Verdict
    note: str | None


class ShownField(Value):
    """A field across all standing accounts. `readings` gives for each reading the place of the value it picks."""

    field: str
    verdict: Verdict
    note: str | None
    values: tuple[ShownValue, ...]
    pairs: tuple[ShownPair, ...]
    readings: Annotated[dict[str, int | None], Field(description="null: the reading answers no value")]


class ShownLink(Value):
    """A tie to another occurrence, seen from this one."""

    kind: str
    direction: Annotated[str, Field(description="to: this bears on the other; from: the other bears on this")]
    occurrence: str
    headline: str
    citation: dict[str, Any] | None
    note: str | None


class ShownIdentification(Value):
    """A judgement that two recorded occurrences are the same, with its reason."""

    one: str
    other: str
    reason: str
    rests_on: tuple[str, ...]


class ShownBounds(Value):
    """The four bounds on its days, on everything in force."""

    start_earliest: ShownDay
    start_latest: ShownDay
    end_earliest: ShownDay
    end_latest: ShownDay


class Dossier(View):
    """Everything known of one occurrence."""

    entry: Entry
    bounds: ShownBounds
    recorded_as: Annotated[tuple[str, ...], Field(description="the occurrences that are judged to be this one")]
    accounts: Annotated[tuple[ShownAccount, ...], Field(description="standing first, then struck; by publication")]
    fields: tuple[ShownField, ...]
    contradictions: Annotated[
        tuple[ShownContradiction, ...], Field(description="claims about its time that cannot all hold with others")
    ]
    links: tuple[ShownLink, ...]
    identifications: tuple[ShownIdentification, ...]
