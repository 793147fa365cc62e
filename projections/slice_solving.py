"""Solving what has to be solved together: relations, narrowed masks, and dates that contradict each other.

A slice asks for the few units that columns cannot settle, not even together (`slice_relaxation.py`). Each is turned
into claims and handed to `domain.chronology`; what comes back is kept under a hash of everything in force in the unit,
so that another slice in which the same holds solves nothing.

What one vaguely published source tells of is solved together only where some date hangs on the day of publication. So
an account that contradicts that day sets it aside for its own unit; other occurrences keep the bound it gives them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from domain.chronology.bounds import UNBOUNDED, Bounds
from domain.chronology.network import Network
from domain.chronology.order import held_back, sort_key, surely_before
from projections.ledger_columns import Columns
from projections.ledger_dates import lower, upper
from projections.slice_claims import ClaimsInForce
from projections.slice_shown import Shown
from projections.slice_ties import Ties
from projections.slice_units import Units
from projections.slice_visibility import Visibility

Numbers = npt.NDArray[np.int64]

UNITS_KEPT: Final = 200_000
CLAIMS_KEPT: Final = 50_000

_64_BITS: Final = (1 << 64) - 1


class Solved(NamedTuple):
    """One unit, solved: the bounds of each shown occurrence in it, and which must be waited for in the order.

    `held_back` are pairs (first, then) of shown occurrences of which the first has the greater sort key. Networks are
    many objects, so that beyond a number of claims only those are kept that hold a contradiction (`contradicted`).
    """

    network: Network | None
    bounds: tuple[tuple[int, int, int, int], ...]
    held_back: tuple[tuple[int, int], ...]
    component: tuple[int, ...]
    contradicted: bool


_Written = tuple[int, int, tuple[tuple[int, int, int, int], ...], tuple[tuple[int, int], ...], tuple[int, ...], bool]
"""A key and a solution without its network, as they are saved."""


class SolvedUnits:
    """Solutions by the hash of what was in force; the least recently used go first. Shared by a ledger's slices."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], Solved] = OrderedDict()
        self._claims = 0
        self._saved: bytes | None = None
        self.relations: dict[int, tuple[Any, ...]] = {}

    def get(self, key: tuple[int, int]) -> Solved | None:
        """The solution under a key."""
        if self._saved is not None:
            self._read_saved()
        return self._kept.get(key)

    def written(self) -> bytes:
        """The solutions to be saved with the ledger, without their networks."""
        if self._saved is not None:
            return self._saved
        return msgspec.msgpack.encode([(*key, *solved[1:]) for key, solved in list(self._kept.items())])

    def take_back(self, saved: bytes) -> None:
        """Take solutions that were saved; they are read when the first of them is asked for."""
        self._saved = saved

    def _read_saved(self) -> None:
        saved, self._saved = self._saved, None
        if saved is not None:
            for first, second, bounds, held, component, contradicted in msgspec.msgpack.decode(
                saved, type=list[_Written]
            ):
                self._kept.setdefault((first, second), Solved(None, bounds, held, component, contradicted))

    def has_room(self, network: Network) -> bool:
        """Whether another network may be kept; if so, its claims count from now on."""
        self._claims += sum(len(component.claims) for component in network.components)
        return self._claims <= CLAIMS_KEPT

    def keep(self, key: tuple[int, int], solved: Solved) -> None:
        """Keep a solution."""
        self._kept[key] = solved
        while len(self._kept) > UNITS_KEPT:
            self._kept.popitem(last=False)


class Unit(NamedTuple):
    """What has to be solved together in one slice: shown occurrences (their groups in `Shown`) and a key."""

    groups: Numbers
    key: tuple[int, int]


