"""What the seed shows as known on a day: nothing too early, nothing withheld without being counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.bootstrap import Service
from domain.ids import identity
from projections.country_timeline import CountryTimelineQuery
from projections.dossier import DossierQuery
from projections.slice_query import SliceQuery
from seed_events.loader import commands
from store.settings import Settings

POST, MRG, DAILY = "phnom-penh-post-2011", "mrg-2011", "cambodia-daily-china-ally"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The seed in a store of its own."""
    with Service(Settings.of(tmp_path_factory.mktemp("seed") / "record.sqlite")) as opened:
        for batch in opened.application.execute_many(commands(), by="tests"):
            assert not [result for result in batch.results if isinstance(result, Exception)]
        yield opened


def cambodia(service: Service, **known: Any) -> dict[str, Any]:
    query = CountryTimelineQuery(code="KH", limit=200)
    return service.answer("country-timeline", SliceQuery(**known), query).model_dump(mode="json")


def dossier(service: Service, key: str, **known: Any) -> dict[str, Any]:
    query = DossierQuery(id=identity("occurrence", key))
    return service.answer("dossier", SliceQuery(**known), query).model_dump(mode="json")


def kinds(shown: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in shown["entries"]]


def test_in_june_2010_the_public_knew_of_the_deportation_and_the_pledge_and_of_no_cable(service: Service) -> None:
    shown = cambodia(service, known_on="2010-06-01", knowledge="public")
    assert sorted(kinds(shown)) == ["deportation", "loan_pledge"]


def test_in_june_2010_no_document_could_surely_be_read_and_what_is_withheld_is_counted(service: Service) -> None:
    shown = cambodia(service, known_on="2010-06-01")
    assert shown["total"] == 0
    assert any(count for count in shown["withheld"].values() if isinstance(count, int))


@pytest.mark.parametrize("knowledge", ["documented", "public"])
def test_on_the_day_of_the_article_both_statements_of_the_cables_are_there(service: Service, knowledge: str) -> None:
    days = {
        entry["when"]["earliest"]
        for entry in cambodia(service, known_on="2011-09-05", knowledge=knowledge)["entries"]
        if entry["kind"] == "statement" and entry["when"]["earliest"] == entry["when"]["latest"]
    }
    assert {"2009-12-18", "2009-12-23"} <= days


def test_on_the_day_before_it_neither_is(service: Service) -> None:
    days = {
        (entry["when"]["earliest"], entry["when"]["latest"])
        for entry in cambodia(service, known_on="2011-09-04")["entries"]
        if entry["kind"] == "statement"
    }
    assert not days & {("2009-12-18", "2009-12-18"), ("2009-12-23", "2009-12-23")}


@pytest.mark.parametrize(
    ("known_on", "amounts"),
    [
        ("2010-12-01", {"1200000000"}),
        ("2011-07-25", {"1000000000", "1200000000"}),
        ("2011-09-05", {"1000000000", "1200000000"}),
    ],
)
def test_the_sums_of_the_pledge_differ_by_day(service: Service, known_on: str, amounts: set[str]) -> None:
    shown = dossier(service, f"{DAILY}/pledge", known_on=known_on)
    figures = {account["what"]["amount"]["figure"]["value"] for account in shown["accounts"]}
    assert figures == amounts


@pytest.mark.parametrize("key", ["deportation", "pledge", "visit"])
def test_an_occurrence_judged_the_same_has_the_accounts_of_all_three_documents(service: Service, key: str) -> None:
    shown = dossier(service, f"{MRG}/{key}")
    sources = {account["source"]["id"] for account in shown["accounts"]}
    assert {identity("source", each) for each in (MRG, POST, DAILY)} <= sources


def test_the_sums_of_the_pledge_are_shown_as_a_conflict(service: Service) -> None:
    fields = {field["field"]: field for field in dossier(service, f"{MRG}/pledge")["fields"]}
    assert fields["of.amount"]["verdict"] == "incompatible"
    assert fields["of.amount"]["note"] == "approximate against exact"
    assert len(fields["of.form"]["values"]) == 3
