"""The tables: countries, cases, sources, kinds, parties; and one source with what rests on it."""

from __future__ import annotations

import pytest

from domain.errors import NotFound
from domain.kinds import KINDS
from projections.cases import CaseTable
from projections.countries import CountryTable
from projections.kinds import KindTable
from projections.parties import PartyTable
from projections.party import PartyView
from projections.source_usage import SourceUsage
from projections.sources import SourceTable
from tests.projections.december import DEC2009, ask, ledger, slice_of

LEDGER = ledger()
WHOLE = slice_of(LEDGER)
EARLY = slice_of(LEDGER, known_on="2010-06-01")


def test_countries_count_each_occurrence_once() -> None:
    view = ask(WHOLE, "countries")
    assert isinstance(view, CountryTable)
    assert {row.code: (row.name, row.occurrences, row.roles) for row in view.rows} == {
        "CN": ("China", 3, {"acting": 1, "addressed": 2}),
        "KH": ("Cambodia", 4, {"where": 4}),
    }


def test_cases_count_what_is_known_of_them() -> None:
    view = ask(WHOLE, "cases")
    assert isinstance(view, CaseTable)
    assert [(row.id, row.title, row.occurrences) for row in view.rows] == [(DEC2009, "December 2009", 3)]
    nothing = ask(slice_of(LEDGER, known_on="2009-12-31"), "cases")
    assert isinstance(nothing, CaseTable)
    assert nothing.rows[0].occurrences == 0


def test_kinds_are_all_there_with_their_counts() -> None:
    view = ask(WHOLE, "kinds")
    assert isinstance(view, KindTable)
    assert {row.kind for row in view.rows} == set(KINDS)
    assert {row.kind: row.occurrences for row in view.rows if row.occurrences} == {
        "raid": 1,
        "deportation": 1,
        "loan_pledge": 1,
        "statement": 1,
        "pressure": 1,
    }


def test_sources_that_could_not_be_read_are_withheld() -> None:
    whole, early = ask(WHOLE, "sources"), ask(EARLY, "sources")
    assert isinstance(whole, SourceTable)
    assert isinstance(early, SourceTable)
    assert {row.id: row.accounts for row in whole.rows} == {"early": 3, "late": 2, "cables": 2}
    assert [row.id for row in early.rows] == ["early"]
    assert early.withheld == 2


def test_a_source_shows_what_rests_on_it() -> None:
    view = ask(WHOLE, "source", id="late")
    assert isinstance(view, SourceUsage)
    assert [(each.occurrence, [passage.ranges for passage in each.passages]) for each in view.occurrences] == [
        ("deportation", [((50, 90),)]),
        ("pledge", [((100, 140),)]),
    ]
    assert view.source.reliability == "A"
    page = ask(WHOLE, "source", id="late", limit=1, after="deportation")
    assert isinstance(page, SourceUsage)
    assert [each.occurrence for each in page.occurrences] == ["pledge"]


def test_a_source_that_is_not_known_is_not_found() -> None:
    with pytest.raises(NotFound):
        ask(EARLY, "source", id="late")
    with pytest.raises(NotFound):
        ask(WHOLE, "source", id="nothing")


def test_a_private_name_stands_in_the_partys_own_entry_alone() -> None:
    table = ask(WHOLE, "parties")
    assert isinstance(table, PartyTable)
    assert {row.id: (row.name, row.occurrences) for row in table.rows} == {
        "china": ("China", 1),
        "p-7f3a": ("a private person", 1),
    }
    own = ask(WHOLE, "party", id="p-7f3a")
    assert isinstance(own, PartyView)
    assert own.party.name == "Vong Sok"
