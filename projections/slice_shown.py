"""Every shown occurrence with what its known accounts come to: bounds, counts and flags, for the whole record."""

from __future__ import annotations

from typing import Final, NamedTuple, get_args

import numpy as np

from domain.chronology.network import BoundName
from domain.provenance import MANNERS
from projections.ledger_columns import Columns
from projections.ledger_dates import BEFORE_ALL
from projections.ledger_ids import MISSING
from projections.slice_blocks import blocks, blocks_of_runs, places, taken
from projections.slice_bounds import Days, Flags, FourBounds, Groups, Numbers, Told, bounds_of, unbounded
from projections.slice_ties import Ties
from projections.slice_visibility import Visibility

REALISED: Final = np.array([manner in ("fact", "reported") for manner in MANNERS])
"""By manner: whether an account says so on its own authority."""

_MANNER_BIT: Final = (1 << np.arange(len(MANNERS))).astype(np.uint8)

BOUND_NAMES: Final[tuple[BoundName, ...]] = get_args(BoundName)
"""The fields of `Shown.bounds`, in its order."""

DAY_NAMES: Final = (*BOUND_NAMES, "known_earliest", "known_latest")
"""All days that are told of an occurrence: its bounds, and since when it was known."""

_ONE_DAY: Final = {"start_earliest": "end_earliest", "end_latest": "start_latest"}
"""What is the same as another bound where start and end are one day: kept once as long as that is so everywhere."""


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
    lasts: Flags
    one_day: Flags
    unsolved: Flags

    def undated(self, places: Numbers) -> Flags:
        """Whether nothing bounds its first day or its last on any side, so that it has no place on a timeline."""
        found = np.zeros(len(places), dtype=np.bool_)
        unbegun = np.flatnonzero(self.start_earliest[places] == BEFORE_ALL)
        found[unbegun] = unbounded([bound[places[unbegun]] for bound in self.bounds])
        return found

    @property
    def bounds(self) -> FourBounds:
        """First and last possible days of the beginning and of the end."""
        return self.start_earliest, self.start_latest, self.end_earliest, self.end_latest

    @property
    def is_one_each(self) -> bool:
        """Whether every occurrence has one known account."""
        return len(self.starts) == len(self.rows)

    @property
    def sizes(self) -> Numbers:
        """How many known accounts every occurrence has."""
        return np.diff(np.append(self.starts, len(self.rows)))

    def groups_of(self, occurrences: Numbers) -> Numbers:
        """The row of each of these occurrences, by number; `MISSING` where it is not shown."""
        known = self.occurrence
        if not len(known):
            return np.full(len(occurrences), MISSING)
        if known[-1] - known[0] == len(known) - 1:
            at = np.asarray(occurrences, dtype=np.int64) - int(known[0])
            return np.where((at >= 0) & (at < len(known)), at, MISSING)
        wanted = occurrences.astype(known.dtype)  # of one width, or all that is known is widened
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[at] == wanted, at, MISSING)

    def rows_of_one(self, group: int) -> Numbers:
        """The known accounts of one group."""
        end = self.starts[group + 1] if group + 1 < len(self.starts) else len(self.rows)
        return self.rows[self.starts[group] : end]

    def rows_of(self, groups: Numbers) -> tuple[Numbers, Numbers]:
        """The known accounts of some groups, group after group, and beside each the place of its group among them."""
        first = self.starts.take(groups)
        if self.is_one_each:
            return self.rows.take(first), np.arange(len(groups))
        last = groups == len(self.starts) - 1
        sizes = np.where(last, len(self.rows), self.starts[np.where(last, 0, groups + 1)]) - first
        of_group = np.repeat(np.arange(len(groups)), sizes)
        within = np.arange(len(of_group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.rows[first[of_group] + within], of_group


def show(columns: Columns, visible: Visibility, ties: Ties, first: int = 0) -> Shown:
    """Bring the known accounts of each shown occurrence together; `visible` begins at row `first` of the accounts."""
    rows, occurrence = _grouped(columns, visible, ties, first)
    begins = np.append(True, occurrence[1:] != occurrence[:-1]) if len(rows) else np.zeros(0, dtype=np.bool_)
    starts = places(begins)
    found: dict[str, Numbers] = {"rows": rows, "starts": starts}
    found["occurrence"] = occurrence if len(starts) == len(rows) else occurrence[starts]
    for groups, part in blocks_of_runs(starts, len(rows)) if len(rows) else [(slice(0, 0), slice(0, 0))]:
        told = Told(columns, visible, rows[part], starts[groups] - np.int32(part.start), first)
        _put(found, groups, len(starts), _fields(told))
    return Shown(**found, **{name: found[same] for name, same in _ONE_DAY.items() if name not in found})


def told_by(columns: Columns, visible: Visibility, shown: Shown, groups: Numbers) -> Told:
    """The known accounts of some groups."""
    rows, of_group = shown.rows_of(groups)
    return Told(columns, visible, rows, np.searchsorted(of_group, np.arange(len(groups))))


def known_since(visible: Visibility, shown: Shown, groups: Numbers) -> tuple[Days, Days]:
    """Since when something of each of these groups was known, at the earliest and surely."""
    rows, of_group = shown.rows_of(groups)
    found = Groups(np.searchsorted(of_group, np.arange(len(groups))), len(rows))
    return found.least(visible.known.earliest(rows)), found.least(visible.known.latest(rows))


def _grouped(columns: Columns, visible: Visibility, ties: Ties, first: int) -> tuple[Numbers, Numbers]:
    """The rows of the known accounts and what they tell of, occurrence after occurrence."""
    rows = places(visible.standing | visible.struck)
    rows += np.int32(first)
    occurrence = np.empty(len(rows), dtype=np.int32)
    for part in blocks(len(rows)):
        occurrence[part] = ties.shown(taken(columns.occurrence.values, rows[part]))
    if np.any(occurrence[1:] < occurrence[:-1]):
        order = np.argsort(occurrence, kind="stable")
        rows, occurrence = rows[order], occurrence[order]
    return rows, occurrence


def _fields(told: Told) -> dict[str, Numbers]:
    groups, standing, manner = told.groups, told.standing, told.manner
    return {
        "standing": told.standing_count,
        "struck": (groups.sizes - told.standing_count).astype(np.uint32),
        "manners": groups.either(np.where(standing, _MANNER_BIT[manner], 0).astype(np.uint8)),
        "realised": groups.any(standing & REALISED[manner]),
        **bounds_of(told)._asdict(),
    }


def _put(found: dict[str, Numbers], groups: slice, length: int, fields: dict[str, Numbers]) -> None:
    """Put the fields of a block of groups in their places among all."""
    for name, values in fields.items():
        same = _ONE_DAY.get(name)
        if same is not None and name not in found:
            if values is fields[same]:
                continue
            if groups.start:
                found[name] = found[same].copy()
        if name not in found:
            found[name] = np.empty(length, dtype=values.dtype)
        found[name][groups] = values
