"""Solving what has to be solved together: relations, narrowed masks, and dates that contradict each other.

A slice asks for the few units that it cannot settle by columns. Each is turned into claims and handed to
`domain.chronology`; what comes back is kept under a hash of everything in force in the unit, so that another slice in
which the same holds solves nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from domain.chronology.bounds import UNBOUNDED, Bounds
from domain.chronology.compile_claims import (
    StatedTime,
    claims_of,
    disclosure_claim,
    identity_claim,
    lasting_occurrences,
    part_claim,
    publication_claim,
)
from domain.chronology.constraints import Claim, NotAfter, Point
from domain.chronology.differences import is_surely_before
from domain.chronology.network import Network
from domain.chronology.order import held_back, sort_key
from domain.chronology.relations import Relation
from domain.provenance import MANNERS
from projections.ledger_columns import Columns, SetAside, upto
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL, lower, upper
from projections.slice_bounds import DENIED, Shown
from projections.slice_ties import Ties
from projections.slice_visibility import Visibility

Numbers = npt.NDArray[np.int64]

UNITS_KEPT: Final = 200_000
CLAIMS_KEPT: Final = 50_000

_RELATION: Final[TypeAdapter[Any]] = TypeAdapter(Relation)
_64_BITS: Final = (1 << 64) - 1
_PART_OF, _DISCLOSES = "part_of", "discloses"


class Solved(NamedTuple):
    """One unit, solved: the bounds of each shown occurrence in it, and which must be waited for in the order.

    `held_back` are pairs (first, then) of shown occurrences of which the first has the greater sort key. Networks are
    many objects, so that beyond a number of claims only those are kept that hold a contradiction.
    """

    network: Network | None
    bounds: tuple[tuple[int, int, int, int], ...]
    held_back: tuple[tuple[int, int], ...]
    component: tuple[int, ...]


class SolvedUnits:
    """Solutions by the hash of what was in force; the least recently used go first. Shared by a ledger's slices."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], Solved] = OrderedDict()
        self._claims = 0
        self.relations: dict[int, tuple[Any, ...]] = {}

    def get(self, key: tuple[int, int]) -> Solved | None:
        """The solution under a key."""
        return self._kept.get(key)

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


