"""What a slice hands out for the page that is shown: accounts, sources, endings, counts; plain frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from domain.account import Account
from domain.case import Case
from domain.party import Party
from domain.rules import Rule
from domain.source import Source
from projections.frames import pl

EndingKind = Literal["correction", "retraction", "source_retraction", "amendment", "withdrawal"]
"""The first three are the source's own and strike an account through; the last two are ours and take it out."""

Basis = Literal["stated", "derived", "none"]
"""Whether an occurrence's bounds are those that its accounts state, were drawn from others, or are not there."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a version of an account ended: by which event, and for the source's own endings on which days."""

    kind: EndingKind
    position: int
    replaced_by: str | None = None
    disclosed_earliest: int | None = None
    disclosed_latest: int | None = None


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """One version of an account as the slice sees it.

    `occurrence` is the id it is shown under, `recorded_as` the occurrence in whose stream it is kept (they differ
    where occurrences were identified). The days tell when it became known under the slice's reading of knowledge;
    `None` is unbounded.
    """

    occurrence: str
    recorded_as: str
    account_id: str
    version_id: str
    position: int
    known_earliest: int | None
    known_latest: int | None
    ending: Ending | None
    account: Account

    @property
    def stands(self) -> bool:
        """Whether it is in force in the slice."""
        return self.ending is None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as the slice sees it: its content by the position, and the days that bound its publication.

    `published_latest` is never later than the day on which we held it.
    """

    id: str
    position: int
    content: Source
    published_earliest: int | None
    published_latest: int | None
    retracted: Ending | None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case by the position."""

    id: str
    position: int
    content: Case


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A party by the position."""

    id: str
    position: int
    content: Party


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """A rule asked of the register, and where it was asked first."""

    id: str
    position: int
    content: Rule


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much the record holds that was not known: accounts, and occurrences of which no account was."""

    accounts: int = 0
    occurrences: int = 0


@dataclass(frozen=True)
class Selection:
    """What a selection shows, in the deterministic order, and what it withholds.

    A selection is a subsequence of the slice's order, so filtering never reorders. `places` are the rows of the slice
    of what is shown; ids are looked up where they are asked for, because there may be a million and a page shows a few.
    """

    places: npt.NDArray[np.int64]
    is_undated: npt.NDArray[np.bool_]
    withheld: Withheld
    series_of: Callable[[npt.NDArray[np.int64]], pl.Series]
    ids_of: Callable[[npt.NDArray[np.int64]], list[str]]
    place_of: Callable[[str], int | None]
    hashed: Callable[[npt.NDArray[np.int64]], str]

    @cached_property
    def ids(self) -> pl.Series:
        """The ids of all that is selected, in order."""
        return self.series_of(self.places)

    @cached_property
    def undated(self) -> pl.Series:
        """The ids of those that have no place in time."""
        return self.series_of(self.places[self.is_undated])

    @cached_property
    def timeline_hash(self) -> str:
        """SHA-256 of the ids and the versions of the known accounts, in order; worked out once."""
        return self.hashed(self.places)

    def also_in(self, other: Selection) -> Selection:
        """What both select, with what this one withholds; both are of one slice."""
        both = np.isin(self.places, other.places, assume_unique=True)
        return replace(self, places=self.places[both], is_undated=self.is_undated[both])

    @property
    def total(self) -> int:
        """How many occurrences are selected, dated or not."""
        return len(self.places)

    @property
    def total_undated(self) -> int:
        """How many of them have no place in time."""
        return int(np.count_nonzero(self.is_undated))

    def page(self, limit: int, after: str | None = None) -> tuple[str, ...]:
        """At most `limit` ids, from the one after `after`, or from the first; empty if `after` is not selected."""
        start = 0
        if after is not None:
            found = np.flatnonzero(self.places == self.place_of(after))
            if not len(found):
                return ()
            start = int(found[0]) + 1
        return tuple(self.ids_of(self.places[start : start + limit]))

    def goes_on_after(self, last: str) -> bool:
        """Whether there is more after one that is selected."""
        return bool(self.places[-1] != self.place_of(last))
