"""Relations that are plain gaps, solved by columns, come to what their claims come to in one network."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology.days import day_number
from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.projections.ledger.fold import Seen, fold
from tests.projections.ledger.test_fold_agrees import agree_on_occurrences
from tests.strategies.histories import History, Recorder, slice_queries

NAMES = tuple(f"occ-{letter}" for letter in "fbdace")
KINDS = ("raid", "raid", "deportation", "internment", "unrest")
SOURCES = {"s1": "2010-01-05", "s2": "2011-09-02", "s3": "2010-06-30"}
DATES = (
    None,
    None,
    "2009-12",
    "2009-12-19",
    "2009-12-20",
    "2009-12-18/2009-12-22",
    "2009",
    "/2009-12-21",
    "2010-01/..",
)


def recorder() -> Recorder:
    found = Recorder()
    for name, published in SOURCES.items():
        content = {"kind": "report", "title": name, "published": {"edtf": published, "basis": "stated"}}
        content |= {"read_on": "2026-11-20", "reliability": "B"}
        found.run({"do": "register_source", "source": name, "content": content})
    return found


def account(occurrence: str, kind: str, when: dict[str, Any], source: str = "s1", **more: Any) -> dict[str, Any]:
    content = {
        "citation": {"source": source, "page": more.get("page", "1")},
        "attribution": [{"manner": more.get("manner", "fact")}],
        "credibility": 2,
        "summary": "What was told of it.",
        "what": {"kind": kind},
    } | ({"when": when} if when else {})
    return {"do": "record_account", "occurrence": occurrence, "kind": kind, "account": content}


@st.composite
def relations(draw: st.DrawFn) -> dict[str, Any]:
    """One of those that are plain gaps, most often to another occurrence, which may not be on record."""
    anchor: dict[str, Any] = {"occurrence": draw(st.sampled_from((*NAMES, "occ-unheard-of")))}
    if not draw(st.integers(0, 5)):
        anchor = {"edtf": draw(st.sampled_from(("2009-12-20", "2009-12")))}
    days = draw(st.integers(-3, 3))
    plain: dict[str, Any] = draw(
        st.sampled_from(
            (
                *({"relation": word} for word in ("before", "after", "at_or_before", "at_or_after", "near")),
                *({"relation": word} for word in ("same_day", "shortly_after", "within")),
                {"relation": "offset", "min_days": days, "max_days": days + draw(st.integers(0, 2))},
                {"relation": "offset", "min_days": days},
            )
        )
    )
    ends = {"anchor_endpoint": draw(st.sampled_from(("start", "end", "some_day")))} if draw(st.booleans()) else {}
    return plain | {"anchor": anchor} | (ends if plain["relation"] != "within" else {})


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to a dozen accounts of a few occurrences, most with a relation to another one."""
    found = recorder()
    kind_of = {name: draw(st.sampled_from(KINDS)) for name in NAMES}
    for page in range(draw(st.integers(2, 12))):
        name = draw(st.sampled_from(NAMES))
        when: dict[str, Any] = {}
        if (edtf := draw(st.sampled_from(DATES))) is not None:
            when["edtf"] = edtf
        if draw(st.integers(0, 3)):
            when["relations"] = draw(st.lists(relations(), min_size=1, max_size=2))
        told = {"manner": draw(st.sampled_from(("fact", "fact", "reported", "denied"))), "page": str(page)}
        found.run(account(name, kind_of[name], when, draw(st.sampled_from(list(SOURCES))), **told))
        if not draw(st.integers(0, 7)):
            standing = [(each, version) for each in NAMES for version in found.standing(each)]
            occurrence, version = draw(st.sampled_from(standing)) if standing else (name, "none")
            retracted = {"disclosed": {"edtf": "2011-10-01", "citation": {"source": "s2", "page": "1"}}}
            found.run({"do": "retract_account", "occurrence": occurrence, "version": version, **retracted})
    return found.history


