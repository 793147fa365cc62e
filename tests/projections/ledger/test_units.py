"""Units are the sets that joining in any portions makes, tied where anything in them is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.ledger_units import Units, least_of_each

COUNT = 9
PAIRS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), min_size=1, max_size=5)


@settings(max_examples=600)
@given(st.lists(st.tuples(PAIRS, st.booleans()), max_size=8), st.integers(0, 8))
def test_joined_in_portions_and_taken_back_in_between(
    portions: list[tuple[list[tuple[int, int]], bool]], at: int
) -> None:
    units = Units()
    units.grow(COUNT)
    together = {number: {number} for number in range(COUNT)}
    joined: set[int] = set()
    tied: set[int] = set()
    for turn, (pairs, with_ties) in enumerate(portions):
        if turn == at:
            saved, units = units, Units()
            for column, kept in zip(units.columns, saved.columns, strict=True):
                column.refill(kept.values.copy(), len(kept))
        units.join_all(pairs, tied=with_ties)
        for one, other in pairs:
            both = together[one] | together[other]
            together |= dict.fromkeys(both, both)
            joined |= {one, other}
            tied |= {one} if with_ties else set()
    labels = units.labels.tolist()
    for number in range(COUNT):
        assert bool(labels[number]) == (number in joined)
        assert (
            number not in joined
            or {each for each in range(COUNT) if labels[each] == labels[number]} == together[number]
        )
        assert bool(units.tied[labels[number]]) == bool(together[number] & tied)


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6), st.integers(1, 6))
def test_what_sources_share_is_one_unit_in_whatever_portions_it_comes(sources: list[int], portion: int) -> None:
    units = Units()
    units.grow(len(sources))
    for first in range(0, len(sources), portion):
        told = range(first, min(first + portion, len(sources)))
        units.share_sources(np.array(sources[first : first + portion]), np.array(told))
    labels = units.labels.tolist()
    assert 0 not in labels
    for one, first in zip(sources, labels, strict=True):
        assert [label == first for label in labels] == [source == one for source in sources]


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40))
def test_the_least_of_each_is_that_of_all_it_hangs_together_with(pairs: list[tuple[int, int]]) -> None:
    together = {number: {number} for number in range(30)}
    for one, other in pairs:
        both = together[one] | together[other]
        together |= dict.fromkeys(both, both)
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    assert least_of_each(ends[:, 0], ends[:, 1], 30).tolist() == [min(together[number]) for number in range(30)]


def test_a_judgement_that_joins_what_is_tied_leaves_it_tied() -> None:
    units = Units()
    units.grow(3)
    units.join_all([(1, 1)])
    units.join_all([(0, 1)], tied=False)
    assert units.tied[units.labels].tolist() == [True, True, False]
