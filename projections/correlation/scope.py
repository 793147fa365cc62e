"""From a scope to rows: which case, country or pair of countries each occurrence is counted in.

An occurrence with three countries stands in three countries and, without roles, in three pairs. Codes of pairs are
numbered in the order of their labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.errors import Invalid
from domain.places import COUNTRY_ROLES, CountryRole
from domain.rules import RolePair, SameCase, SameCountry, SameCountryPair
from projections.correlation.counting import expanded
from projections.correlation.series import Bools, Ints, Series
from projections.correlation.table import OccurrenceTable

NO_ROLE = -1
PAIR_SIGN = "+"
ORDERED_SIGN = ">"


@dataclass(frozen=True, slots=True)
class Members:
    """Who or what occurrences belong to: one row an occurrence and country (with role) or case (without).

    `role` is an index into `COUNTRY_ROLES`, or `NO_ROLE`; labels are sorted.
    """

    occurrence: Ints
    group: Ints
    role: Ints
    labels: Sequence[str]

    def with_role(self, role: CountryRole) -> Members:
        """The rows in which the country has this role."""
        return self.rows(self.role == COUNTRY_ROLES.index(role))

    def rows(self, chosen: Bools) -> Members:
        """Some of the rows."""
        return Members(self.occurrence[chosen], self.group[chosen], self.role[chosen], self.labels)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of every occurrence, by its number."""

    earliest: Ints
    latest: Ints


@dataclass(frozen=True, slots=True)
class Scoped:
    """X and Y as rows within a scope, and the labels of the pairs."""

    x: Series
    y: Series
    pair_labels: tuple[str, ...]


def scoped(
    scope: SameCase | SameCountry | SameCountryPair, members: Members, bounds: Bounds, x_chosen: Bools, y_chosen: Bools
) -> Scoped:
    """The rows of X and of Y; `x_chosen[n]` says whether occurrence n is an X. `members` are countries, or cases."""
    x_key, x_occurrence = _keys(scope, members.rows(x_chosen[members.occurrence]), x_side=True)
    y_key, y_occurrence = _keys(scope, members.rows(y_chosen[members.occurrence]), x_side=False)
    keys = np.unique(np.concatenate([x_key, y_key]))
    x = _series(np.searchsorted(keys, x_key), x_occurrence, bounds)
    one_kind = np.array_equal(x_key, y_key) and np.array_equal(x_occurrence, y_occurrence)
    y = x if one_kind else _series(np.searchsorted(keys, y_key), y_occurrence, bounds)
    return Scoped(x, y, _labels(scope, keys, members.labels))


def scoped_table(
    scope: SameCase | SameCountry | SameCountryPair,
    members: Members,
    bounds: Bounds,
    kind: Ints,
    kind_labels: Sequence[str],
) -> tuple[OccurrenceTable, tuple[str, ...]]:
    """Every occurrence of every kind within a scope, for the matrix; `kind[n]` is the code of occurrence n, or -1.

    Raises:
        Invalid: the scope names roles, which say who is X and who is Y; here every kind is both.
    """
    if not isinstance(scope, SameCase) and (scope.x_roles or scope.y_roles):
        raise Invalid("roles need an X and a Y", seen=scope.within, accepted="a scope without roles")
    key, occurrence = _keys(scope, members.rows(kind[members.occurrence] >= 0), x_side=True)
    keys = np.unique(key)
    rows = _series(np.searchsorted(keys, key), occurrence, bounds)
    return OccurrenceTable.of(kind[rows.occurrence], rows, kind_labels), _labels(scope, keys, members.labels)


def _keys(scope: SameCase | SameCountry | SameCountryPair, members: Members, *, x_side: bool) -> tuple[Ints, Ints]:
    """(key, occurrence) of every row, each once, in order; a key is a group, or first group * groups + second."""
    if isinstance(scope, SameCountryPair):
        key, occurrence = _pair_keys(scope.x_roles if x_side else scope.y_roles, members)
    else:
        named = () if isinstance(scope, SameCase) else scope.x_roles if x_side else scope.y_roles
        if named:
            members = members.rows(np.isin(members.role, [COUNTRY_ROLES.index(role) for role in named]))
        key, occurrence = members.group, members.occurrence
    each = np.unique(np.stack([key, occurrence], axis=1), axis=0)
    return each[:, 0], each[:, 1]


def _pair_keys(roles: RolePair | None, members: Members) -> tuple[Ints, Ints]:
    if roles is None:
        first, second, occurrence = _combined(members, members)
        chosen = first < second
    else:
        first, second, occurrence = _combined(members.with_role(roles.first), members.with_role(roles.second))
        chosen = first != second
    return (first * len(members.labels) + second)[chosen], occurrence[chosen]


def _combined(firsts: Members, seconds: Members) -> tuple[Ints, Ints, Ints]:
    """Every first with every second group of the same occurrence."""
    order = np.argsort(seconds.occurrence, kind="stable")
    numbers = seconds.occurrence[order]
    start = np.searchsorted(numbers, firsts.occurrence, "left")
    stop = np.searchsorted(numbers, firsts.occurrence, "right")
    which, place = expanded(start, stop)
    return firsts.group[which], seconds.group[order][place], firsts.occurrence[which]


def _series(pair: Ints, occurrence: Ints, bounds: Bounds) -> Series:
    return Series(pair, bounds.earliest[occurrence], bounds.latest[occurrence], occurrence)


def _labels(scope: SameCase | SameCountry | SameCountryPair, keys: Ints, labels: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(scope, SameCountryPair):
        return tuple(labels[key] for key in keys.tolist())
    sign = ORDERED_SIGN if scope.x_roles else PAIR_SIGN
    return tuple(f"{labels[key // len(labels)]}{sign}{labels[key % len(labels)]}" for key in keys.tolist())
