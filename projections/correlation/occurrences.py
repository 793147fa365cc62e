"""From a slice to numbers: the standing occurrences of some kinds, their days, groups, sources and known differences.

The day of an occurrence is the day on which it began. An occurrence of which everything known was struck has no
standing account, and is in none of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Self

import numpy as np

from domain.chronology.components import Component
from domain.chronology.differences import Located, upper_differences
from domain.chronology.propagation import UNREACHED
from domain.places import COUNTRY_ROLES
from domain.provenance import Manner
from domain.rules import SameCase, SameCountry, SameCountryPair
from projections.correlation.backing import SourceSets
from projections.correlation.scope import NO_ROLE, Bounds, Members
from projections.correlation.series import NO_EARLIEST, NO_LATEST, Bools, Ints, KnownDifferences
from projections.frames import pl
from projections.slice import Slice

Told = tuple[int, int, int | None, int | None]
"""An X, a Y, and how many days later Y is at least and at most."""

MOST_RELATED = 1_000
"""Occurrences of one network component beyond which differences are left to dates: wider, never wrong."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Occurrences numbered in the order of their ids; `counts` says which have an account in a manner that counts."""

    slice: Slice
    ids: pl.Series
    kind: Ints
    kind_labels: tuple[str, ...]
    bounds: Bounds
    counts: Bools
    manners: tuple[Manner, ...]

    @classmethod
    def of(cls, slice: Slice, manners: Iterable[Manner], kinds: Iterable[str] = ()) -> Self:
        """Those of these kinds; of all, if none is named."""
        wanted, counting = sorted(set(kinds)), tuple(manners)
        frame = slice.occurrences.filter(pl.col("accounts") > 0)
        if wanted:
            frame = frame.filter(pl.col("kind").is_in(wanted))
        frame = frame.sort("occurrence")
        labels = wanted or sorted(frame["kind"].unique().to_list())
        said = pl.any_horizontal(pl.col("manners").list.contains(manner) for manner in counting)
        return cls(
            slice,
            frame["occurrence"],
            _codes(frame["kind"], labels),
            tuple(labels),
            Bounds(_days(frame["start_earliest"], NO_EARLIEST), _days(frame["start_latest"], NO_LATEST)),
            frame.select(said).to_series().to_numpy().astype(np.bool_),
            counting,
        )

    def of_kind(self, kind: str) -> Bools:
        """Which are of this kind, counting or not."""
        return np.equal(self.kind, self.kind_labels.index(kind))

    def not_counted(self, kind: str) -> int:
        """How many of this kind have no account in a manner that counts."""
        return int(np.count_nonzero(self.of_kind(kind) & ~self.counts))

    def members(self, scope: SameCase | SameCountry | SameCountryPair) -> Members:
        """The cases in which the occurrences are filed, or the countries that their standing accounts name."""
        if isinstance(scope, SameCase):
            frame = self.slice.cases.rename({"case": "group"}).with_columns(role=pl.lit(NO_ROLE))
        else:
            role = pl.col("role").replace_strict(
                {role: at for at, role in enumerate(COUNTRY_ROLES)}, default=NO_ROLE, return_dtype=pl.Int64
            )
            standing = self.slice.countries.filter(pl.col("standing"))
            frame = standing.rename({"code": "group"}).with_columns(role=role)
        frame = self._numbered(frame.select("occurrence", "group", "role").unique(maintain_order=True))
        labels = sorted(frame["group"].unique().to_list())
        return Members(
            frame["number"].to_numpy().astype(np.int64),
            _codes(frame["group"], labels),
            frame["role"].to_numpy().astype(np.int64),
            labels,
        )

    def sources(self) -> SourceSets:
        """On whose word each stands, in a manner that counts."""
        frame = self.slice.standing.filter(pl.col("manner").is_in(list(self.manners)))
        frame = self._numbered(frame.select("occurrence", "source").unique(maintain_order=True))
        labels = sorted(frame["source"].unique().to_list())
        number, code = frame["number"].to_numpy().astype(np.int64), _codes(frame["source"], labels)
        order = np.lexsort((code, number))
        start = np.searchsorted(number[order], np.arange(len(self.ids) + 1))
        return SourceSets(start.astype(np.int64), code[order], tuple(labels))

    def known(self, x: Bools, y: Bools) -> KnownDifferences:
        """What relations tell of t_y - t_x beyond what the days of both tell, for each X with each other Y."""
        number_of = self._number_of()
        return KnownDifferences.of(
            told
            for network in self.slice.networks()
            for component in network.components
            for told in self._known_in(component, number_of, x, y)
        )

    def every_difference(self) -> Iterator[list[Told]]:
        """What `known` would tell of any two kinds, one component of the network after another.

        A component too large to be told of as a whole is gone through by pairs of kinds, as rules would.
        """
        number_of = self._number_of()
        everything = np.ones(len(self.ids), dtype=np.bool_)
        for network in self.slice.networks():
            for component in network.components:
                numbers = [number_of[owner] for owner in component.owners if owner in number_of]
                if len(numbers) <= MOST_RELATED:
                    yield self._known_in(component, number_of, everything, everything)
                    continue
                kinds = [self.of_kind(self.kind_labels[kind]) for kind in np.unique(self.kind[numbers]).tolist()]
                for x, y in product(kinds, kinds):
                    yield self._known_in(component, number_of, x, y)

    def _number_of(self) -> dict[str, int]:
        return {id_: number for number, id_ in enumerate(self.ids.to_list())}

    def _known_in(self, component: Component, number_of: dict[str, int], x: Bools, y: Bools) -> list[Told]:
        points = [(number_of[owner], owner) for owner in component.owners if owner in number_of]
        points = sorted((number, owner) for number, owner in points if x[number] or y[number])
        points = [(number, owner) for number, owner in points if is_one(self.slice, component, owner)]
        located = [component.graph.node(owner, "start") for _, owner in points]
        numbers = [number for (number, _), node in zip(points, located, strict=True) if node is not None]
        if not 2 <= len(numbers) <= MOST_RELATED:
            return []
        upper = upper_differences([(component, node) for node in located if node is not None])
        return [
            (one, other, None if -least <= -UNREACHED else -least, None if most >= UNREACHED else most)
            for row, one in enumerate(numbers)
            if x[one]
            for column, other in enumerate(numbers)
            if y[other] and one != other
            for most, least in [(upper[row][column], upper[column][row])]
            if self._tighter(one, other, -least, most)
        ]

    def _tighter(self, one: int, other: int, at_least: int, at_most: int) -> bool:
        earliest, latest = self.bounds.earliest, self.bounds.latest
        return bool(at_least > earliest[other] - latest[one] or at_most < latest[other] - earliest[one])

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        numbers = pl.DataFrame({"occurrence": self.ids, "number": np.arange(len(self.ids))})
        return frame.join(numbers, on="occurrence", how="inner")


def is_one(slice: Slice, component: Component, shown: str) -> bool:
    """Whether all that is shown under this id surely began on one day, so that one of it can speak for the others.

    That fails where the claim that they are the same was set aside; then only their days together are left.
    """
    members = slice.identified(shown)
    if len(members) == 1:
        return True
    nodes = [component.graph.node(member, "start") for member in members]
    located: list[Located] = [(component, node) for node in nodes if node is not None]
    return len(located) == len(members) and not any(map(any, upper_differences(located)))


def _days(column: pl.Series, missing: int) -> Ints:
    return column.fill_null(missing).to_numpy().astype(np.int64)


def _codes(column: pl.Series, labels: list[str]) -> Ints:
    """The place of each text in the sorted labels."""
    if not labels:
        return np.zeros(0, dtype=np.int64)
    return column.cast(pl.Enum(labels)).to_physical().to_numpy().astype(np.int64)
