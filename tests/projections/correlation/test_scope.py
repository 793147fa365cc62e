"""Scopes: the same case, country, or pair of countries with roles."""

import numpy as np
import pytest

from domain.errors import Invalid
from domain.places import COUNTRY_ROLES
from domain.rules import RolePair, SameCase, SameCountry, SameCountryPair
from projections.correlation.scope import NO_ROLE, Bounds, Members, Scoped, scoped, scoped_table

COUNTRIES = ("CN", "KH", "US")
RAID, DEPORTATION, PLEDGE, PROTEST = range(4)
PARTS = (
    (RAID, "KH", "where"),
    (DEPORTATION, "KH", "acting"),
    (DEPORTATION, "CN", "addressed"),
    (DEPORTATION, "CN", "affected"),
    (PLEDGE, "CN", "acting"),
    (PLEDGE, "KH", "affected"),
    (PROTEST, "US", "acting"),
    (PROTEST, "KH", "addressed"),
)
MEMBERS = Members(
    np.array([number for number, _, _ in PARTS]),
    np.array([COUNTRIES.index(code) for _, code, _ in PARTS]),
    np.array([COUNTRY_ROLES.index(role) for _, _, role in PARTS]),
    COUNTRIES,
)
BOUNDS = Bounds(np.array([0, 0, 2, 9]), np.array([0, 1, 2, 9]))


def only(*numbers: int) -> np.ndarray:
    return np.isin(np.arange(4), numbers)


def rows(found: Scoped) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    x, y = (
        [(found.pair_labels[p], n) for p, n in zip(s.pair.tolist(), s.occurrence.tolist(), strict=True)]
        for s in (found.x, found.y)
    )
    return x, y


def test_one_country_takes_part_in_both() -> None:
    found = scoped(SameCountry(), MEMBERS, BOUNDS, only(DEPORTATION), only(PLEDGE, PROTEST))
    assert rows(found) == (
        [("CN", DEPORTATION), ("KH", DEPORTATION)],
        [("CN", PLEDGE), ("KH", PLEDGE), ("KH", PROTEST), ("US", PROTEST)],
    )
    assert found.x.latest.tolist() == [1, 1]


def test_roles_narrow_each_side() -> None:
    scope = SameCountry(x_roles=("where", "acting"), y_roles=("affected",))
    found = scoped(scope, MEMBERS, BOUNDS, only(RAID, DEPORTATION), only(PLEDGE))
    assert rows(found) == ([("KH", RAID), ("KH", DEPORTATION)], [("KH", PLEDGE)])


def test_two_countries_without_roles_are_one_pair() -> None:
    found = scoped(SameCountryPair(), MEMBERS, BOUNDS, only(RAID, DEPORTATION), only(PLEDGE, PROTEST))
    assert rows(found) == ([("CN+KH", DEPORTATION)], [("CN+KH", PLEDGE), ("KH+US", PROTEST)])


def test_roles_order_the_pair_from_the_one_who_acts_in_x() -> None:
    scope = SameCountryPair(
        x_roles=RolePair(first="acting", second="addressed"), y_roles=RolePair(first="affected", second="acting")
    )
    found = scoped(scope, MEMBERS, BOUNDS, only(DEPORTATION, PROTEST), only(PLEDGE))
    assert rows(found) == ([("KH>CN", DEPORTATION), ("US>KH", PROTEST)], [("KH>CN", PLEDGE)])


def test_cases_have_no_roles() -> None:
    cases = Members(np.array([0, 1, 2]), np.array([0, 0, 1]), np.full(3, NO_ROLE), ("a", "b"))
    assert rows(scoped(SameCase(), cases, BOUNDS, only(RAID), only(DEPORTATION, PLEDGE))) == (
        [("a", RAID)],
        [("a", DEPORTATION), ("b", PLEDGE)],
    )


def test_one_kind_on_both_sides_is_one_series() -> None:
    found = scoped(SameCountry(), MEMBERS, BOUNDS, only(RAID), only(RAID))
    assert found.x is found.y


def test_the_matrix_takes_every_kind_and_no_roles() -> None:
    kind = np.array([2, 0, 1, -1])
    table, labels = scoped_table(SameCountry(), MEMBERS, BOUNDS, kind, ("deportation", "loan_pledge", "raid"))
    assert labels == ("CN", "KH")
    assert table.kind.tolist() == [0, 0, 1, 1, 2]
    assert table.rows.occurrence.tolist() == [DEPORTATION, DEPORTATION, PLEDGE, PLEDGE, RAID]
    with pytest.raises(Invalid, match="roles need an X and a Y"):
        scoped_table(SameCountry(x_roles=("where",)), MEMBERS, BOUNDS, kind, ("a", "b", "c"))
