"""Which account versions stand, are struck through, are withheld or out of the record, under one query.

In the words of the design: an account counts from the publication of its source (*documented*), or from the day since
which the matter was public (*public*); a correction or retraction acts from its disclosure, an amendment or withdrawal
of ours at every day, from its position. *Surely* takes the latest day of a publication and the earliest of an ending's
disclosure, *possibly* the other two. Only what sources say of their own publication is used, never solved bounds.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from domain.provenance import MANNERS
from projections.ledger_columns import (
    AMENDMENT,
    CORRECTION,
    REINSTATEMENT,
    RELIABILITY_NUMBER,
    RETRACTION,
    WITHDRAWAL,
    Columns,
    Judgement,
    LinkFacts,
    upto,
)
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL
from projections.slice_query import SliceQuery

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]

ASSERTED: Final = np.array([manner in ("fact", "reported", "alleged") for manner in MANNERS])
"""By manner: whether an account says that it did happen, so that it cannot be older than what it tells of."""

REALISED: Final = np.array([manner in ("fact", "reported") for manner in MANNERS])
"""By manner: whether an account says so on its own authority."""


class SourceDays(NamedTuple):
    """By source number: what is known of it by the position."""

    registered: Flags
    published_earliest: Days
    published_latest: Days
    reliability: Days
    retracted: Flags
    disclosed_earliest: Days
    disclosed_latest: Days


class Visibility(NamedTuple):
    """By row of the accounts, as many as the log held by the position."""

    standing: Flags
    struck: Flags
    removed: Flags
    withheld: Flags
    known_earliest: Days
    known_latest: Days
    sources: SourceDays
    amended_to: dict[int, int]

    def successor(self, row: int) -> int:
        """The row that stands where an amended one stood, or the row itself."""
        while row in self.amended_to:
            row = self.amended_to[row]
        return row


def sources_by(columns: Columns, position: int) -> SourceDays:
    """What the log says of every source by a position; the last word of ours counts."""
    count = len(columns.sources)
    said = columns.sources_said.upto(position)
    retracted = columns.sources_retracted.upto(position)
    found = SourceDays(
        registered=np.zeros(count, dtype=np.bool_),
        published_earliest=np.full(count, BEFORE_ALL),
        published_latest=np.full(count, AFTER_ALL),
        reliability=np.full(count, RELIABILITY_NUMBER["F"]),
        retracted=np.zeros(count, dtype=np.bool_),
        disclosed_earliest=np.full(count, BEFORE_ALL),
        disclosed_latest=np.full(count, AFTER_ALL),
    )
    at = said["source"]
    found.registered[at] = True
    found.published_earliest[at] = said["published_earliest"]
    found.published_latest[at] = said["published_latest"]
    found.reliability[at] = said["reliability"]
    at = retracted["source"]
    found.retracted[at] = True
    found.disclosed_earliest[at] = retracted["disclosed_earliest"]
    found.disclosed_latest[at] = retracted["disclosed_latest"]
    return found


def see(columns: Columns, query: SliceQuery, position: int, rows: int) -> Visibility:
    """The visibility of the first `rows` account versions."""
    day, surely = query.known_on_day, query.certainty == "surely"
    sources = sources_by(columns, position)
    source = columns.source.values[:rows]
    endings = columns.endings.upto(position)
    removed, amended_to = _removed(endings, rows)
    earliest, latest = _known_since(columns, query, position, rows, sources, removed, amended_to)
    if day is None:
        known = np.ones(rows, dtype=np.bool_)
    else:
        known = ((latest if surely else earliest) <= day) & sources.registered[source]
    struck = _struck(endings, sources, source, day, surely=surely)
    recorded = ~removed & _chosen(columns, query, sources, source)
    return Visibility(
        standing=recorded & known & ~struck,
        struck=recorded & known & struck,
        removed=removed,
        withheld=recorded & ~known,
        known_earliest=earliest,
        known_latest=latest,
        sources=sources,
        amended_to=amended_to,
    )


def see_new(columns: Columns, query: SliceQuery, position: int, first: int, rows: int) -> Visibility:
    """The visibility of the versions from row `first` on, given that none of them ended and no link bears on them.

    Only for a query without `known_on`.
    """
    sources = sources_by(columns, position)
    source = columns.source.values[first:rows]
    earliest, latest = sources.published_earliest[source], sources.published_latest[source]
    if query.knowledge == "public":
        _told(columns, first, earliest, latest)
    none = np.zeros(rows - first, dtype=np.bool_)
    recorded = ~none & _chosen(columns, query, sources, source)
    struck = sources.retracted[source]
    return Visibility(recorded & ~struck, recorded & struck, none, none, earliest, latest, sources, {})


def _told(columns: Columns, first: int, earliest: Days, latest: Days) -> None:
    """What was public before its source was published counts from then."""
    edtf = columns.public_sinces.edtf.values[columns.public_since.values[first : first + len(earliest)]]
    told = np.flatnonzero(edtf)
    earliest[told] = np.minimum(earliest[told], columns.dates.start_earliest[edtf[told]])
    latest[told] = np.minimum(latest[told], columns.dates.end_latest[edtf[told]])


def _chosen(columns: Columns, query: SliceQuery, sources: SourceDays, source: Rows) -> Flags | np.bool_:
    chosen = np.ones(len(columns.sources), dtype=np.bool_)
    if not query.source and query.min_reliability is None:
        return np.True_
    if query.source:
        named = [code for each in query.source if (code := columns.sources.known(each)) is not None]
        chosen[:] = False
        chosen[named] = True
    if query.min_reliability is not None:
        chosen &= sources.reliability <= RELIABILITY_NUMBER[query.min_reliability]
    found: Flags = chosen[source]
    return found


def _removed(endings: dict[str, Days], rows: int) -> tuple[Flags, dict[int, int]]:
    removed = np.zeros(rows, dtype=np.bool_)
    how, row = endings["how"], endings["row"]
    ours = (how == WITHDRAWAL) | (how == REINSTATEMENT)
    removed[row[ours]] = how[ours] == WITHDRAWAL
    amended = how == AMENDMENT
    removed[row[amended]] = True
    return removed, dict(zip(row[amended].tolist(), endings["by_row"][amended].tolist(), strict=True))


def _struck(endings: dict[str, Days], sources: SourceDays, source: Rows, day: int | None, *, surely: bool) -> Flags:
    struck = np.zeros(len(source), dtype=np.bool_)
    theirs = (endings["how"] == CORRECTION) | (endings["how"] == RETRACTION)
    if day is not None:
        theirs &= endings["disclosed_earliest" if surely else "disclosed_latest"] <= day
    struck[endings["row"][theirs]] = True
    if sources.retracted.any():
        acting = sources.retracted.copy()
        if day is not None:
            acting &= (sources.disclosed_earliest if surely else sources.disclosed_latest) <= day
        struck |= acting[source]
    return struck


def _known_since(
    columns: Columns,
    query: SliceQuery,
    position: int,
    rows: int,
    sources: SourceDays,
    removed: Flags,
    amended_to: dict[int, int],
) -> tuple[Days, Days]:
    source = columns.source.values[:rows]
    earliest, latest = sources.published_earliest[source], sources.published_latest[source]
    if query.knowledge == "public":
        _told(columns, 0, earliest, latest)
        disclosing = [link for link in links_by(columns, position) if link.kind == "discloses"]
        if disclosing:
            ungated = earliest.copy()
            _gate(columns, rows, ungated, latest.copy())
            told_by = _Record(columns, query.known_on_day, ungated, sources, removed, amended_to)
            _disclose(told_by, kind_by(columns, position), disclosing, earliest)
    _gate(columns, rows, earliest, latest)
    return earliest, latest


def _gate(columns: Columns, rows: int, earliest: Days, latest: Days) -> None:
    """A correction counts from its own disclosure, whatever else became known before."""
    upto_rows = int(np.searchsorted(columns.gated_row.values, rows))
    gated = columns.gated_row.values[:upto_rows]
    earliest[gated] = np.maximum(earliest[gated], columns.gate_earliest.values[:upto_rows])
    latest[gated] = np.maximum(latest[gated], columns.gate_latest.values[:upto_rows])


def links_by(columns: Columns, position: int) -> list[LinkFacts]:
    """The ties that are made and not taken back by a position, in the order of the log."""
    made: dict[tuple[int, str], LinkFacts] = {}
    for link in upto(columns.links, position):
        if link.stands:
            made.setdefault((link.origin, link.key), link)
        else:
            made.pop((link.origin, link.key), None)
    return list(made.values())


def judgements_by(columns: Columns, position: int) -> list[Judgement]:
    """The judgements of sameness that stand by a position; the pair is undirected."""
    standing: dict[frozenset[int], Judgement] = {}
    for judgement in upto(columns.judgements, position):
        pair = frozenset((judgement.one, judgement.other))
        if judgement.stands:
            standing.setdefault(pair, judgement)
        else:
            standing.pop(pair, None)
    return list(standing.values())


def kind_by(columns: Columns, position: int) -> npt.NDArray[np.uint32]:
    """Our judgement of the kind of every occurrence by a position, by number; 0 where it was not recorded yet."""
    recorded = columns.recorded_at.values
    judged: npt.NDArray[np.uint32] = np.where(recorded <= position, columns.recorded_kind.values[: len(recorded)], 0)
    later = columns.reclassified.upto(position)
    judged[later["occurrence"]] = later["kind"]
    return judged


class _Record(NamedTuple):
    """What is in the record by the position, and since when at the earliest: enough to see whether a link counts."""

    columns: Columns
    day: int | None
    known_earliest: Days
    sources: SourceDays
    removed: Flags
    amended_to: dict[int, int]

    def possibly_known(self, row: int) -> bool:
        while row in self.amended_to:
            row = self.amended_to[row]
        if not 0 <= row < len(self.removed) or self.removed[row]:
            return False
        return self._by_then(int(self.known_earliest[row]), int(self.columns.source.values[row]))

    def possibly_published(self, source: int) -> bool:
        return source < len(self.sources.registered) and self._by_then(
            int(self.sources.published_earliest[source]), source
        )

    def _by_then(self, earliest: int, source: int) -> bool:
        return self.day is None or (earliest <= self.day and bool(self.sources.registered[source]))

    def counts(self, link: LinkFacts) -> bool:
        if link.cited_source and not self.possibly_published(link.cited_source):
            return False
        return all(self.possibly_known(row) for row in self.columns.version_rows(link.rests_on))


def _disclose(record: _Record, kinds: npt.NDArray[np.uint32], links: list[LinkFacts], earliest: Days) -> None:
    """What a disclosure told of is possibly public from the first day on which the disclosure may have begun."""
    columns = record.columns
    occurrence = columns.occurrence.values[: len(earliest)]
    disclosure = columns.kinds.known("disclosure")
    for link in links:
        if kinds[link.origin] != disclosure or not record.counts(link):
            continue
        told = np.flatnonzero((occurrence == link.origin) & ~record.removed).tolist()
        days = [day for row in told if (day := _stated_day(columns, row)) is not None]
        if days:
            target = occurrence == link.target
            earliest[target] = np.minimum(earliest[target], min(days))


def _stated_day(columns: Columns, row: int) -> int | None:
    """The first day on which an account says that its occurrence may have begun, not before it was disclosed."""
    edtf = int(columns.whens.edtf.values[columns.when.values[row]])
    if not edtf or not ASSERTED[columns.manner.values[row]]:
        return None
    gate = columns.gate_of(row)
    day = int(columns.dates.start_earliest[edtf])
    return day if gate is None else max(day, gate[0])
