"""What every shown occurrence comes to: bounds, counts and days, over all its known accounts at once.

An occurrence whose accounts state no relation and do not contradict each other needs no solver: its bounds are the
intersection of the dates that its accounts state, the rule "could not be reported before it began" applied, and that
is a handful of column operations for the whole record. The others are marked `unsolved`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import AHEAD_FROM, MANNER_NUMBER, Columns
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL
from projections.slice_ties import Ties
from projections.slice_visibility import ASSERTED, REALISED, Visibility

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

STATED, DERIVED, NO_BASIS = range(3)

_UNBOUNDED: Final = (BEFORE_ALL, AFTER_ALL, BEFORE_ALL, AFTER_ALL)

DENIED: Final = MANNER_NUMBER["denied"]


class Shown(NamedTuple):
    """One row for each shown occurrence, by increasing number; days as the columns hold them.

    `rows` are the known accounts, grouped by occurrence; group `i` runs from `starts[i]`. `unsolved` marks groups whose
    bounds need the solver: relations, masks that were narrowed, or contradictory claims.
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
    unsolved: Flags
    stated: tuple[Days, Days, Days, Days]

    @property
    def undated(self) -> Flags:
        """Whether neither its first possible day nor its last is bounded, so that it has no place on a timeline.

        What lasts may still have begun by some day, or ended after one; its dossier tells.
        """
        return (self.start_earliest == BEFORE_ALL) & (self.end_latest == AFTER_ALL)

    def stated_of(self, groups: Numbers) -> tuple[Days, ...]:
        """What the dates of these groups say by themselves."""
        return tuple(bound[groups] for bound in self.stated)


def show(columns: Columns, visible: Visibility, ties: Ties, only: Flags | None = None) -> Shown:
    """Bring the known accounts of each shown occurrence together; with `only`, a mask of rows, no others."""
    known = visible.standing | visible.struck
    rows = np.flatnonzero(known if only is None else known & only)
    occurrence = ties.shown(columns.occurrence.values[rows].astype(np.int64))
    if len(rows) and np.any(occurrence[1:] < occurrence[:-1]):
        order = np.argsort(occurrence, kind="stable")
        rows, occurrence = rows[order], occurrence[order]
    starts = np.flatnonzero(np.append(True, occurrence[1:] != occurrence[:-1])) if len(rows) else rows
    groups = _Groups(starts, len(rows))
    standing = visible.standing[rows]
    counted = standing | groups.spread(groups.sum(standing) == 0)
    manner = columns.manner.values[rows].astype(np.int64)
    bounds = _bounds(columns, visible, groups, rows, counted, standing)
    standing_count = groups.sum(standing)
    return Shown(
        occurrence=occurrence[starts],
        rows=rows,
        starts=starts,
        standing=standing_count,
        struck=groups.sizes - standing_count,
        manners=groups.either(np.where(standing, 1 << manner, 0)),
        realised=groups.any(standing & REALISED[manner]),
        known_earliest=groups.least(visible.known_earliest[rows]),
        known_latest=groups.least(visible.known_latest[rows]),
        start_earliest=bounds.start_earliest,
        start_latest=bounds.start_latest,
        end_earliest=bounds.end_earliest,
        end_latest=bounds.end_latest,
        basis=bounds.basis,
        lasts=bounds.lasts,
        unsolved=bounds.unsolved & (standing_count > 0),
        stated=bounds.stated,
    )


class _Groups:
    """Sums and extremes over consecutive runs of rows; where every run is one row there is nothing to do."""

    def __init__(self, starts: Numbers, rows: int) -> None:
        self._starts = starts
        self._single = len(starts) == rows
        self.sizes = np.diff(np.append(starts, rows))

    def _reduce(self, by: np.ufunc, values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return values if self._single else by.reduceat(values, self._starts)

    def sum(self, flags: Flags) -> Numbers:
        return self._reduce(np.add, flags.astype(np.int64))

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
    unsolved: Flags
    stated: tuple[Days, Days, Days, Days]


def _bounds(
    columns: Columns, visible: Visibility, groups: _Groups, rows: Numbers, counted: Flags, standing: Flags
) -> _Bounds:
    """What the dates of each group come to; the rules are those by which `domain.chronology` makes claims of accounts.

    A date of one unknown day makes start and end the same, unless the kind goes on for a while by its nature.
    """
    dates, when = columns.dates, columns.when.values[rows]
    manner = columns.manner.values[rows]
    counted = counted & (manner != DENIED)
    edtf = np.where(counted, columns.whens.edtf.values[when], 0)
    stated = (
        groups.greatest(dates.start_earliest[edtf]),
        groups.least(dates.start_latest[edtf]),
        groups.greatest(dates.end_earliest[edtf]),
        groups.least(dates.end_latest[edtf]),
    )
    dated, is_extent = edtf != 0, ~dates.is_point[edtf]
    by_nature = counted & columns.stated_kinds.lasts.values[columns.kind.values[rows]]
    lasts = groups.any(by_nature | (dated & is_extent))
    one_day = ~lasts | groups.any(dated & ~is_extent & ~by_nature)

    source = columns.source.values[rows]
    asserted = standing & ASSERTED[manner]
    ahead = standing & (manner >= AHEAD_FROM)
    ahead[np.isin(rows, columns.said_in_row.values)] = False
    not_after = np.where(asserted, visible.sources.published_latest[source], AFTER_ALL)
    not_over_before = np.where(ahead, visible.sources.published_earliest[source], BEFORE_ALL)
    start_earliest, start_latest, end_earliest, end_latest = stated
    start_latest = np.minimum(np.minimum(start_latest, groups.least(not_after)), end_latest)
    end_earliest = np.maximum(np.maximum(end_earliest, groups.greatest(not_over_before)), start_earliest)
    start_earliest = np.where(one_day, end_earliest, start_earliest)
    end_latest = np.where(one_day, start_latest, end_latest)
    found = (start_earliest, start_latest, end_earliest, end_latest)

    empty = (start_earliest > start_latest) | (end_earliest > end_latest) | (start_earliest > end_latest)
    none_stands = empty & (groups.sum(standing) == 0)
    found = (
        tuple(np.where(none_stands, none, bound) for bound, none in zip(found, _UNBOUNDED, strict=True))
        if none_stands.any()
        else found
    )
    masked = groups.any(dates.is_masked[edtf] & ~by_nature) & (differ(stated, found) | (groups.sum(dated) > 1))
    related = groups.any(standing & columns.whens.is_related.values[when])
    return _Bounds(*found, basis_of(stated, found), lasts, empty | masked | related, stated)


def differ(one: Sequence[Days], other: Sequence[Days]) -> Flags:
    """Whether any of the bounds differ."""
    return np.logical_or.reduce([mine != theirs for mine, theirs in zip(one, other, strict=True)])


def basis_of(stated: Sequence[Days], found: Sequence[Days]) -> Numbers:
    """Whether bounds are those stated, were drawn from other claims, or are not there."""
    undated = np.logical_and.reduce([bound == none for bound, none in zip(found, _UNBOUNDED, strict=True)])
    return np.where(undated, NO_BASIS, np.where(differ(stated, found), DERIVED, STATED))
