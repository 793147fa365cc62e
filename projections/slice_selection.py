"""What of a slice is shown: filters over its occurrences, and the same filters over what it withholds.

Filters never change what is solved nor its order. Those on days test *possible* overlap, on the solved bounds; of what
is withheld only the stated dates are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

import numpy as np
import numpy.typing as npt

from domain.errors import Invalid
from projections.distinct import distinct
from projections.ledger_columns import Columns
from projections.ledger_ids import MISSING
from projections.ledger_search import AccountTexts
from projections.slice_blocks import taken
from projections.slice_core import Core
from projections.slice_judged import kind_by
from projections.slice_naming import Naming, filed_by, named, numbers_of
from projections.slice_search import rows_with, words_of

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_FEW_SHARE: Final = 16
"""Accounts that are more than a sixteenth of all are sooner found by looking at all of them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; a filter that names nothing lets everything pass, one that names several takes any of them."""

    kind: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    q: tuple[str, ...] = ()
    struck: bool = True

    @classmethod
    def of(cls, *, q: str | None, **named: Iterable[str] | int | bool | None) -> Filters:
        """Filters from what a caller passes; a single text is not an iterable of its characters."""
        for name in ("kind", "country", "case", "party"):
            given = named[name]
            if isinstance(given, str):
                raise Invalid("a filter takes several values", seen=given, where=name, accepted="a tuple of texts")
            named[name] = tuple(sorted(set(given)))  # type: ignore[arg-type]
        return cls(q=words_of(q or ""), **named)  # type: ignore[arg-type]


@dataclass(slots=True)
class Chooser:
    """Applies filters to one core."""

    columns: Columns
    core: Core
    position: int
    kinds: Callable[[], Numbers]
    texts: AccountTexts
    _has_withheld: bool = field(init=False)

    def __post_init__(self) -> None:
        self._has_withheld = bool(self.core.visible.withheld.any())

    def chosen(self, filters: Filters) -> Numbers:
        """The rows of `shown` that pass, increasing."""
        found = self._listed(filters)
        if found is None:
            return np.flatnonzero(self._among_all(filters))
        for passes in self._plain_filters(filters):
            found = found[passes(found)]
        return found

    def withheld(self, filters: Filters) -> tuple[int, int]:
        """How many accounts pass that are withheld, and how many occurrences of which no account is known."""
        if not self._has_withheld:
            return 0, 0
        columns = self.columns
        rows = self._withheld_rows(filters)
        occurrence = self.core.ties.shown(columns.occurrence.values[rows].astype(np.int64))
        passes = np.ones(len(rows), dtype=np.bool_)
        if filters.kind:
            judged = kind_by(columns, self.position, occurrence)
            stated = columns.kind.values[rows]
            passes &= np.isin(np.where(judged, judged, stated), self._kind_numbers(filters))
        if filters.case:
            passes &= self._filed(filters)[occurrence]
        dates, edtf = columns.dates, columns.whens.edtf.values[columns.when.values[rows]]
        if filters.first_day is not None:
            passes &= dates.end_latest[edtf] >= filters.first_day
        if filters.last_day is not None:
            passes &= dates.start_earliest[edtf] <= filters.last_day
        for naming in self._naming(filters):
            passes &= named(naming.parts, naming.lists[rows], naming.names)
        for rows_pass in self._with_words(filters):
            passes &= rows_pass[rows]
        occurrence = distinct(occurrence[passes])
        unknown = self.core.shown.groups_of(occurrence) == MISSING
        return int(np.count_nonzero(passes)), int(np.count_nonzero(unknown))

    def _listed(self, filters: Filters) -> Numbers | None:
        """The rows of `shown` that pass what lists tell of: countries, parties and cases.

        `None` where none of these is asked for, where it is as quick to look at all, and for full text, which does.
        """
        if filters.q or not (filters.country or filters.party or filters.case):
            return None
        found: list[Numbers] = []
        for naming in self._naming(filters):
            rows = naming.rows()
            if rows is None or len(rows) * _FEW_SHARE > self.core.rows:
                return None
            found.append(self._told_by(rows))
        if filters.case:
            filed = self._filed_in(filters)
            if filed is None:
                return None
            found.append(filed)
        return reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), found)

    def _told_by(self, rows: Numbers) -> Numbers:
        """The rows of `shown` of which an account in one of these rows counts; increasing."""
        shown, visible = self.core.shown, self.core.visible
        occurrence = self.columns.occurrence.values.take(rows).astype(np.int64)
        groups = shown.groups_of(self.core.ties.shown(occurrence))
        at = np.flatnonzero(groups != MISSING)
        rows, groups = rows[at], groups[at]
        counts = visible.standing.take(rows) | (visible.struck.take(rows) & (shown.standing.take(groups) == 0))
        return _each_once(groups[counts])

    def _filed_in(self, filters: Filters) -> Numbers | None:
        """The rows of `shown` that are filed in one of the cases, or shown with what is; `None` as in `rows`."""
        columns = self.columns
        cases = numbers_of(columns.cases.known, filters.case)
        rows = columns.concordances.cases.rows(cases, columns.filings.length_by(self.position))
        if rows is None:
            return None
        _, occurrence = filed_by(columns, self.position, rows)
        groups = self.core.shown.groups_of(self.core.ties.shown(occurrence))
        return _each_once(groups[groups != MISSING])

    def _withheld_rows(self, filters: Filters) -> Numbers:
        """The accounts that are withheld; only those that name what is asked for, where they are listed."""
        withheld = self.core.visible.withheld
        for naming in self._naming(filters):
            rows = naming.rows()
            if rows is not None:
                return rows[withheld[rows]]
        return np.flatnonzero(withheld)

    def _among_all(self, filters: Filters) -> Flags:
        """By row of `shown`: whether it passes."""
        shown = self.core.shown
        all_rows = slice(None)
        passes = np.ones(len(shown.occurrence), dtype=np.bool_)
        for each in self._plain_filters(filters):
            passes &= each(all_rows)
        if filters.case:
            passes &= self._filed(filters)[shown.occurrence]
        for naming in self._naming(filters):
            passes &= self._any_row(named(naming.parts, naming.lists, naming.names))
        for rows_pass in self._with_words(filters):
            passes &= self._any_row(rows_pass)
        return passes

    def _plain_filters(self, filters: Filters) -> Iterable[Callable[[Numbers | slice], Flags]]:
        """What tells of some rows of `shown` whether they pass the filters that lists do not tell of."""
        shown = self.core.shown
        if not filters.struck:
            yield lambda at: shown.standing[at] > 0
        if filters.kind:
            yield lambda at: np.isin(self.kinds()[at], self._kind_numbers(filters))
        if (first_day := filters.first_day) is not None:
            yield lambda at: shown.end_latest[at] >= first_day
        if (last_day := filters.last_day) is not None:
            yield lambda at: shown.start_earliest[at] <= last_day

    def _naming(self, filters: Filters) -> Iterable[Naming]:
        columns, upto = self.columns, self.core.rows
        if filters.country:
            lists = columns.country_list.values[:upto]
            yield Naming(columns.countries, lists, filters.country, columns.concordances.countries)
        if filters.party:
            lists = columns.party_list.values[:upto]
            yield Naming(columns.parties_named, lists, filters.party, columns.concordances.parties)

    def _with_words(self, filters: Filters) -> Iterable[Flags]:
        for word in filters.q:
            yield rows_with(word, self.columns, self.texts, self.core.rows, self.position)

    def _any_row(self, rows_pass: Flags) -> Flags:
        """By row of `shown`: whether an account that counts passes; struck ones count where nothing else stands."""
        shown, visible = self.core.shown, self.core.visible
        hit = taken(rows_pass, shown.rows)
        if shown.is_one_each:
            return hit
        hit = hit & (visible.standing[shown.rows] | np.repeat(shown.standing == 0, shown.sizes))
        found: Flags = np.logical_or.reduceat(hit, shown.starts)
        return found

    def _kind_numbers(self, filters: Filters) -> list[int]:
        return numbers_of(self.columns.kinds.known, filters.kind)

    def _filed(self, filters: Filters) -> Flags:
        """By number of an occurrence: whether it, or one it is shown with, is filed in one of the cases."""
        found = np.zeros(len(self.columns.occurrences), dtype=np.bool_)
        case, occurrence = filed_by(self.columns, self.position)
        wanted = np.isin(case, numbers_of(self.columns.cases.known, filters.case))
        found[self.core.ties.shown(occurrence[wanted])] = True
        return found


def _each_once(groups: Numbers) -> Numbers:
    """Sorted, each once; what is in the order of the log mostly is so already."""
    return groups if np.all(groups[1:] > groups[:-1]) else distinct(groups)
