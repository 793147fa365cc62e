"""Occurrences that have to be solved and are alike in everything that bears on their days: one stands for the others.

A source that is said to have been published too early contradicts every date that it gives after that day; where a
table of votes is concerned, these are hundreds of thousands of occurrences, but only as many kinds of contradiction
as there are days. What an account alone in its unit comes to depends on its date, its source, its manner and whether
its kind lasts, and on nothing else, least of all on ids: no two of its claims could be dropped for each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from domain.provenance import MANNERS
from projections.ledger_columns import Columns
from projections.slice_shown import Shown
from projections.slice_units import Units

Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


def representatives(columns: Columns, shown: Shown, units: Units, left: Numbers, untied: Flags) -> Numbers:
    """For each of the units `left` to be solved, the one of them that stands for it: itself where it is like no other.

    `untied` tells by unit whether neither a tie nor a claim that was set aside bears on it.
    """
    found = left.copy()
    at, row = _alone(columns, shown, units, left, untied)
    if not len(at):
        return found
    facts = columns.whens.edtf.values[columns.when.values[row]].astype(np.int64)
    for numbers, count in (
        (columns.source.values[row], len(columns.sources)),
        (columns.manner.values[row], len(MANNERS)),
        (columns.stated_kinds.lasts.values[columns.kind.values[row]], 2),
    ):
        facts = facts * count + numbers
    _, first, which = np.unique(facts, return_index=True, return_inverse=True)
    found[at] = left[at[first[which]]]
    return found


def _alone(columns: Columns, shown: Shown, units: Units, left: Numbers, untied: Flags) -> tuple[Numbers, Numbers]:
    """The places among `left` of units of one occurrence with one account and no relation, and that account's row."""
    sizes = np.diff(np.append(units.starts, len(units.groups)))[left]
    at = np.flatnonzero((sizes == 1) & (units.labels[left] == 0) & untied[left])
    group = units.groups[units.starts[left[at]]]
    rows, of_group = shown.rows_of(group)
    alone = np.bincount(of_group, minlength=len(group)) == 1
    at, row = at[alone], rows[alone[of_group]]
    plain = ~columns.whens.is_related.values[columns.when.values[row]] & ~np.isin(row, columns.said_in_row.values)
    return at[plain], row[plain]
