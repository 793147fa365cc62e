"""Units are the sets that joining in any portions makes, tied where anything in them is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.ledger_units import Units

COUNT = 5
PAIRS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), min_size=1, max_size=3)


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
            units.settle_saved({})
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


def test_a_judgement_that_joins_what_is_tied_leaves_it_tied() -> None:
    units = Units()
    units.grow(3)
    units.join(1, 1)
    units.join(0, 1, tied=False)
    assert units.tied[units.labels].tolist() == [True, True, False]
