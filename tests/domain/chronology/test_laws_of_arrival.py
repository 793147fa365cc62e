"""Laws 1 to 5: neither the order of arrival nor repetition changes anything; more claims never know less."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology.network import Network
from tests.domain.chronology.solving import content, is_within
from tests.strategies.time_claims import ClaimSet, claim_sets

CLAIM_SETS = claim_sets()


@settings(max_examples=40)
@given(CLAIM_SETS, st.data())
def test_law_01_any_order_of_arrival_gives_the_same_content(drawn: ClaimSet, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(drawn.claims))

    first = content(Network(drawn.claims, lasting=drawn.lasting), drawn.owners)
    second = content(Network(shuffled, lasting=drawn.lasting), drawn.owners)

    assert first == second


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_02_the_same_claim_twice_counts_once(drawn: ClaimSet) -> None:
    once = Network(drawn.claims, lasting=drawn.lasting)
    twice = Network((*drawn.claims, *drawn.claims), lasting=drawn.lasting)
    for claim in drawn.claims:
        twice.add(claim)

    assert content(twice, drawn.owners) == content(once, drawn.owners)


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_03_growing_equals_rebuilding_after_every_prefix(drawn: ClaimSet) -> None:
    grown = Network(lasting=drawn.lasting)
    for length, claim in enumerate(drawn.claims, start=1):
        grown.add(claim)

        rebuilt = Network(drawn.claims[:length], lasting=drawn.lasting)
        assert content(grown, drawn.owners) == content(rebuilt, drawn.owners)


@settings(max_examples=40)
@given(CLAIM_SETS, st.data())
def test_law_03_growing_equals_rebuilding_after_a_retraction(drawn: ClaimSet, data: st.DataObject) -> None:
    retracted = data.draw(st.sampled_from(drawn.claims))
    grown = Network(drawn.claims, lasting=drawn.lasting)

    for owner in drawn.owners:
        grown.remove(retracted.id, owner)

    rest = [claim for claim in drawn.claims if claim is not retracted]
    assert content(grown, drawn.owners) == content(Network(rest, lasting=drawn.lasting), drawn.owners)


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_03_components_out_of_a_cache_say_the_same_and_stay_as_they_were(drawn: ClaimSet) -> None:
    cache: dict = {}  # type: ignore[type-arg]
    earlier = Network(drawn.claims[:-1], lasting=drawn.lasting, cache=cache)
    before = content(earlier, drawn.owners)

    later = Network(drawn.claims[:-1], lasting=drawn.lasting, cache=cache)
    later.add(drawn.claims[-1])

    assert content(later, drawn.owners) == content(Network(drawn.claims, lasting=drawn.lasting), drawn.owners)
    assert content(earlier, drawn.owners) == before


@settings(max_examples=40)
@given(CLAIM_SETS)
def test_law_04_a_claim_that_leaves_all_consistent_never_widens_a_bound(drawn: ClaimSet) -> None:
    fewer = Network(drawn.claims[:-1], lasting=drawn.lasting)
    more = Network(drawn.claims, lasting=drawn.lasting)
    if fewer.contradictions or more.contradictions:
        return

    for owner in drawn.owners:
        assert is_within(more.bounds(owner), fewer.bounds(owner))
    now = content(more, drawn.owners)["allen"]
    for pair, relations in content(fewer, drawn.owners)["allen"].items():
        for relation, modality in relations.items():
            assert modality == "possible" or now[pair][relation] == modality


@settings(max_examples=40)
@given(CLAIM_SETS, st.data())
def test_law_05_a_retraction_from_what_is_consistent_never_narrows_a_bound(
    drawn: ClaimSet, data: st.DataObject
) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)
    if network.contradictions:
        return
    before = {owner: network.bounds(owner) for owner in drawn.owners}
    retracted = data.draw(st.sampled_from(drawn.claims))

    for owner in drawn.owners:
        network.remove(retracted.id, owner)

    for owner in drawn.owners:
        assert is_within(before[owner], network.bounds(owner))
