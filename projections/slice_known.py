"""Since when account versions were known: worked out for the rows that are asked for, as a page asks for a few.

A version counts from the publication of its source or, where what was *public* is asked for, from an earlier day since
which the matter was public, by its own account or by a disclosure. A correction counts from its own disclosure,
whatever else became known before. Only what sources say of their own publication is used, never solved bounds.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from domain.provenance import MANNERS
from projections.ledger_columns import Columns, LinkFacts
from projections.ledger_words import GrowingColumn
from projections.slice_blocks import looked_up, places
from projections.slice_judged import kind_by, links_by
from projections.slice_query import SliceQuery
from projections.slice_sources import SourceDays

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]
Rows = npt.NDArray[Any]

ASSERTED: Final = np.array([manner in ("fact", "reported", "alleged") for manner in MANNERS])
"""By manner: whether an account says that it did happen, so that it cannot be older than what it tells of."""


class Known(NamedTuple):
    """Since when versions were known. `disclosed_rows`, sorted, are known at the earliest since `disclosed_days`."""

    columns: Columns
    sources: SourceDays
    is_public: bool
    disclosed_rows: Rows
    disclosed_days: Days

    def earliest(self, rows: Rows) -> Days:
        """The first day on which each of these rows may have been known."""
        found = self._by_their_word(rows, self.sources.published_earliest, self.columns.dates.start_earliest)
        at, hit = _found(self.disclosed_rows, rows)
        found[hit] = np.minimum(found[hit], self.disclosed_days[at])
        return self._gated(rows, found, self.columns.gate_earliest)

    def latest(self, rows: Rows) -> Days:
        """The day from which on each of these rows was surely known."""
        found = self._by_their_word(rows, self.sources.published_latest, self.columns.dates.end_latest)
        return self._gated(rows, found, self.columns.gate_latest)

    def by(self, day: int, rows: int, *, surely: bool) -> Flags:
        """For each of the first so many rows: whether it was known on a day, or may have been."""
        sources, source = self.sources, self.columns.source.values[:rows]
        published = sources.published_latest if surely else sources.published_earliest
        found: Flags = looked_up((published <= day) & sources.registered, source)
        apart = self._not_by_source_alone(rows)
        if len(apart):
            since = self.latest(apart) if surely else self.earliest(apart)
            found[apart] = (since <= day) & sources.registered[source[apart]]
        return found

    def _by_their_word(self, rows: Rows, published: Days, day_of: Days) -> Days:
        """From the publication of their source on or, of what was public, from the day that they say themselves."""
        found: Days = published[self.columns.source.values[rows]]
        if self.is_public:
            edtf = self.columns.public_sinces.edtf.values[self.columns.public_since.values[rows]]
            told = np.flatnonzero(edtf)
            found[told] = np.minimum(found[told], day_of[edtf[told]])
        return found

    def _gated(self, rows: Rows, found: Days, gate: GrowingColumn) -> Days:
        """Not before the disclosure of the correction that brought them."""
        at, hit = _found(self.columns.gated_row.values, rows)
        found[hit] = np.maximum(found[hit], gate.values[at])
        return found

    def _not_by_source_alone(self, rows: int) -> Rows:
        gated = self.columns.gated_row.values
        found = [gated[: np.searchsorted(gated, rows)]]
        if self.is_public:
            tells = self.columns.public_sinces.edtf.values != 0
            found += [places(looked_up(tells, self.columns.public_since.values[:rows])), self.disclosed_rows]
        return np.unique(np.concatenate(found))


def known_by(
    columns: Columns,
    query: SliceQuery,
    position: int,
    sources: SourceDays,
    removed: Flags,
    amended_to: dict[int, int],
) -> Known:
    """Since when the versions in the record by a position were known, under one query."""
    none = np.zeros(0, dtype=np.int64)
    known = Known(columns, sources, query.knowledge == "public", none, none)
    disclosing = [link for link in links_by(columns, position) if link.kind == "discloses"] if known.is_public else []
    if not disclosing:
        return known
    record = _Record(columns, query.known_on_day, known, removed, amended_to)
    kinds = kind_by(columns, position, np.array([link.origin for link in disclosing]))
    disclosure = columns.kinds.known("disclosure")
    days = _disclosed(record, [link for link, kind in zip(disclosing, kinds, strict=True) if kind == disclosure])
    rows = np.array(sorted(days), dtype=np.int64)
    return known._replace(
        disclosed_rows=rows, disclosed_days=np.array([days[row] for row in rows.tolist()], dtype=np.int64)
    )


class _Record(NamedTuple):
    """What is in the record by the position, and since when at the earliest: enough to see whether a link counts."""

    columns: Columns
    day: int | None
    known: Known
    removed: Flags
    amended_to: dict[int, int]

    def possibly_known(self, row: int) -> bool:
        while row in self.amended_to:
            row = self.amended_to[row]
        if not 0 <= row < len(self.removed) or self.removed[row]:
            return False
        (earliest,) = self.known.earliest(np.array([row])).tolist()
        return self._by_then(earliest, int(self.columns.source.values[row]))

    def possibly_published(self, source: int) -> bool:
        sources = self.known.sources
        return source < len(sources.registered) and self._by_then(int(sources.published_earliest[source]), source)

    def _by_then(self, earliest: int, source: int) -> bool:
        return self.day is None or (earliest <= self.day and bool(self.known.sources.registered[source]))

    def counts(self, link: LinkFacts) -> bool:
        if link.cited_source and not self.possibly_published(link.cited_source):
            return False
        return all(self.possibly_known(row) for row in self.columns.version_rows(link.rests_on))


def _disclosed(record: _Record, links: list[LinkFacts]) -> dict[int, int]:
    """What a disclosure told of is possibly public from the first day on which the disclosure may have begun."""
    columns = record.columns
    occurrence = columns.occurrence.values[: len(record.removed)]
    found: dict[int, int] = {}
    for link in filter(record.counts, links):
        told = np.flatnonzero((occurrence == link.origin) & ~record.removed).tolist()
        days = [day for row in told if (day := _stated_day(columns, row)) is not None]
        for row in np.flatnonzero(occurrence == link.target).tolist() if days else ():
            found[row] = min(days) if row not in found else min(found[row], *days)
    return found


def _stated_day(columns: Columns, row: int) -> int | None:
    """The first day on which an account says that its occurrence may have begun, not before it was disclosed."""
    edtf = int(columns.whens.edtf.values[columns.when.values[row]])
    if not edtf or not ASSERTED[columns.manner.values[row]]:
        return None
    gate = columns.gate_of(row)
    day = int(columns.dates.start_earliest[edtf])
    return day if gate is None else max(day, gate[0])


def _found(keys: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """The places in the sorted `keys` of those rows that are among them, and the places of these rows."""
    if not len(keys):
        return keys, keys
    at = np.minimum(np.searchsorted(keys, rows), len(keys) - 1)
    hit = np.flatnonzero(keys[at] == rows)
    return at[hit], hit
