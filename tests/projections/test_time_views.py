"""Why a date is what it is, how two occurrences lie in time, and contradictions in words."""

from __future__ import annotations

from typing import Any

from projections.contradictions import ContradictionTable
from projections.dossier_shapes import Dossier
from projections.ledger import Ledger
from projections.relation import RelationView
from projections.when import WhenView
from tests.projections.december import account, ask, ledger, slice_of, telling

BEFORE_THE_PLEDGE = {
    "relation": "offset",
    "min_days": -2,
    "max_days": -2,
    "anchor": {"occurrence": "pledge"},
    "stated": "two days before",
}


def flight(edtf: str | None = None) -> dict[str, Any]:
    when: dict[str, Any] = {"relations": [BEFORE_THE_PLEDGE]} | ({"edtf": edtf} if edtf else {})
    return account("flight", "flight", telling("late", 900, {"kind": "flight"}, when=when))


def when(made: Ledger, occurrence: str) -> WhenView:
    view = ask(slice_of(made), "when", id=occurrence)
    assert isinstance(view, WhenView)
    return view


def contradictions(made: Ledger, **asked: Any) -> ContradictionTable:
    view = ask(slice_of(made), "contradictions", **asked)
    assert isinstance(view, ContradictionTable)
    return view


def test_a_derived_date_tells_the_chain_of_claims_that_gives_it() -> None:
    view = when(ledger(flight()), "flight")
    assert (view.when.earliest, view.when.latest, view.when.basis) == ("2009-12-19", "2009-12-19", "derived")
    for bound in view.bounds:
        assert bound.day == "2009-12-19"
        said = [claim.says for step in bound.chain for claim in step.claims]
        assert said[0] == "“Pledge of about USD 1,000,000,000” is dated 2009-12-21"
        assert said[-1] == "“Flight” was two days before “Pledge of about USD 1,000,000,000”"
        assert bound.chain[-1].day == "2009-12-19"
    assert view.contradictions == ()


def test_a_date_that_is_stated_rests_on_its_own_account() -> None:
    view = when(ledger(), "raid")
    assert view.when.basis == "stated"
    (step,) = view.bounds[0].chain
    assert [claim.says for claim in step.claims] == ["“Raid on a safe house” is dated 2009-12-18"]
    assert step.claims[0].source == "early"


def test_an_unbounded_side_has_no_chain() -> None:
    bounds = {each.bound: each for each in when(ledger(), "threat").bounds}
    assert bounds["start_earliest"].day is None
    assert bounds["start_earliest"].chain == ()
    assert bounds["start_latest"].day == "2011-09-05"
    assert "could not be reported" in bounds["start_latest"].chain[0].claims[0].says


def test_claims_that_cannot_all_hold_are_told_in_words_and_as_data() -> None:
    made = ledger(flight("2009-12-01"))
    (row,) = contradictions(made).rows
    assert row.sentence.startswith("these three ")
    assert row.sentence.endswith("drop any one and the rest fit")
    assert "was two days before" in row.sentence
    assert row.occurrences == ("flight", "pledge")
    assert len(row.claims) == 3
    assert when(made, "flight").contradictions == (row,)
    assert when(made, "raid").contradictions == ()
    dossier = ask(slice_of(made), "dossier", id="pledge-again")
    assert isinstance(dossier, Dossier)
    assert dossier.contradictions == (row,)


def test_contradictions_can_be_asked_for_by_country_and_case() -> None:
    made = ledger(flight("2009-12-01"))
    assert contradictions(made, country=["KH"]).total == 1
    assert contradictions(made, country=["FR"]).total == 0
    assert contradictions(ledger(flight())).rows == ()


def test_what_was_not_known_yet_contradicts_nothing() -> None:
    made = ledger(flight("2009-12-01"))
    view = ask(slice_of(made, known_on="2010-06-01"), "contradictions")
    assert isinstance(view, ContradictionTable)
    assert view.total == 0


def test_how_two_occurrences_lie_in_time() -> None:
    view = ask(slice_of(ledger(flight())), "relation", a="flight", b="pledge-again")
    assert isinstance(view, RelationView)
    assert (view.a, view.b) == ("flight", "pledge")
    assert view.certain == ("before",)
    assert len(view.certain) + len(view.possible) + len(view.impossible) == 13
    start_to_start = view.gaps[0]
    assert (start_to_start.min_days, start_to_start.max_days) == (2, 2)
    assert any("two days before" in claim.says for claim in start_to_start.claims_for_min)