class Solver(ClaimsInForce):
    """Solves the units of one slice."""

    def __init__(
        self, columns: Columns, position: int, visible: Visibility, ties: Ties, shown: Shown, kept: SolvedUnits
    ) -> None:
        super().__init__(columns, position, visible, ties, shown, kept.relations)
        self._kept = kept
        self._asked_for: dict[int, Unit] = {}

    def are_untied(self, units: Units) -> npt.NDArray[np.bool_]:
        """By unit: whether neither a tie nor a claim that was set aside bears on it."""
        aside = {self._ties.shown_one(claim.occurrence) for claim in self._set_aside}
        found = np.full(len(units), not self._aside_for_all)
        tied = list({*self._identities, *self._links, *aside})
        if tied:
            found[units.unit[np.isin(self._shown.occurrence[units.groups], tied)]] = False
        return found

    def units(self, units: Units, wanted: Iterable[int]) -> list[Unit]:
        """Some of the units of the slice, each with the key of what is in force in it."""
        groups = [units.groups_of(each) for each in wanted]
        if not groups:
            return []
        starts = np.cumsum([0, *(len(each) for each in groups[:-1])])
        keys = self._keys(np.concatenate(groups), starts)
        return [Unit(each, key) for each, key in zip(groups, keys, strict=True)]

    def unit(self, units: Units, wanted: int) -> Unit:
        """One unit; a page asks for the same one again and again, so its key is worked out once."""
        found = self._asked_for.get(wanted)
        if found is None:
            (found,) = self.units(units, [wanted])
            self._asked_for[wanted] = found
        return found

    def solve(self, unit: Unit) -> Solved:
        """The solution of a unit, from what is kept if the same was in force before."""
        found = self._kept.get(unit.key)
        if found is None:
            found = self._solve(unit.groups.tolist())
            self._kept.keep(unit.key, found)
        return found

    def surely_before(self, network: Network, one: int, other: int) -> bool:
        """Whether all that one shown occurrence stands for comes before all that another does."""
        return surely_before(network, self.members(one), self.members(other))

    def network_of(self, unit: Unit) -> Network:
        """The network of a unit, solved again if it was not kept; that of a contradiction is kept from then on."""
        solved = self.solve(unit)
        if solved.network is not None:
            return solved.network
        network = self.network(unit.groups.tolist())
        if solved.contradicted:
            self._kept.keep(unit.key, solved._replace(network=network))
        return network

    def _solve(self, groups: list[int]) -> Solved:
        network = self.network(groups)
        shown = {self._id(int(self._shown.occurrence[group])): group for group in groups}
        bounds = {id_: self._bounds(network, group) for id_, group in shown.items()}
        standing = [id_ for id_, group in shown.items() if self._shown.standing[group]]
        by_key = sorted(standing, key=lambda id_: sort_key(id_, bounds[id_]))
        apart = {id_: self.members(shown[id_]) for id_ in standing if self.is_apart(network, shown[id_])}
        pairs = [
            (int(self._shown.occurrence[shown[first]]), int(self._shown.occurrence[shown[then]]))
            for first, then in held_back(network, by_key, apart)
        ]
        places = _places(network, [(id_, *apart.get(id_, ())) for id_ in shown])
        return Solved(
            network if network.contradictions or self._kept.has_room(network) else None,
            tuple(
                (lower(each.start_earliest), upper(each.start_latest), lower(each.end_earliest), upper(each.end_latest))
                for each in bounds.values()
            ),
            tuple(pairs),
            tuple(places[id_] if self._shown.standing[group] else -1 for id_, group in shown.items()),
            bool(network.contradictions),
        )

    def _bounds(self, network: Network, group: int) -> Bounds:
        """Of occurrences held to be the same, what any of them may be: they agree unless that was set aside."""
        spoken_of = [network.bounds(each) for each in self.members(group) if network.component(each) is not None]
        if not spoken_of:
            return UNBOUNDED
        found = spoken_of[0]
        for other in spoken_of[1:]:
            found = found.hull(other)
        return found

    def _keys(self, groups: Numbers, starts: Numbers) -> list[tuple[int, int]]:
        """A hash of all that is in force in each unit: 128 bits, the sum of those of its parts."""
        columns, visible = self._columns, self._visible
        rows, of_group = self._shown.rows_of(groups)
        source = columns.source.values[rows]
        standing = visible.standing[rows]
        facts = (self._published[source], visible.sources.published_latest[source])
        unit_of_group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(groups))))
        halves = []
        for seed in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F):
            mixed = _mixed(rows.astype(np.uint64), seed)
            for fact in facts:
                mixed = _mixed(mixed ^ fact.astype(np.uint64), seed)
            mixed[~standing] = 0
            total = np.zeros(len(starts), dtype=np.uint64)
            np.add.at(total, unit_of_group[of_group], mixed)
            np.add.at(total, unit_of_group, self._tie_hashes(groups, seed))
            halves.append(total)
        return list(zip(halves[0].tolist(), halves[1].tolist(), strict=True))

    def _tie_hashes(self, groups: Numbers, seed: int) -> npt.NDArray[np.uint64]:
        """By group: its own number, and what joins, links and set-aside claims add."""
        occurrence = self._shown.occurrence[groups]
        found = _mixed(occurrence.astype(np.uint64) ^ np.uint64(0xD6E8FEB86659FD93), seed)
        if not self._identities and not self._links and not self._set_aside:
            return found
        # What is set aside of a source or a tie may be decided at an occurrence that is not shown here.
        aside = {self._ties.shown_one(claim.occurrence) for claim in self._set_aside}
        for at, number in enumerate(occurrence.tolist()):
            parts: list[object] = [*self._identities.get(number, ())]
            parts += [(link.origin, link.kind, link.target) for link in self._links.get(number, ())]
            if number in aside:
                parts += [claim.claim for claim in self._set_aside if self._ties.shown_one(claim.occurrence) == number]
            parts += self._aside_for_all
            if parts:
                told = repr((seed, sorted(map(repr, parts)))).encode()
                tied = int.from_bytes(blake2b(told, digest_size=8).digest(), "little")
                found[at] = (int(found[at]) + tied) & _64_BITS
        return found


def _places(network: Network, shown: list[tuple[str, ...]]) -> dict[str, int]:
    """A number for each shown occurrence, given with what else it shows: equal in one component, -1 in none."""
    numbers = {id(component): number for number, component in enumerate(network.components)}
    for together in shown:
        found = {numbers[id(component)] for each in together if (component := network.component(each)) is not None}
        if len(found) > 1:
            numbers = {key: min(found) if number in found else number for key, number in numbers.items()}
    components = {each[0]: [network.component(one) for one in each] for each in shown}
    return {id_: max(numbers.get(id(each), -1) for each in found) for id_, found in components.items()}


def _mixed(values: npt.NDArray[np.uint64], seed: int) -> npt.NDArray[np.uint64]:
    """Steele, Lea and Flood's SplitMix64 finisher (2014), seeded."""
    mixed = values + np.uint64(seed)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: npt.NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return found
