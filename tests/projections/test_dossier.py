"""The dossier: accounts side by side, fields compared, ties, what was struck; and the history behind it."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import NotFound
from projections.dossier_shapes import Dossier, ShownField
from projections.history import History
from projections.slice import Slice
from tests.projections.december import DEC2009, ask, ledger, slice_of, telling

LEDGER = ledger()


def dossier(occurrence: str, slice: Slice | None = None, **asked: Any) -> Dossier:
    view = ask(slice or slice_of(LEDGER), "dossier", id=occurrence, **asked)
    assert isinstance(view, Dossier)
    return view


def field(view: Dossier, path: str) -> ShownField:
    return next(each for each in view.fields if each.field == path)


def test_accounts_stand_side_by_side_in_the_order_of_publication() -> None:
    view = dossier("pledge")
    assert [each.source.id for each in view.accounts] == ["early", "late"]
    assert [each.recorded_as for each in view.accounts] == ["pledge", "pledge-again"]
    assert view.recorded_as == ("pledge", "pledge-again")
    assert [each.citation.ranges[0]["start"] for each in view.accounts] == [100, 100]


def test_an_occurrence_is_found_by_any_id_that_it_is_recorded_as() -> None:
    assert dossier("pledge-again").entry.id == "pledge"
    with pytest.raises(NotFound, match="no occurrence"):
        dossier("nothing")
    with pytest.raises(NotFound, match="day and position"):
        dossier("denial", slice_of(LEDGER, known_on="2010-06-01"))


def test_fields_are_compared_and_every_reading_says_what_it_picks() -> None:
    amount = field(dossier("pledge"), "of.amount")
    assert (amount.verdict, amount.note) == ("incompatible", "approximate against exact")
    texts = [each.text for each in amount.values]
    picked = {reading: None if place is None else texts[place] for reading, place in amount.readings.items()}
    assert picked == {
        "best_graded": "about USD 1,000,000,000",
        "majority": None,
        "latest": "about USD 1,000,000,000",
        "first_published": "USD 1,200,000,000",
    }
    assert {version for each in amount.values for version in each.accounts} == {
        each.version for each in dossier("pledge").accounts
    }
    assert field(dossier("deportation"), "when.edtf").verdict == "compatible"


def test_the_chain_says_on_whose_word_an_account_rests() -> None:
    (account,) = dossier("threat").accounts
    assert [(each.name, each.manner) for each in account.chain] == [
        ("the document itself", "reported"),
        ("China", "alleged"),
    ]
    assert account.manner == "alleged"


def test_a_private_person_stands_by_role_and_mark_only() -> None:
    view = dossier("deportation")
    written = view.model_dump_json()
    assert "Vong" not in written
    assert any(part.name == "a private person" for account in view.accounts for part in account.parties)
    assert "Police took a private person and others." in written


def test_ties_are_seen_from_both_sides() -> None:
    (link,) = dossier("pledge").links
    assert (link.kind, link.direction, link.occurrence) == ("responds_to", "to", "deportation")
    assert link.headline == "Deportation of 20 persons"
    assert link.note == "Three days after, to a private person."
    (back,) = dossier("deportation").links
    assert (back.direction, back.occurrence) == ("from", "pledge")


def test_judgements_of_sameness_give_their_reasons() -> None:
    (judged,) = dossier("pledge").identifications
    assert (judged.one, judged.other) == ("pledge", "pledge-again")
    assert judged.reason == "One visit, one sum in two roundings."


def test_a_struck_account_tells_how_it_ended_and_what_replaced_it() -> None:
    (old,) = dossier("raid").accounts
    corrected = telling("early", 0, {"kind": "raid", "target": "a flat"}, when={"edtf": "2009-12-17"})
    disclosed = {"edtf": "2010-02", "stated": "in a later edition"}
    made = ledger(
        {
            "do": "correct_account",
            "occurrence": "raid",
            "version": old.version,
            "account": corrected,
            "disclosed": disclosed,
        }
    )
    new, struck = dossier("raid", slice_of(made)).accounts
    assert new.stands
    assert struck.version == old.version
    assert not struck.stands
    assert struck.ending is not None
    assert struck.ending.model_dump() == {
        "kind": "correction",
        "disclosed": "2010-02",
        "stated": "in a later edition",
        "earliest": "2010-02-01",
        "latest": "2010-02-28",
        "replaced_by": new.version,
    }


def test_the_history_is_the_log_of_all_that_was_judged_to_be_the_same() -> None:
    view = ask(slice_of(LEDGER), "history", id="pledge")
    assert isinstance(view, History)
    assert [each.type for each in view.events] == [
        "OccurrenceRecorded",
        "OccurrenceRecorded",
        "OccurrenceIdentified",
        "OccurrenceLinked",
        "OccurrenceFiled",
    ]
    assert [each.position for each in view.events] == sorted(each.position for each in view.events)
    assert all(each.recorded_by == "tester" for each in view.events)
    assert "One visit, one sum in two roundings." in view.events[2].sentence
    assert view.events[0].data["account"]["summary"] == "What early tells at 100."
    assert view.events[-1].stream == f"case:{DEC2009}"


def test_the_history_ends_at_the_position_asked_for() -> None:
    whole = ask(slice_of(LEDGER), "history", id="pledge")
    assert isinstance(whole, History)
    second = whole.events[1].position
    early = ask(slice_of(LEDGER, at_position=second), "history", id="pledge")
    assert isinstance(early, History)
    assert [each.position for each in early.events] == [whole.events[0].position]
