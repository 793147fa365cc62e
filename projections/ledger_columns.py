"""The columns of the ledger: one row per account version, and journals of everything else that changes what is seen.

Everything is append-only and in the order of the log, so that "as of position P" is a prefix of every column.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from domain.kinds import KINDS
from domain.provenance import MANNERS, RELIABILITIES
from projections.frames import pl
from projections.ledger_concordance import Concordance, Concordances
from projections.ledger_dates import AFTER_ALL, Dates
from projections.ledger_ids import IdColumn, Identities, IdIndex
from projections.ledger_relations import Gaps
from projections.ledger_units import Units
from projections.ledger_whens import Whens
from projections.ledger_words import GrowingColumn, Journal, Words

AHEAD_FROM: Final = MANNERS.index("planned")
"""Manners from this number on speak of what lies ahead."""

MANNER_NUMBER: Final[dict[str, int]] = {manner: number for number, manner in enumerate(MANNERS)}
RELIABILITY_NUMBER: Final[dict[str, int]] = {grade: number for number, grade in enumerate(RELIABILITIES)}

CORRECTION, AMENDMENT, RETRACTION, WITHDRAWAL, REINSTATEMENT = range(5)
"""What an ending does; the last one takes a withdrawal back. Rows of endings name rows of the accounts."""


class Judgement(NamedTuple):
    """Two occurrences are the same (`stands`), or no longer held to be."""

    position: int
    one: int
    other: int
    stands: bool
    rests_on: tuple[str, ...]


class LinkFacts(NamedTuple):
    """A tie was made (`stands`) or taken back; `key` is its whole content."""

    position: int
    origin: int
    kind: str
    target: int
    stands: bool
    key: str
    rests_on: tuple[str, ...]
    cited_source: int


class SetAside(NamedTuple):
    """A claim was set aside (`stands`) or restored."""

    position: int
    occurrence: int
    claim: str
    stands: bool


class RuleOnRecord(NamedTuple):
    """A rule was asked; its content is read from the log where it is wanted."""

    position: int
    rule_id: str


class Parts:
    """Every distinct list of countries or of parties by number, as pairs of a name's number and a role's number."""

    def __init__(self, field: Literal["code", "party"]) -> None:
        self._field = field
        self.words = Words(self._met)
        self.names = Words()
        self.roles = Words()
        self.list_number = GrowingColumn(np.uint32)
        self.name_number = GrowingColumn(np.uint32)
        self.role_number = GrowingColumn(np.uint32)

    def _met(self, texts: Sequence[str]) -> None:
        for number, text in enumerate(texts, len(self.words) - len(texts)):
            for part in msgspec.json.decode(text):
                self.list_number.append(number)
                self.name_number.append(self.names.code(part[self._field]))
                self.role_number.append(self.roles.code(part["role"]))


class PublicSinces:
    """Every distinct `public_since` by number, with the number of its EDTF."""

    def __init__(self, dates: Dates) -> None:
        self._dates = dates
        self.words = Words(self._met)
        self.edtf = GrowingColumn(np.int64)
        self.edtf.append(0)

    def _met(self, texts: Sequence[str]) -> None:
        self.edtf.extend([self._dates.code(msgspec.json.decode(text)["edtf"]) for text in texts])


class Kinds:
    """The kinds that accounts state, by number; `lasts` marks those that go on for a while by their nature."""

    def __init__(self) -> None:
        self.words = Words(self._met)
        self.lasts = GrowingColumn(np.bool_)
        self.lasts.append(False)

    def _met(self, words: Sequence[str]) -> None:
        self.lasts.extend([bool(getattr(KINDS.get(word), "lasts", False)) for word in words])


class Columns:
    """All that the ledger holds. Written by the ledger alone, under its lock; slices read prefixes of it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.dates = Dates()
        self.whens = Whens(self.dates)
        self.countries = Parts("code")
        self.parties_named = Parts("party")
        self.public_sinces = PublicSinces(self.dates)
        self.stated_kinds = Kinds()
        self.kinds = self.stated_kinds.words
        self.sources = Words()
        self.cases = Words()
        self.parties = Words()
        self.occurrences = Identities()
        self.recorded_kind = GrowingColumn(np.uint32)
        self.recorded_at = GrowingColumn(np.int64)
        self._named_only = 0

        self.position = GrowingColumn(np.int64)
        self.occurrence = GrowingColumn(np.uint32)
        self.version = IdColumn()
        self.version_index = IdIndex(self.version)
        self.kind = GrowingColumn(np.uint32)
        self.manner = GrowingColumn(np.uint8)
        self.source = GrowingColumn(np.uint32)
        self.when = GrowingColumn(np.uint32)
        self.country_list = GrowingColumn(np.uint32)
        self.party_list = GrowingColumn(np.uint32)
        self.public_since = GrowingColumn(np.uint32)

        self.said_in_row = GrowingColumn(np.int64)
        self.said_in = GrowingColumn(np.int64)
        self.occurrence_events = Journal("occurrence")
        self.units, self.gaps = Units(), Gaps()
        self.publication_matters: set[int] = set()
        self.vaguely_published: set[int] = set()
        self.shared_sources: set[int] = set()

        self.gated_row = GrowingColumn(np.int64)
        self.gate_earliest, self.gate_latest = GrowingColumn(np.int64), GrowingColumn(np.int64)

        self.sources_said = Journal("source", "published_earliest", "published_latest", "published", "reliability")
        self.sources_retracted = Journal("source", "disclosed_earliest", "disclosed_latest")
        self.endings = Journal("how", "row", "by_row", "disclosed_earliest", "disclosed_latest")
        self.filings = Journal("case", "occurrence", "stands")
        self.reclassified = Journal("occurrence", "kind")
        self.cases_said = Journal("case")
        self.parties_said = Journal("party")
        self.source_texts: list[str] = []
        self.party_texts: list[str] = []
        self.judgements: list[Judgement] = []
        self.links: list[LinkFacts] = []
        self.set_aside: list[SetAside] = []
        self.rules_asked: list[RuleOnRecord] = []
        self.unreadable: list[int] = []
        self.concordances = Concordances(
            countries=Concordance(lambda: self.country_list.values, self.lock),
            parties=Concordance(lambda: self.party_list.values, self.lock),
            cases=Concordance(lambda: self.filings.column("case"), self.lock),
            filed=Concordance(lambda: self.filings.column("occurrence"), self.lock),
        )

    def occurrence_codes(self, ids: Sequence[str] | pl.Series) -> list[int]:
        """The numbers of these occurrences, new ones for those that the log did not name before."""
        if not len(ids):
            return []
        before = len(self.occurrences)
        codes = self.occurrences.codes(pl.Series(ids, dtype=pl.String))
        self._named_only += len(self.occurrences) - before
        self._grow()
        return [int(code) for code in codes]

    def record_occurrences(
        self, ids: pl.Series, kinds: npt.NDArray[np.uint32], positions: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """The numbers of occurrences that are recorded for the first time, with our judgement of their kinds.

        As long as none was named before it was recorded, all of them are new and nothing has to be looked up.
        """
        if not len(ids):
            return np.zeros(0, dtype=np.int64)
        if self._named_only:
            codes = np.array(self.occurrence_codes(ids), dtype=np.int64)
            self._named_only -= int(np.count_nonzero(self.recorded_kind.values[codes] == 0))
        else:
            codes = np.arange(len(self.occurrences), len(self.occurrences) + len(ids))
            self.occurrences.ids.extend(ids)
            self._grow()
        self.recorded_kind.put(codes, kinds)
        self.recorded_at.put(codes, positions)
        return codes

    def _grow(self) -> None:
        wanted = len(self.occurrences) - len(self.recorded_kind)
        self.recorded_kind.extend(np.zeros(wanted, dtype=np.uint32))
        self.recorded_at.extend(np.full(wanted, AFTER_ALL))
        self.units.grow(len(self.occurrences))

    def settle(self) -> None:
        """Put in order for readers what was added in a long run."""
        self.version.settle()
        self.occurrences.ids.settle()

    def settle_saved(self, of_source: dict[int, int]) -> None:
        """Work out what is not saved, after everything else was read back."""
        self.units.of_source = of_source
        self._named_only = int(np.count_nonzero(self.recorded_kind.values == 0))

    @property
    def account_rows(self) -> int:
        """How many account versions there are."""
        return len(self.position)

    def rows_by(self, position: int) -> int:
        """How many account versions the log held by a position."""
        return int(np.searchsorted(self.position.values, position, side="right"))

    def version_rows(self, versions: Sequence[str]) -> list[int]:
        """The rows of these versions of accounts; `MISSING` for one that the log does not hold."""
        if not versions:
            return []
        return [int(row) for row in self.version_index.find(pl.Series(versions, dtype=pl.String))]

    def gate_of(self, row: int) -> tuple[int, int] | None:
        """The days between which the correction that brought a version was disclosed; `None` for an original."""
        at = int(np.searchsorted(self.gated_row.values, row))
        if at == len(self.gated_row) or self.gated_row.values[at] != row:
            return None
        return int(self.gate_earliest.values[at]), int(self.gate_latest.values[at])


def upto(journal: list[Any], position: int) -> list[Any]:
    """The entries of a journal by a position; the journal is in the order of the log."""
    if not journal or journal[-1].position <= position:
        return journal[:]
    low, high = 0, len(journal)
    while low < high:
        middle = (low + high) // 2
        if journal[middle].position <= position:
            low = middle + 1
        else:
            high = middle
    return journal[:low]