class Solver:
    """Turns units of one slice into claims and solves them."""

    def __init__(
        self, columns: Columns, position: int, visible: Visibility, ties: Ties, shown: Shown, kept: SolvedUnits
    ) -> None:
        self._columns = columns
        self._visible = visible
        self._ties = ties
        self._shown = shown
        self._kept = kept
        self._set_aside = set_aside_by(columns, position)
        self._said_in = dict(zip(columns.said_in_row.values.tolist(), columns.said_in.values.tolist(), strict=True))
        self._published = published_by(columns, position)
        self._identities = _by_shown(ties, ((one, (one, other)) for one, other in ties.edges))
        self._links = _by_shown(
            ties,
            (
                (end, link)
                for link in ties.links
                if link.kind in (_PART_OF, _DISCLOSES)
                for end in {link.origin, link.target}
            ),
        )

    def units(self) -> list[Unit]:
        """The units that columns cannot settle."""
        shown, units = self._shown, self._columns.units
        label = units.labels[shown.occurrence]
        tied = units.tied[label]
        wanted = np.flatnonzero(shown.unsolved | tied)
        if not len(wanted):
            return []
        label = np.where(tied[wanted], label[wanted], -1 - wanted)
        order = np.argsort(label, kind="stable")
        wanted, label = wanted[order], label[order]
        starts = np.flatnonzero(np.append(True, label[1:] != label[:-1]))
        keys = self._keys(wanted, starts)
        ends = np.append(starts[1:], len(wanted))
        return [
            Unit(wanted[start:end], key) for start, end, key in zip(starts.tolist(), ends.tolist(), keys, strict=True)
        ]

    def solve(self, unit: Unit) -> Solved:
        """The solution of a unit, from what is kept if the same was in force before."""
        found = self._kept.get(unit.key)
        if found is None:
            found = self._solve(unit.groups.tolist())
            self._kept.keep(unit.key, found)
        return found

    def network_of(self, unit: Unit) -> Network:
        """The network of a unit, solved again if it was not kept."""
        return self.solve(unit).network or self.network(unit.groups.tolist())

    def claims(self, groups: Iterable[int]) -> tuple[list[Claim], frozenset[str], frozenset[str]]:
        """The claims of some shown occurrences, the occurrences that last, and the claims that are set aside."""
        groups = list(groups)
        stated = [time for group in groups for time in self._stated(group)]
        claims = [claim for time in stated for claim in claims_of(time)]
        for source in sorted({time.source for time in stated}):
            claims += self._publication(source)
        lasting = set(lasting_occurrences(stated))
        for group in groups:
            occurrence = int(self._shown.occurrence[group])
            for one, other in self._identities.get(occurrence, ()):
                claims.append(identity_claim(f"{self._id(one)}={self._id(other)}", self._id(one), self._id(other)))
            if self._shown.lasts[group]:
                lasting |= {self._id(each) for each in self._ties.members.get(occurrence, (occurrence,))}
            for link in self._links.get(occurrence, ()):
                origin, target = self._id(link.origin), self._id(link.target)
                make = part_claim if link.kind == _PART_OF else disclosure_claim
                claims.append(make(f"{origin}>{link.kind}>{target}", origin, target))
        return claims, frozenset(lasting), self._set_aside_claims()

    def network(self, groups: Iterable[int]) -> Network:
        """The network of some shown occurrences, solved anew."""
        claims, lasting, set_aside = self.claims(groups)
        return Network(claims, lasting=lasting, set_aside=set_aside)

    def _solve(self, groups: list[int]) -> Solved:
        network = self.network(groups)
        shown = {self._id(int(self._shown.occurrence[group])): group for group in groups}
        bounds = {id_: self._bounds(network, group) for id_, group in shown.items()}
        by_key = sorted(shown, key=lambda id_: sort_key(id_, bounds[id_]))
        pairs = [
            (int(self._shown.occurrence[shown[first]]), int(self._shown.occurrence[shown[then]]))
            for first, then in _held_back(network, by_key)
        ]
        places = {id(component): place for place, component in enumerate(network.components)}
        return Solved(
            network if network.contradictions or self._kept.has_room(network) else None,
            tuple(
                (lower(each.start_earliest), upper(each.start_latest), lower(each.end_earliest), upper(each.end_latest))
                for each in bounds.values()
            ),
            tuple(pairs),
            tuple(places.get(id(network.component(id_)), -1) for id_ in shown),
        )

    def _bounds(self, network: Network, group: int) -> Bounds:
        """Of occurrences held to be the same, what any of them may be: they agree unless that was set aside."""
        occurrence = int(self._shown.occurrence[group])
        members = [self._id(each) for each in self._ties.members.get(occurrence, (occurrence,))]
        spoken_of = [network.bounds(each) for each in members if network.component(each) is not None]
        if not spoken_of:
            return UNBOUNDED
        found = spoken_of[0]
        for other in spoken_of[1:]:
            found = found.hull(other)
        return found

    def _stated(self, group: int) -> Iterator[StatedTime]:
        columns, visible = self._columns, self._visible
        for row in self._rows(group):
            if not visible.standing[row] or columns.manner.values[row] == DENIED:
                continue
            when = int(columns.when.values[row])
            source = int(columns.source.values[row])
            said_in = self._said_in.get(row)
            yield StatedTime(
                account=columns.version.at(row),
                occurrence=self._id(int(columns.occurrence.values[row])),
                source=columns.sources.texts[source],
                manner=MANNERS[columns.manner.values[row]],
                edtf=columns.dates.text(int(columns.whens.edtf.values[when])),
                relations=self._relations(when),
                published=columns.dates.text(int(self._published[source])),
                said_in=None if said_in is None else self._id(said_in),
                lasts=bool(columns.stated_kinds.lasts.values[columns.kind.values[row]]),
            )

    def _rows(self, group: int) -> list[int]:
        starts = self._shown.starts
        end = starts[group + 1] if group + 1 < len(starts) else len(self._shown.rows)
        return [int(row) for row in self._shown.rows[starts[group] : end]]

    def _relations(self, when: int) -> tuple[Any, ...]:
        recorded = self._columns.whens.relations.get(when)
        if recorded is None:
            return ()
        read = self._kept.relations.get(when)
        if read is None:
            read = self._kept.relations[when] = tuple(_RELATION.validate_python(each) for each in recorded)
        return read

    def _publication(self, source: str) -> Iterator[Claim]:
        """The claim of a source on its publication, which is never later than the day on which we held it."""
        code = self._columns.sources.known(source)
        assert code is not None
        claim = publication_claim(source, self._columns.dates.text(int(self._published[code])))
        if claim is not None:
            held = int(self._visible.sources.published_latest[code])
            cap = () if held == AFTER_ALL else (NotAfter(Point(f"source:{source}", "day"), held),)
            yield claim._replace(constraints=(*claim.constraints, *cap))

    def _set_aside_claims(self) -> frozenset[str]:
        return frozenset(name for claim in self._set_aside for name in _names_of(claim.claim))

    def _id(self, occurrence: int) -> str:
        return self._columns.occurrences.ids.at(occurrence)

    def _keys(self, groups: Numbers, starts: Numbers) -> list[tuple[int, int]]:
        """A hash of all that is in force in each unit: 128 bits, the sum of those of its parts."""
        shown, columns, visible = self._shown, self._columns, self._visible
        ends = np.append(shown.starts[1:], len(shown.rows))
        sizes = (ends - shown.starts)[groups]
        first = np.repeat(shown.starts[groups], sizes)
        within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = shown.rows[first + within]
        source = columns.source.values[rows]
        standing = visible.standing[rows]
        facts = (self._published[source], visible.sources.published_latest[source])
        unit = np.repeat(np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(groups)))), sizes)
        halves = []
        for seed in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F):
            mixed = _mixed(rows.astype(np.uint64), seed)
            for fact in facts:
                mixed = _mixed(mixed ^ fact.astype(np.uint64), seed)
            mixed[~standing] = 0
            total = np.zeros(len(starts), dtype=np.uint64)
            np.add.at(total, unit, mixed)
            of_group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(groups))))
            np.add.at(total, of_group, self._tie_hashes(groups, seed))
            halves.append(total)
        return list(zip(halves[0].tolist(), halves[1].tolist(), strict=True))

    def _tie_hashes(self, groups: Numbers, seed: int) -> npt.NDArray[np.uint64]:
        """By group: its own number, and what joins, links and set-aside claims add."""
        occurrence = self._shown.occurrence[groups]
        found = _mixed(occurrence.astype(np.uint64) ^ np.uint64(0xD6E8FEB86659FD93), seed)
        if not self._identities and not self._links and not self._set_aside:
            return found
        aside = {self._ties.shown_one(claim.occurrence) for claim in self._set_aside}
        for at, number in enumerate(occurrence.tolist()):
            parts: list[object] = [*self._identities.get(number, ())]
            parts += [(link.origin, link.kind, link.target) for link in self._links.get(number, ())]
            if number in aside:
                parts += [claim.claim for claim in self._set_aside if self._ties.shown_one(claim.occurrence) == number]
            if parts:
                tied = hash((seed, tuple(sorted(map(repr, parts)))))
                found[at] = (int(found[at]) + tied) & _64_BITS
        return found


