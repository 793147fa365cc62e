"""Laws 6 to 9 and 11: what is true is never excluded, what is certain is found, what contradicts is named exactly."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology import allen
from domain.chronology.bounds import format_day
from domain.chronology.compile_claims import StatedTime, lasting_occurrences
from domain.chronology.conflicts import is_consistent
from domain.chronology.constraints import Claim, Constraint, Gap, NotBefore, OnDays, Point
from domain.chronology.day_sets import Weekly
from domain.chronology.days import day_number
from domain.chronology.edtf import parse
from domain.chronology.network import Network
from tests.domain.chronology.solving import compiled, in_force, network_of
from tests.strategies.time_accounts import all_histories, relations, true_accounts
from tests.strategies.time_claims import (
    ClaimSet,
    Planted,
    Solution,
    claim_sets,
    claims_hold,
    planted_contradictions,
    solutions,
    true_claims,
)
from tests.strategies.time_histories import NEW_YEAR, History, histories, relation_holds


def relation_of(one: tuple[int, int], other: tuple[int, int]) -> allen.AllenRelation:
    """The one relation that holds between two spans of days, by the definitions."""
    days = (*one, *other)
    found = [
        relation
        for relation, limits in allen.DEFINITIONS.items()
        if all(days[later] - days[earlier] <= most for earlier, later, most in limits)
    ]
    assert len(found) == 1
    return found[0]


@given(st.data())
def test_law_06_a_true_history_lies_within_the_bounds_and_is_never_called_inconsistent(data: st.DataObject) -> None:
    history = data.draw(histories(days=40))
    accounts = data.draw(true_accounts(history, max_accounts=8))

    network = network_of(accounts)

    assert network.contradictions == ()
    for occurrence, (start, end) in history.spans.items():
        bounds = network.bounds(occurrence)
        assert bounds.start_earliest is None or bounds.start_earliest <= start
        assert bounds.start_latest is None or start <= bounds.start_latest
        assert bounds.end_earliest is None or bounds.end_earliest <= end
        assert bounds.end_latest is None or end <= bounds.end_latest
    for one, other in itertools.permutations(history.spans, 2):
        assert network.allen(one, other)[relation_of(history.spans[one], history.spans[other])] != "impossible"
        difference = network.difference(Point(one, "start"), Point(other, "end"))
        gap = history.spans[other][1] - history.spans[one][0]
        assert difference.min_days is None or difference.min_days <= gap
        assert difference.max_days is None or gap <= difference.max_days


@settings(max_examples=200)
@given(true_claims())
def test_law_06_a_true_history_over_many_years_is_never_called_inconsistent(
    drawn: tuple[tuple[Claim, ...], Solution],
) -> None:
    claims, days = drawn
    assert claims_hold(claims, days)

    network = Network(claims)

    assert network.contradictions == ()
    for point, day in days.items():
        bounds = network.bounds(point.owner)
        assert bounds.start_earliest is None or bounds.start_earliest <= day
        assert bounds.end_latest is None or day <= bounds.end_latest
    for one, other in itertools.permutations(days, 2):
        assert not network.entailed_before(one.owner, other.owner) or days[one] < days[other]


def test_days_are_sought_as_far_as_weekdays_and_months_may_put_them() -> None:
    def of(*constraints: Constraint) -> tuple[Claim, ...]:
        return tuple(Claim(f"claim {index}", (each,)) for index, each in enumerate(constraints))

    x, y = Point("x", "start"), Point("y", "start")
    wednesday = OnDays(x, Weekly(2))
    apart = of(wednesday, Gap(x, y, 300), Gap(y, x, -300))
    assert Network(apart).contradictions == ()
    # The last of February is a Wednesday in a leap year only every 28 years.
    leap = parse("XXXX-02-29").start_days
    assert leap is not None
    both = of(wednesday, OnDays(y, leap), Gap(x, y, 0), Gap(y, x, 0), NotBefore(x, day_number(2013, 1, 1)))
    network = Network(both)
    assert network.contradictions == ()
    assert network.bounds("x").start_earliest == day_number(2040, 2, 29)
    never = of(wednesday, OnDays(y, Weekly(3)), Gap(x, y, 2), Gap(y, x, -2))
    assert [len(each.ids) for each in Network(never).contradictions] == [4]


@settings(max_examples=400)
@given(st.data())
def test_a_relation_allows_exactly_the_histories_in_which_it_holds(data: st.DataObject) -> None:
    history = data.draw(histories(days=data.draw(st.sampled_from((6, 60))), max_occurrences=2))
    relation = data.draw(relations(history))
    told = StatedTime(
        "a", "occurrence-0", "source", "fact", published=format_day(history.published["source"]), lasts=True
    )
    pinned = [
        told._replace(account=f"date of {name}", occurrence=name, edtf=exactly(span))
        for name, span in history.spans.items()
    ]
    stating = told._replace(relations=(relation,))

    network = network_of([*pinned, stating])

    assert (network.contradictions == ()) == relation_holds(relation, "occurrence-0", "source", history)


def exactly(span: tuple[int, int]) -> str:
    """An interval that fixes both ends."""
    return "/".join(format_day(day) for day in span)


@settings(max_examples=60)
@given(st.data())
def test_law_07_what_exhaustive_search_finds_certain_of_accounts_is_found_certain(data: st.DataObject) -> None:
    history = data.draw(histories(days=5, max_occurrences=3))
    box = NEW_YEAR - 3, NEW_YEAR + 1
    accounts = data.draw(true_accounts(history, max_accounts=4, within=box))

    network = network_of(accounts)

    owners, lasting = sorted(history.spans), lasting_occurrences(accounts)
    possible = list(all_histories(accounts, owners, lasting, *box, history.published["source"]))
    assert network.contradictions == ()
    for owner in owners:
        starts, ends = zip(*(each.spans[owner] for each in possible), strict=True)
        assert network.bounds(owner) == (min(starts), max(starts), min(ends), max(ends))
    for one, other in itertools.permutations(owners, 2):
        found = frozenset(relation_of(each.spans[one], each.spans[other]) for each in possible)
        assert network.allen(one, other) == allen.modalities(found)
        assert network.entailed_before(one, other) == (found == {"before"})


@settings(max_examples=60)
@given(claim_sets(boxed=True))
def test_law_07_each_bound_is_attained_and_each_difference_is_sound(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)
    claims = in_force(network, drawn.claims)
    if len([claim for claim in claims if claim.id.startswith("box")]) < len(drawn.owners):
        return

    possible = list(solutions(claims, drawn.owners, drawn.lasting))

    points = [Point(owner, endpoint) for owner in drawn.owners for endpoint in ("start", "end")]
    for start, end in zip(points[::2], points[1::2], strict=True):
        starts, ends = [days[start] for days in possible], [days[end] for days in possible]
        assert network.bounds(start.owner) == (min(starts), max(starts), min(ends), max(ends))
    plain = all(component.graph.is_convex for component in network.components)
    for one, other in itertools.permutations(points, 2):
        gaps = [days[other] - days[one] for days in possible]
        found = network.difference(one, other)
        assert found.min_days is not None
        assert found.max_days is not None
        assert found.min_days <= min(gaps) <= max(gaps) <= found.max_days
        assert not plain or (found.min_days, found.max_days) == (min(gaps), max(gaps))


@given(claim_sets(boxed=True))
def test_law_08_the_earliest_days_and_the_latest_days_satisfy_every_claim_in_force(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)
    claims = in_force(network, drawn.claims)
    bounds = {owner: network.bounds(owner) for owner in drawn.owners}

    spoken_of = {point.owner for claim in claims for point in claim.points()}
    for earliest, latest in ((0, 2), (1, 3)):
        days = {}
        for owner in spoken_of:
            start, end = bounds[owner][earliest], bounds[owner][latest]
            if start is None or end is None:
                return
            days[Point(owner, "start")], days[Point(owner, "end")] = start, end
            assert start <= end
        assert claims_hold(claims, days)


@given(claim_sets(max_owners=4, max_claims=8))
def test_law_09_certain_before_is_a_strict_order_and_relations_come_with_their_converse(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)

    before = {pair for pair in itertools.product(drawn.owners, repeat=2) if network.entailed_before(*pair)}
    assert not any((owner, owner) in before for owner in drawn.owners)
    assert all((one, last) in before for one, two in before for three, last in before if two == three)
    for one, other in itertools.permutations(drawn.owners, 2):
        relations, converse = network.allen(one, other), network.allen(other, one)
        assert list(relations.values()).count("certain") <= 1
        assert (relations["before"] == "certain") == ((one, other) in before)
        for relation, modality in relations.items():
            assert converse[allen.CONVERSES[relation]] == modality


@given(claim_sets(max_claims=9))
def test_law_11_a_conflict_contradicts_alone_and_no_claim_of_it_is_needless(drawn: ClaimSet) -> None:
    network = Network(drawn.claims, lasting=drawn.lasting)

    named = [claim.id for each in network.contradictions for claim in each.claims]
    assert len(named) == len(set(named))
    assert is_consistent(in_force(network, drawn.claims), drawn.lasting)
    for conflict in network.contradictions:
        assert not is_consistent(conflict.claims, drawn.lasting)
        for claim in conflict.claims:
            assert is_consistent([each for each in conflict.claims if each is not claim], drawn.lasting)


@given(planted_contradictions())
def test_law_11_a_planted_contradiction_is_found_whole_and_alone(planted: Planted) -> None:
    network = Network(planted.claims)

    assert [frozenset(each.ids) for each in network.contradictions] == [planted.planted]


@given(st.data())
def test_law_11_one_false_account_beside_true_ones_is_part_of_every_contradiction(data: st.DataObject) -> None:
    history = data.draw(histories(days=20))
    accounts = data.draw(true_accounts(history, max_accounts=5))
    shifted = History({each: (start + 90, end + 90) for each, (start, end) in history.spans.items()}, history.published)
    false = data.draw(true_accounts(shifted, max_accounts=1))[-1]._replace(account="false", published=None)

    network = network_of([*accounts, false])

    true_claims = {claim.id for claim in compiled(accounts)}
    for conflict in network.contradictions:
        assert not true_claims.issuperset(conflict.ids)
