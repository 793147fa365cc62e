"""What of a slice is shown: filters over its occurrences, and the same filters over what it withholds.

Filters never change what is solved nor its order. Those on days test *possible* overlap, on the solved bounds; of what
is withheld only the stated dates are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from domain.errors import Invalid
from projections.ledger_columns import Columns, Parts
from projections.ledger_search import AccountTexts
from projections.slice_blocks import taken
from projections.slice_core import Core
from projections.slice_judged import kind_by
from projections.slice_search import rows_with, words_of

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_COMPARED_ONE_BY_ONE: Final = 6


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

    def chosen(self, filters: Filters) -> Flags:
        """By row of `shown`: whether it passes."""
        shown = self.core.shown
        passes = np.ones(len(shown.occurrence), dtype=np.bool_)
        if not filters.struck:
            passes &= shown.standing > 0
        if filters.kind:
            passes &= np.isin(self.kinds(), self._kind_numbers(filters))
        if filters.case:
            passes &= self._filed(filters)[shown.occurrence]
        if filters.first_day is not None:
            passes &= shown.end_latest >= filters.first_day
        if filters.last_day is not None:
            passes &= shown.start_earliest <= filters.last_day
        for rows_pass in self._row_filters(filters):
            passes &= self._any_row(rows_pass)
        return passes

    def withheld(self, filters: Filters) -> tuple[int, int]:
        """How many accounts pass that are withheld, and how many occurrences of which no account is known."""
        if not self._has_withheld:
            return 0, 0
        columns, visible = self.columns, self.core.visible
        rows = np.flatnonzero(visible.withheld)
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
        for rows_pass in self._row_filters(filters):
            passes &= rows_pass[rows]
        occurrence = np.unique(occurrence[passes])
        unknown = ~np.isin(occurrence, self.core.shown.occurrence, assume_unique=True)
        return int(np.count_nonzero(passes)), int(np.count_nonzero(unknown))

    def _row_filters(self, filters: Filters) -> Iterable[Flags]:
        columns, rows = self.columns, self.core.rows
        if filters.country:
            yield named(columns.countries, columns.country_list.values[:rows], filters.country)
        if filters.party:
            yield named(columns.parties_named, columns.party_list.values[:rows], filters.party)
        for word in filters.q:
            yield rows_with(word, columns, self.texts, rows, self.position)

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
        return _numbers(self.columns.kinds.known, filters.kind)

    def _filed(self, filters: Filters) -> Flags:
        """By number of an occurrence: whether it, or one it is shown with, is filed in one of the cases."""
        found = np.zeros(len(self.columns.occurrences), dtype=np.bool_)
        case, occurrence = filed_by(self.columns, self.position)
        wanted = np.isin(case, _numbers(self.columns.cases.known, filters.case))
        found[self.core.ties.shown(occurrence[wanted])] = True
        return found


def filed_by(columns: Columns, position: int) -> tuple[Numbers, Numbers]:
    """The cases and occurrences of the filings that stand by a position, in the order of the log."""
    filings = columns.filings.upto(position)
    case, occurrence, stands = filings["case"], filings["occurrence"], filings["stands"]
    if not len(case):
        return case, occurrence
    pair = (case << 32) | occurrence
    _, last_from_end = np.unique(pair[::-1], return_index=True)
    last = np.sort(len(pair) - 1 - last_from_end)
    last = last[stands[last] == 1]
    return case[last], occurrence[last]


def named(parts: Parts, lists: Numbers, names: tuple[str, ...]) -> Flags:
    """For each list of parts: whether it holds one of these names."""
    numbers = _numbers(parts.names.known, names)
    holding = np.unique(parts.list_number.values[np.isin(parts.name_number.values, numbers)])
    found = np.zeros(len(lists), dtype=np.bool_)
    if len(holding) <= _COMPARED_ONE_BY_ONE:
        for number in holding:
            found |= lists == number
        return found
    holds = np.zeros(len(parts.words), dtype=np.bool_)
    holds[holding] = True
    return np.take(holds, lists, out=found)


def _numbers(known: Callable[[str], int | None], texts: tuple[str, ...]) -> list[int]:
    return [number for text in texts if (number := known(text)) is not None]
