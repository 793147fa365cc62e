"""A growing map is a value like a dictionary that is copied at each change, only without the copies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.growing import Growing

CHANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.one_of(st.none(), st.integers())), max_size=40)


@given(CHANGES)
def test_every_version_stays_what_it_was_whichever_is_changed(changes: list[tuple[int, int, int | None]]) -> None:
    versions: list[tuple[Growing[int, int], dict[int, int]]] = [(Growing(), {})]
    for older, key, value in changes:
        growing, plain = versions[-1 - older % len(versions)]
        if value is None:
            versions.append((growing.drop(key), {each: kept for each, kept in plain.items() if each != key}))
        else:
            versions.append((growing.put(key, value), {**plain, key: value}))
    for growing, plain in versions:
        assert dict(growing) == plain
        assert growing == plain
        assert len(growing) == len(plain)
        assert all((key in growing) == (key in plain) for key in range(6))


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="absent"):
        Growing([("there", 1)])["absent"]


def test_growing_the_newest_version_copies_nothing() -> None:
    first = Growing([("a", 1)])
    second = first.put("b", 2)
    assert second._shared is first._shared
    assert first.put("c", 3)._shared is not first._shared


def test_maps_that_begin_from_one_empty_map_do_not_look_through_each_other() -> None:
    # given an empty map from which one has begun that has grown large
    empty: Growing[str, int] = Growing()
    large = empty.put("a", 1).put("b", 2)
    # when another begins from it
    another = empty.put("c", 3)
    # then neither left anything in the empty one, which whoever comes next would have to go through
    assert empty._shared.history == {}
    assert (dict(large), dict(another)) == ({"a": 1, "b": 2}, {"c": 3})
