"""What the dates of occurrences come to, over all known accounts of many of them at once.

An occurrence whose accounts state no relation and do not contradict each other needs no solver: its bounds are the
intersection of the dates that its accounts state, the rule "could not be reported before it began" applied, and that
is a handful of column operations. The others are marked `unsolved`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import AHEAD_FROM, MANNER_NUMBER, Columns
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL
from projections.slice_blocks import taken
from projections.slice_known import ASSERTED
from projections.slice_visibility import Visibility

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]

STATED, DERIVED, NO_BASIS = range(3)

_UNBOUNDED: Final = (BEFORE_ALL, AFTER_ALL, BEFORE_ALL, AFTER_ALL)

FourBounds = tuple[Days, Days, Days, Days]

DENIED: Final = MANNER_NUMBER["denied"]


class Groups:
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
        """Whether some flag of each run is set."""
        return flags if self._single else np.logical_or.reduceat(flags, self._starts)

    def either(self, bits: Numbers) -> Numbers:
        """The bits that are set in some row of each run."""
        return self._reduce(np.bitwise_or, bits)

    def least(self, values: Days) -> Days:
        """The least value of each run."""
        return self._reduce(np.minimum, values)

    def greatest(self, values: Days) -> Days:
        """The greatest value of each run."""
        return self._reduce(np.maximum, values)

    def spread(self, flags: Flags) -> Flags:
        """Each run's flag for each of its rows."""
        return flags if self._single else np.repeat(flags, self.sizes)


class Told:
    """The known accounts of some occurrences, one occurrence after another, with what the columns say of them.

    `visible` begins at row `first` of the accounts; `starts` are the places at which each occurrence begins.
    """

    def __init__(self, columns: Columns, visible: Visibility, rows: Numbers, starts: Numbers, first: int = 0) -> None:
        self.columns = columns
        self.sources = visible.sources
        self.rows = rows
        self.groups = Groups(starts, len(rows))
        self.standing: Flags = taken(visible.standing, rows if not first else rows - first)
        self.standing_count = self.groups.count(self.standing)
        self.manner: Numbers = taken(columns.manner.values, rows)
        self.when: Numbers = taken(columns.when.values, rows)

    @cached_property
    def counted(self) -> Flags:
        """What has a say: what stands or, where nothing does, what was struck; never a denial."""
        found = self.standing
        if not found.all():
            found = found | self.groups.spread(self.standing_count == 0)
        denied = self.manner == DENIED
        return found & ~denied if denied.any() else found

    @cached_property
    def edtf(self) -> Numbers:
        """The date that each of them states, if it has a say; 0 for none."""
        found = self.columns.whens.edtf.values[self.when]
        return found if self.counted.all() else np.where(self.counted, found, 0)

    @cached_property
    def stated(self) -> FourBounds:
        """What the dates of each occurrence say by themselves."""
        dates, groups = self.columns.dates, self.groups
        return (
            groups.greatest(dates.start_earliest[self.edtf]),
            groups.least(dates.start_latest[self.edtf]),
            groups.greatest(dates.end_earliest[self.edtf]),
            groups.least(dates.end_latest[self.edtf]),
        )


class Bounds(NamedTuple):
    """What the dates of each occurrence come to; `basis` and the flags are told at `Shown`."""

    start_earliest: Days
    start_latest: Days
    end_earliest: Days
    end_latest: Days
    basis: Numbers
    lasts: Flags
    one_day: Flags
    unsolved: Flags


def bounds_of(told: Told) -> Bounds:
    """What the dates of each occurrence come to; the rules are those by which `domain.chronology` makes claims.

    A date of one unknown day makes start and end the same, unless the kind goes on for a while by its nature.
    """
    columns, groups, edtf, standing_count = told.columns, told.groups, told.edtf, told.standing_count
    dates, stated = columns.dates, told.stated
    by_nature = told.counted & columns.stated_kinds.lasts.values[taken(columns.kind.values, told.rows)]
    dated, is_extent = edtf != 0, ~dates.is_point[edtf]
    lasts = groups.any(by_nature | (dated & is_extent))
    one_day = ~lasts | groups.any(dated & ~is_extent & ~by_nature)

    found = _within_reason(told, one_day)
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
    related = told.standing & columns.whens.is_related.values[told.when]
    if related.any():
        unsolved = unsolved | groups.any(related)
    return Bounds(*found, basis_of(stated, found), lasts, one_day, unsolved & (standing_count > 0))


def _within_reason(told: Told, one_day: Flags) -> FourBounds:
    """The stated bounds, no longer than what publication allows, the start not after the end, or on its day."""
    columns, groups, manner, standing = told.columns, told.groups, told.manner, told.standing
    source = taken(columns.source.values, told.rows)
    start_earliest, start_latest, end_earliest, end_latest = told.stated
    published = told.sources.published_latest[source]
    asserted = standing & ASSERTED[manner]
    not_after = published if asserted.all() else np.where(asserted, published, AFTER_ALL)
    start_latest = np.minimum(start_latest, groups.least(not_after))
    np.minimum(start_latest, end_latest, out=start_latest)
    end_earliest = np.maximum(end_earliest, start_earliest)
    ahead = np.flatnonzero(standing & (manner >= AHEAD_FROM))
    if len(ahead):
        ahead = ahead[~np.isin(told.rows[ahead], columns.said_in_row.values)]
        not_over_before = np.full(len(told.rows), BEFORE_ALL)
        not_over_before[ahead] = told.sources.published_earliest[source[ahead]]
        end_earliest = np.maximum(end_earliest, groups.greatest(not_over_before))
    if one_day.all():
        return end_earliest, start_latest, end_earliest, start_latest
    start_earliest = np.where(one_day, end_earliest, start_earliest)
    end_latest = np.where(one_day, start_latest, end_latest)
    return start_earliest, start_latest, end_earliest, end_latest


def differ(one: Sequence[Days], other: Sequence[Days]) -> Flags:
    """Whether any of the bounds differ."""
    found: Flags = np.logical_or.reduce([mine != theirs for mine, theirs in zip(one, other, strict=True)])
    return found


def basis_of(stated: Sequence[Days], found: Sequence[Days]) -> Numbers:
    """Whether bounds are those stated, were drawn from other claims, or are not there."""
    basis: Numbers = differ(stated, found).astype(np.uint8)
    basis[unbounded(found)] = NO_BASIS
    return basis


def unbounded(found: Sequence[Days]) -> Flags:
    """Whether none of the four bounds is there."""
    none_there: Flags = np.logical_and.reduce([bound == none for bound, none in zip(found, _UNBOUNDED, strict=True)])
    return none_there
