"""Which shown occurrences have to be solved together in one slice, as arrays: a slice may hold many such units."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns
from projections.slice_blocks import blocks
from projections.slice_shown import Shown

Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


class Units:
    """The units of a slice, by number: `groups` are their rows of `Shown`, unit after unit, `unit` the number of each.

    `labels` are the ledger's own numbers of the units, 0 for a single occurrence that is in none of the ledger's;
    `label_of` gives that of every occurrence, `tied` whether it holds more than judgements of sameness, and
    `shared_sources` are those whose vague day of publication is one unknown in all that they tell of. All this changes
    as the log is read, so it is taken down here, under the lock of the columns.
    """

    def __init__(self, columns: Columns, shown: Shown) -> None:
        labels, self.tied = columns.units.labels, columns.units.tied.copy()
        self.label_of: Numbers = (
            labels.copy() if len(self.tied) > 1 else np.broadcast_to(labels.dtype.type(0), len(labels))
        )
        self.shared_sources = sorted(columns.shared_sources)
        wanted = self._wanted(shown)
        label = self.label_of[shown.occurrence[wanted]]
        told_by = np.where(self.tied[label], label, -1 - wanted)
        order = np.argsort(told_by, kind="stable")
        told_by = told_by[order]
        self.groups: Numbers = wanted[order]
        self.starts: Numbers = np.flatnonzero(np.append(True, told_by[1:] != told_by[:-1])) if len(wanted) else wanted
        self.labels: Numbers = np.maximum(told_by[self.starts], 0)
        self.unit: Numbers = np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(wanted))))

    def __len__(self) -> int:
        return len(self.starts)

    def _wanted(self, shown: Shown) -> Numbers:
        """The rows of `Shown` that are in a tied unit, or have to be solved by themselves."""
        wanted = shown.unsolved.copy()
        if self.tied.any():
            for part in blocks(len(wanted)):
                wanted[part] |= self.tied[self.label_of[shown.occurrence[part]]]
        return np.flatnonzero(wanted)

    def groups_of(self, unit: int) -> Numbers:
        """The rows of `Shown` that one unit holds."""
        end = self.starts[unit + 1] if unit + 1 < len(self.starts) else len(self.groups)
        return self.groups[self.starts[unit] : end]

    def of_group(self, group: int) -> int | None:
        """The number of the unit that a row of `Shown` is in, if it is in one."""
        groups, order = self._by_group
        at = int(np.searchsorted(groups, group))
        return int(self.unit[order[at]]) if at < len(groups) and groups[at] == group else None

    @cached_property
    def _by_group(self) -> tuple[Numbers, Numbers]:
        order = np.argsort(self.groups)
        return self.groups[order], order
