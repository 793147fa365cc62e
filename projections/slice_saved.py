"""The live slice among what is saved of the ledger, so that a start need not group, solve and sort the whole record.

Only its long columns are saved. What is seen and what is tied follows from the columns of the ledger in a few
milliseconds, and solutions are saved with the ledger anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns
from projections.ledger_mapped import WithRoom
from projections.slice_core import Alike, Core
from projections.slice_query import SliceQuery
from projections.slice_room import Room
from projections.slice_shown import Shown
from projections.slice_solving import SolvedUnits, Solver
from projections.slice_ties import tie
from projections.slice_units import Units
from projections.slice_visibility import see

Numbers = npt.NDArray[Any]
LIVE: Final = SliceQuery()

_GROWING: Final = (*Shown._fields, "component")


def long_columns(core: Core) -> dict[str, Numbers]:
    """What of a core is saved, by name; nothing in it is written to later."""
    apart = np.array(list(core.solved), dtype=np.int64)
    return {
        **core.shown._asdict(),
        "component": core.component,
        "order": core.order,
        "solved": apart,
        "alike.units": core.alike.units,
        "alike.stands_for": core.alike.stands_for,
        "held_back": np.array([core.held_back]),
    }


def restored(columns: Columns, kept: SolvedUnits, position: int, saved: Mapping[str, WithRoom]) -> Core:
    """The core of the live slice at a position that the columns have just come to, out of its long columns."""
    held = {name: rows[:used] for name, (rows, used) in saved.items()}
    rows = columns.rows_by(position)
    visible = see(columns, LIVE, position, rows)
    ties = tie(columns, LIVE, position, visible)
    shown = Shown(**{name: held[name] for name in Shown._fields})
    with columns.lock:
        solver = Solver(columns, position, visible, ties, shown, kept)
        units = Units(columns, shown)
    apart = held["solved"].tolist()
    return Core(
        rows,
        visible,
        ties,
        shown,
        solver,
        units,
        {at: solver.solve(unit) for at, unit in zip(apart, solver.units(units, apart), strict=True)},
        Alike(held["alike.units"], held["alike.stands_for"]),
        held["component"],
        held["order"],
        bool(held["held_back"][0]),
        Room({name: saved[name] for name in _GROWING}),
    )
