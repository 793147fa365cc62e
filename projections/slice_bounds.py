"""What every shown occurrence comes to: bounds, counts and days, over all its known accounts at once.

An occurrence whose accounts state no relation and do not contradict each other needs no solver: its bounds are the
intersection of the dates that its accounts state, the rule "could not be reported before it began" applied, and that
is a handful of column operations for the whole record. The others are marked `unsolved`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from domain.provenance import MANNERS
from projections.ledger_columns import AHEAD_FROM, MANNER_NUMBER, Columns
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL
from projections.ledger_words import GrowingColumn
from projections.slice_ties import Ties
from projections.slice_visibility import ASSERTED, REALISED, Visibility

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]

STATED, DERIVED, NO_BASIS = range(3)

_UNBOUNDED: Final = (BEFORE_ALL, AFTER_ALL, BEFORE_ALL, AFTER_ALL)

_MANNER_BIT: Final = (1 << np.arange(len(MANNERS))).astype(np.uint8)

FourBounds = tuple[Days, Days, Days, Days]

DENIED: Final = MANNER_NUMBER["denied"]


class Shown(NamedTuple):
    """One row for each shown occurrence, by increasing number; days as the columns hold them.

    `rows` are the known accounts, grouped by occurrence; group `i` runs from `starts[i]`. `unsolved` marks groups whose
    bounds need the solver: relations, masks that were narrowed, or contradictory claims. `lasts` tells whether it may
    have a start and an end, `one_day` whether these are the same day all the same.
    """

    occurrence: Numbers
    rows: Numbers
    starts: Numbers
    standing: Numbers
    struck: Numbers
    manners: Numbers
    realised: Flags
    start_earliest: Days
    start_latest: Days
    end_earliest: Days
    end_latest: Days
    basis: Numbers
    known_earliest: Days
    known_latest: Days
    lasts: Flags
    one_day: Flags
    unsolved: Flags
    stated: tuple[Days, ...]

    def undated(self, places: Numbers) -> Flags:
        """Whether nothing bounds its first day or its last on any side, so that it has no place on a timeline."""
        return _unbounded([bound[places] for bound in self.bounds])

    @property
    def bounds(self) -> FourBounds:
        """First and last possible days of the beginning and of the end."""
        return self.start_earliest, self.start_latest, self.end_earliest, self.end_latest

    def rows_of(self, groups: Numbers) -> tuple[Numbers, Numbers]:
        """The known accounts of some groups, group after group, and beside each the place of its group among them."""
        first = self.starts[groups]
        if len(self.starts) == len(self.rows):
            return self.rows[first], np.arange(len(groups))
        last = groups == len(self.starts) - 1
        sizes = np.where(last, len(self.rows), self.starts[np.where(last, 0, groups + 1)]) - first
        of_group = np.repeat(np.arange(len(groups)), sizes)
        within = np.arange(len(of_group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.rows[first[of_group] + within], of_group

    def stated_of(self, groups: Numbers) -> tuple[Days, ...]:
        """What the dates of these groups say by themselves."""
        return tuple(bound[groups] for bound in self.stated)


def show(columns: Columns, visible: Visibility, ties: Ties, first: int = 0) -> Shown:
    """Bring the known accounts of each shown occurrence together; `visible` begins at row `first` of the accounts."""
    rows = np.flatnonzero(visible.standing | visible.struck) + first
    occurrence = ties.shown(_of(columns.occurrence, rows).astype(np.int64))
    if len(rows) and np.any(occurrence[1:] < occurrence[:-1]):
        order = np.argsort(occurrence, kind="stable")
        rows, occurrence = rows[order], occurrence[order]
    starts = np.flatnonzero(np.append(True, occurrence[1:] != occurrence[:-1])) if len(rows) else rows
    groups = _Groups(starts, len(rows))
    seen = rows if not first else rows - first
    standing = visible.standing[seen]
    standing_count = groups.count(standing)
    counted = standing if standing.all() else standing | groups.spread(standing_count == 0)
    manner = _of(columns.manner, rows)
    bounds = _bounds(columns, visible, groups, rows, counted, standing, standing_count)
    return Shown(
        occurrence=occurrence[starts],
        rows=rows,
        starts=starts,
        standing=standing_count,
        struck=(groups.sizes - standing_count).astype(np.uint32),
        manners=groups.either(np.where(standing, _MANNER_BIT[manner], 0).astype(np.uint8)),
        realised=groups.any(standing & REALISED[manner]),
        known_earliest=groups.least(visible.known_earliest[seen]),
        known_latest=groups.least(visible.known_latest[seen]),
        start_earliest=bounds.start_earliest,
        start_latest=bounds.start_latest,
        end_earliest=bounds.end_earliest,
        end_latest=bounds.end_latest,
        basis=bounds.basis,
        lasts=bounds.lasts,
        one_day=bounds.one_day,
        unsolved=bounds.unsolved & (standing_count > 0),
        stated=bounds.stated,
    )


class _Groups:
    """Sums and extremes over consecutive runs of rows; where every run is one row there is nothing to do."""

    def __init__(self, starts: Numbers, rows: int) -> None:
        self._starts = starts
        self._rows = rows
        self._single = len(starts) == rows

    @cached_property
    def sizes(self) -> Numbers:
        """How many rows each run has."""
        return np.ones(self._rows, dtype=np.uint32) if self._single else np.diff(np.append(self._starts, self._rows))

    def _reduce(self, by: np.ufunc, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if self._single else by.reduceat(values, self._starts)

    def count(self, flags: Flags) -> npt.NDArray[np.uint32]:
        """How many flags of each run are set."""
        return self._reduce(np.add, flags.astype(np.uint32))

    def any(self, flags: Flags) -> Flags:
        return flags if self._single else np.logical_or.reduceat(flags, self._starts)

    def either(self, bits: Numbers) -> Numbers:
        return self._reduce(np.bitwise_or, bits)

    def least(self, values: Days) -> Days:
        return self._reduce(np.minimum, values)

    def greatest(self, values: Days) -> Days:
        return self._reduce(np.maximum, values)

    def spread(self, flags: Flags) -> Flags:
        """Each run's flag for each of its rows."""
        return flags if self._single else np.repeat(flags, self.sizes)


