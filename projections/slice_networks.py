"""The networks of claims behind a slice: made for whoever asks why, what contradicts, or what comes before what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.chronology.network import Network
from projections.slice_core import Core


def connecting(core: Core, groups: Sequence[int]) -> Network:
    """The network of some rows of `core.shown`, and of all that relations connect them with."""
    units, solver = core.units, core.solver
    of_group = {group: units.of_group(group) for group in groups}
    wanted = sorted({unit for unit in of_group.values() if unit is not None})
    if len(wanted) == 1 and None not in of_group.values():
        return solver.network_of(*solver.units(units, wanted))
    return solver.network(sorted({*groups, *(int(group) for unit in wanted for group in units.groups_of(unit))}))


def all_of(core: Core) -> Iterator[Network]:
    """The networks of all units."""
    return map(core.solver.network_of, core.solver.units(core.units, range(len(core.units))))


def contradictory(core: Core) -> list[Network]:
    """The networks in which claims contradict each other; columns solve nothing that does."""
    wanted = {unit for unit, solved in core.solved.items() if solved.contradicted}
    alike = zip(core.alike.units.tolist(), core.alike.stands_for.tolist(), strict=True)
    wanted |= {unit for unit, stands_for in alike if stands_for in wanted}
    return [core.solver.network_of(unit) for unit in core.solver.units(core.units, sorted(wanted))]