def agree_on_components(found: Slice, seen: Seen) -> None:
    """Two occurrences have one number exactly where claims connect them."""
    network = seen.network()
    number = {row["occurrence"]: row["component"] for row in found.occurrences.iter_rows(named=True)}
    stands = [shown for shown in number if seen.members(shown)]
    for one, other in combinations(stands, 2):
        joined = network.component(one) is not None and network.component(one) is network.component(other)
        assert joined == (number[one] is not None and number[one] == number[other]), (one, other)


@given(histories(), st.data())
@settings(max_examples=150, deadline=None)
def test_any_slice_of_plain_relations_equals_the_fold(history: History, data: st.DataObject) -> None:
    ledger = Ledger(history.log())
    head = ledger.catch_up()
    for _ in range(2):
        query = SliceQuery.model_validate(data.draw(slice_queries(head=head)))
        position = head if query.at_position is None else query.at_position
        seen = Seen(fold(history.events[:position]), query)
        found = ledger.slice(query)
        agree_on_occurrences(found, seen)
        agree_on_components(found, seen)


def chain(length: int, *more: dict[str, Any]) -> Slice:
    """A raid of one known day, and so many others, each told to be two days after the one before."""
    found = recorder()
    found.run(account("occ-0", "raid", {"edtf": "2001-01-01"}))
    for number in range(1, length):
        relation = {"relation": "offset", "min_days": 2, "max_days": 2, "anchor": {"occurrence": f"occ-{number - 1}"}}
        found.run(account(f"occ-{number}", "raid", {"relations": [relation]}))
    for command in more:
        found.run(command)
    ledger = Ledger(found.history.log())
    ledger.catch_up()
    return ledger.slice()


@pytest.mark.parametrize("length", [2, 40, 400])
def test_a_chain_is_followed_to_its_end_without_a_network(length: int) -> None:
    found = chain(length)
    last = found.rows_of([f"occ-{length - 1}"])[f"occ-{length - 1}"]
    assert last["start_earliest"] == last["end_latest"] == day_number(2001, 1, 1) + 2 * (length - 1)
    assert found.core.solved == {}


def test_a_chain_that_contradicts_is_left_to_its_claims() -> None:
    found = chain(40, account("occ-39", "raid", {"edtf": "2001-01-02"}, page="2"))
    (network,) = found.contradictory_networks()
    (contradiction,) = network.contradictions
    assert len(contradiction.claims) == 41
    assert list(found.core.solved) == [0]


def test_a_circle_without_any_day_is_left_to_its_claims() -> None:
    made = recorder()
    for one, other in (("occ-a", "occ-b"), ("occ-b", "occ-a")):
        relation = {"relation": "after", "anchor": {"occurrence": other}, "anchor_endpoint": "end"}
        made.run(account(one, "internment", {"relations": [relation]}))
    ledger = Ledger(made.history.log())
    ledger.catch_up()
    assert len(list(ledger.slice().contradictory_networks())) == 1


@pytest.mark.parametrize("dated", ["2009", "2009-XX-06"])
def test_what_was_struck_ties_together_what_stands_as_one_day(dated: str) -> None:
    """It had said that it lasted; columns solve the first, claims the second, where days are masked."""
    made = recorder()
    made.run(account("occ-x", "internment", {"edtf": "2009-11-18/2009-12-22"}))
    (version,) = made.standing("occ-x")
    disclosed = {"edtf": "2011-10-01", "citation": {"source": "s2", "page": "1"}}
    made.run({"do": "retract_account", "occurrence": "occ-x", "version": version, "disclosed": disclosed})
    for name, days, date in (("occ-a", 2, dated), ("occ-b", -3, "2009-12-01")):
        relation = {"relation": "offset", "min_days": days, "max_days": days, "anchor": {"occurrence": "occ-x"}}
        made.run(account(name, "raid", {"relations": [relation], "edtf": date}))
    ledger = Ledger(made.history.log())
    ledger.catch_up()
    query = SliceQuery()
    seen, found = Seen(fold(made.history.events), query), ledger.slice(query)
    agree_on_occurrences(found, seen)
    agree_on_components(found, seen)
    assert found.rows_of(["occ-a"])["occ-a"]["start_earliest"] == day_number(2009, 12, 6)
    assert bool(found.core.solved) == ("X" in dated)