class _Bounds(NamedTuple):
    start_earliest: Days
    start_latest: Days
    end_earliest: Days
    end_latest: Days
    basis: Numbers
    lasts: Flags
    one_day: Flags
    unsolved: Flags
    stated: FourBounds


def _bounds(
    columns: Columns,
    visible: Visibility,
    groups: _Groups,
    rows: Numbers,
    counted: Flags,
    standing: Flags,
    standing_count: npt.NDArray[np.uint32],
) -> _Bounds:
    """What the dates of each group come to; the rules are those by which `domain.chronology` makes claims of accounts.

    A date of one unknown day makes start and end the same, unless the kind goes on for a while by its nature.
    """
    dates, when, manner = columns.dates, _of(columns.when, rows), _of(columns.manner, rows)
    edtf = columns.whens.edtf.values[when]
    if not counted.all() or np.any(manner == DENIED):
        counted = counted & (manner != DENIED)
        edtf = np.where(counted, edtf, 0)
    stated = (
        groups.greatest(dates.start_earliest[edtf]),
        groups.least(dates.start_latest[edtf]),
        groups.greatest(dates.end_earliest[edtf]),
        groups.least(dates.end_latest[edtf]),
    )
    by_nature = counted & columns.stated_kinds.lasts.values[_of(columns.kind, rows)]
    dated, is_extent = edtf != 0, ~dates.is_point[edtf]
    lasts = groups.any(by_nature | (dated & is_extent))
    one_day = ~lasts | groups.any(dated & ~is_extent & ~by_nature)

    found = _within_reason(columns, visible, groups, rows, standing, stated, one_day)
    start_earliest, start_latest, end_earliest, end_latest = found
    empty = (start_earliest > start_latest) | (end_earliest > end_latest) | (start_earliest > end_latest)
    none_stands = empty & (standing_count == 0)
    if none_stands.any():
        start_earliest, end_earliest = (
            np.where(none_stands, BEFORE_ALL, each) for each in (start_earliest, end_earliest)
        )
        start_latest, end_latest = (np.where(none_stands, AFTER_ALL, each) for each in (start_latest, end_latest))
        found = start_earliest, start_latest, end_earliest, end_latest
    unsolved = empty
    masked = dates.is_masked[edtf] & ~by_nature
    if masked.any():
        unsolved = unsolved | (groups.any(masked) & (differ(stated, found) | (groups.count(dated) > 1)))
    related = standing & columns.whens.is_related.values[when]
    if related.any():
        unsolved = unsolved | groups.any(related)
    return _Bounds(*found, basis_of(stated, found), lasts, one_day, unsolved, stated)


def _within_reason(
    columns: Columns,
    visible: Visibility,
    groups: _Groups,
    rows: Numbers,
    standing: Flags,
    stated: FourBounds,
    one_day: Flags,
) -> FourBounds:
    """The stated bounds, no longer than what publication allows, the start not after the end, or on its day."""
    manner, source = _of(columns.manner, rows), _of(columns.source, rows)
    start_earliest, start_latest, end_earliest, end_latest = stated
    published = visible.sources.published_latest[source]
    asserted = standing & ASSERTED[manner]
    not_after = published if asserted.all() else np.where(asserted, published, AFTER_ALL)
    start_latest = np.minimum(start_latest, groups.least(not_after))
    np.minimum(start_latest, end_latest, out=start_latest)
    end_earliest = np.maximum(end_earliest, start_earliest)
    ahead = np.flatnonzero(standing & (manner >= AHEAD_FROM))
    if len(ahead):
        ahead = ahead[~np.isin(rows[ahead], columns.said_in_row.values)]
        not_over_before = np.full(len(rows), BEFORE_ALL)
        not_over_before[ahead] = visible.sources.published_earliest[source[ahead]]
        end_earliest = np.maximum(end_earliest, groups.greatest(not_over_before))
    if one_day.all():
        return end_earliest, start_latest, end_earliest, start_latest
    start_earliest = np.where(one_day, end_earliest, start_earliest)
    end_latest = np.where(one_day, start_latest, end_latest)
    return start_earliest, start_latest, end_earliest, end_latest


def _of(column: GrowingColumn, rows: Numbers) -> npt.NDArray[Any]:
    """The values of some rows, increasing or grouped; without a copy where they are simply the first ones."""
    everything = len(rows) > 0 and rows[0] == 0 and rows[-1] == len(rows) - 1 and bool(np.all(rows[1:] > rows[:-1]))
    return column.values[: len(rows)] if everything else column.values[rows]


def differ(one: Sequence[Days], other: Sequence[Days]) -> Flags:
    """Whether any of the bounds differ."""
    found: Flags = np.logical_or.reduce([mine != theirs for mine, theirs in zip(one, other, strict=True)])
    return found


def basis_of(stated: Sequence[Days], found: Sequence[Days]) -> Numbers:
    """Whether bounds are those stated, were drawn from other claims, or are not there."""
    basis: Numbers = differ(stated, found).astype(np.uint8)
    basis[_unbounded(found)] = NO_BASIS
    return basis


def _unbounded(found: Sequence[Days]) -> Flags:
    none_there: Flags = np.logical_and.reduce([bound == none for bound, none in zip(found, _UNBOUNDED, strict=True)])
    return none_there