def _held_back(network: Network, by_key: list[str]) -> list[tuple[str, str]]:
    """The pairs of which the one that surely comes first has the greater key.

    Exact where the network holds plain ranges. Beside masks and windows of the calendar, asking every pair exactly
    costs seconds; there the pairs are those that hold whatever the masks, which is sound but can miss some.
    """
    if all(component.graph.is_convex for component in network.components):
        return held_back(network, by_key)
    found = []
    for place, first in enumerate(by_key):
        component = network.component(first)
        if component is None or network.bounds(first).start_earliest is not None:
            continue
        end = component.graph.node(first, "end")
        for then in by_key[:place]:
            start = component.graph.node(then, "start") if network.component(then) is component else None
            if start is not None and end is not None and is_surely_before(component, end, start):
                found.append((first, then))
    return found


def set_aside_by(columns: Columns, position: int) -> list[SetAside]:
    """The claims that are set aside by a position."""
    standing: dict[tuple[int, str], SetAside] = {}
    for claim in upto(columns.set_aside, position):
        if claim.stands:
            standing[claim.occurrence, claim.claim] = claim
        else:
            standing.pop((claim.occurrence, claim.claim), None)
    return list(standing.values())


def published_by(columns: Columns, position: int) -> Numbers:
    """The number of the EDTF of every source's publication by a position; 0 where none is registered."""
    said = columns.sources_said.upto(position)
    found = np.zeros(len(columns.sources), dtype=np.int64)
    found[said["source"]] = said["published"]
    return found


def _names_of(claim: str) -> tuple[str, ...]:
    """A claim as it is named in the record, and as the chronology names it."""
    version, _, path = claim.partition("#")
    if path == "when.edtf":
        return claim, f"{version}/when"
    if path == "published":
        return claim, f"{version}/reported", f"{version}/ahead"
    if path.startswith("when.relations."):
        return claim, f"{version}/relation/{path.removeprefix('when.relations.')}"
    return (claim,)


def _by_shown(ties: Ties, of: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for occurrence, tied in of:
        of_shown = found.setdefault(ties.shown_one(occurrence), [])
        if tied not in of_shown:
            of_shown.append(tied)
    return found


def _mixed(values: npt.NDArray[np.uint64], seed: int) -> npt.NDArray[np.uint64]:
    """Steele, Lea and Flood's SplitMix64 finisher (2014), seeded."""
    mixed = values + np.uint64(seed)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: npt.NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return found


assert BEFORE_ALL < AFTER_ALL
