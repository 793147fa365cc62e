"""The networks of claims behind a slice: made for whoever asks why, what contradicts, or what comes before what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from domain.chronology.network import Network
from domain.errors import Invalid
from projections.slice_core import Core

Numbers = npt.NDArray[Any]

MOST_TOLD: Final = 20_000
"""Networks with a contradiction that are made at once: each is some thousand objects, and a page of them is read."""


def connecting(core: Core, groups: Sequence[int]) -> Network:
    """The network of some rows of `core.shown`, and of all that relations connect them with."""
    units, solver = core.units, core.solver
    of_group = {group: units.of_group(group) for group in groups}
    wanted = sorted({unit for unit in of_group.values() if unit is not None})
    if len(wanted) == 1 and None not in of_group.values():
        return solver.network_of(solver.unit(units, wanted[0]))
    return solver.network(sorted({*groups, *(int(group) for unit in wanted for group in units.groups_of(unit))}))


def all_of(core: Core) -> Iterator[Network]:
    """The networks of all units; of those that are alike, and tell of nothing but themselves, of one."""
    wanted = np.setdiff1d(np.arange(len(core.units)), core.alike.units)
    return map(core.solver.network_of, core.solver.units(core.units, wanted.tolist()))


def contradictory(core: Core, places: Numbers | None = None) -> Iterator[Network]:
    """The networks in which claims contradict each other; columns solve nothing that does.

    With `places`, only of what holds one of these rows of `core.shown`. Raises `Invalid` for more than can be told.
    """
    units, alike = core.units, core.alike
    solved = np.array([unit for unit, solved in core.solved.items() if solved.contradicted], dtype=np.int64)
    wanted = np.concatenate([solved, alike.units[np.isin(alike.stands_for, solved)]])
    if places is not None:
        wanted = np.intersect1d(wanted, units.unit[np.isin(units.groups, places)])
    if len(wanted) > MOST_TOLD:
        raise Invalid(
            "more contradictions than can be told at once",
            seen=len(wanted),
            where="country, case",
            accepted=f"a part of the record with at most {MOST_TOLD}",
        )
    for unit in core.solver.units(units, np.sort(wanted).tolist()):
        yield core.solver.network_of(unit)
