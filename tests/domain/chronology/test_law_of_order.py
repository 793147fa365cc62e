"""Law 10: the order shown is total, extends what is certain, and is the one that the rule defines."""

import itertools

from hypothesis import given, settings

from domain.chronology.network import Network
from domain.chronology.order import linear_order, mark, ordered, sort_key
from tests.strategies.time_claims import ClaimSet, claim_sets

CLAIM_SETS = claim_sets(max_owners=5, max_claims=9)


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_10_the_order_shown_is_total_and_extends_certain_before(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)

    shown = ordered(network, drawn.owners)

    assert sorted(shown) == sorted(drawn.owners)
    for one, other in itertools.combinations(shown, 2):
        assert not network.entailed_before(other, one)
    for one, other in itertools.pairwise(shown):
        assert (mark(network, one, other) == "certain") == network.entailed_before(one, other)


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_10_the_ready_entry_with_the_smallest_key_is_always_taken(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)

    left, expected = set(drawn.owners), []
    while left:
        ready = [each for each in left if not any(network.entailed_before(other, each) for other in left)]
        expected.append(min(ready, key=lambda each: sort_key(each, network.bounds(each))))
        left.remove(expected[-1])
    assert ordered(network, drawn.owners) == expected


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_10_the_order_does_not_depend_on_the_order_asked_in(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)

    assert ordered(network, reversed(drawn.owners)) == ordered(network, drawn.owners)


def test_an_entry_waits_for_the_one_that_must_come_first_and_no_longer() -> None:
    assert linear_order(["a", "b", "c", "d"], [("c", "a")]) == ["b", "c", "a", "d"]
    assert linear_order(["a", "b"], []) == ["a", "b"]
