"""One occurrence as one line of a timeline: the shapes, in the words in which every front door gives them."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from domain.comparison import Verdict
from domain.values import Value

ShownDay = Annotated[
    str | None, Field(description="YYYY-MM-DD, or Y and the year beyond four digits; null: unbounded or not known")
]


BOUNDS: Final = ("earliest", "latest", "start_latest", "end_earliest")
"""The fields of `EntryWhen` that bound it."""


class EntryWhen(Value):
    """When it happened. `earliest` and `latest` bound every day of it, on all that is in force in the slice.

    What went on for a while may be known to have begun by some day, or not to have ended before one, where nothing
    bounds the whole; undated is what has no bound at all.
    """

    edtf: Annotated[
        str | None, Field(description="EDTF as cited: the most precise, if all fit together; else that of the reading")
    ]
    earliest: ShownDay
    latest: ShownDay
    start_latest: Annotated[ShownDay, Field(description="the last day on which it can begin, if not `latest`")] = None
    end_earliest: Annotated[ShownDay, Field(description="the first day on which it can end, if not `earliest`")] = None
    basis: Annotated[
        Literal["stated", "derived", "none"],
        Field(description="whether the bounds are those that accounts state, were drawn from relations, or are none"),
    ]

    @property
    def is_undated(self) -> bool:
        """Whether nothing bounds it on any side."""
        return not any(getattr(self, bound) for bound in BOUNDS)


class KnownSince(Value):
    """From which day something of it was known, under the slice's reading of knowledge."""

    earliest: ShownDay
    latest: ShownDay


class EntryCountry(Value):
    """A country that has a part in it, with its name as a source gives it."""

    code: str
    role: str
    name: str


class EntryCase(Value):
    """A case that it is filed in."""

    id: str
    title: str


class EntryParty(Value):
    """A party that has a part in it; private persons by a mark instead of a name."""

    id: str
    role: str
    name: str


class EntrySource(Value):
    """A source that tells of it."""

    id: str
    title: str
    reliability: str


class EntryAccount(Value):
    """An account that stands: its version, its source, its manner and its grade."""

    id: str
    source: str
    manner: str
    credibility: int


class EntryConflict(Value):
    """A field in which accounts do not agree, with each value that they give."""

    field: str
    verdict: Verdict
    note: str | None
    values: tuple[str, ...]


class Entry(Value):
    """One occurrence in a timeline."""

    id: str
    kind: str
    headline: str
    summary: Annotated[str | None, Field(description="our words for the account that the reading picks")]
    when: EntryWhen
    known_since: KnownSince
    countries: tuple[EntryCountry, ...]
    cases: tuple[EntryCase, ...]
    parties: tuple[EntryParty, ...]
    sources: tuple[EntrySource, ...]
    accounts: Annotated[tuple[EntryAccount, ...], Field(description="the accounts that stand")]
    struck: Annotated[int, Field(description="how many accounts of it were corrected or retracted by their source")]
    manners: Annotated[tuple[str, ...], Field(description="the manners of the accounts that stand")]
    realised: Annotated[
        bool, Field(description="whether an account says that it happened; else it is alleged, planned or denied only")
    ]
    conflicts: tuple[EntryConflict, ...]
    order: Annotated[
        Literal["certain", "conventional"] | None,
        Field(description="against the entry before: surely later, or placed by convention; null for the first"),
    ]
