"""Asking rules over HTTP: recorded first, once, answered in full, and read again later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.bootstrap import Service
from api.http.examples import CONTENTS, account
from api.http.settings import DoorSettings
from domain.kinds import KINDS
from seed_events.loader import commands
from store.settings import Settings
from tests.api.http.client import Client, problem

ASKED = "/v1/correlations/rules"
RULE = {"x_kind": "deportation", "y_kind": "loan_pledge", "window_days": 7}
CAVEAT = "Temporal association in reported events; not evidence that one caused the other."


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[Client]:
    with Service(Settings.of(tmp_path / "record.sqlite")) as service:
        for batch in service.application.execute_many(commands(), by="tests"):
            assert not batch.refused
        with Client(service, DoorSettings(open_on_loopback=True)) as client:
            yield client


def asked(client: Client, rule: dict[str, Any], path: str = ASKED) -> httpx.Response:
    return client.ask("POST", path, content=json.dumps(rule), headers={"content-type": "application/json"})


def test_a_rule_is_recorded_and_answered_with_its_report(seeded: Client) -> None:
    before = seeded.service.head()
    reply = asked(seeded, RULE)
    told = reply.json()
    assert reply.status_code == 201, reply.text
    assert (told["position"], told["asked_at_position"]) == (before + 1, before + 1)
    assert reply.headers["location"] == f"{ASKED}/{told['rule_id']}"
    assert (told["followed"]["certain_count"], told["verdict"], told["caveat"]) == (2, "not_tested", CAVEAT)
    again = seeded.read(reply.headers["location"])
    assert {**again, "query": {}} == {**told, "query": {}}


def test_too_little_to_test_shows_the_chronology_and_lists_the_misses(seeded: Client) -> None:
    told = asked(seeded, RULE).json()
    assert told["tests"] is None
    assert "at least 5 are needed" in told["refused"][0]
    assert "chronology is shown instead" in told["verdict_sentence"]
    assert {row["side"] for row in told["chronology"]} == {"x", "y"}
    assert len(told["misses"]) == told["misses_count"] > 0
    assert len(told["hits"]) + told["misses_count"] == told["asked"]["x_count"]
    assert all(hit["sources"] for hit in told["hits"])


def test_the_same_rule_asked_twice_is_one_member(seeded: Client) -> None:
    first, second = asked(seeded, RULE), asked(seeded, {**RULE, "manners": ["reported", "fact"]})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["position"] == second.json()["position"]
    asked(seeded, {**RULE, "scope": {"within": "same_country_pair"}})
    assert [row["asked_at_position"] for row in seeded.read(ASKED)["rows"]] == [
        first.json()["position"],
        first.json()["position"] + 1,
    ]


def test_the_list_follows_what_is_asked_and_a_pinned_one_does_not(seeded: Client) -> None:
    assert seeded.read(ASKED)["total"] == 0
    position = asked(seeded, RULE).json()["position"]
    pinned = seeded.get(f"{ASKED}?at_position={position}")
    asked(seeded, {**RULE, "window_days": 8})
    assert seeded.read(ASKED)["total"] == 2
    assert seeded.get(f"{ASKED}?at_position={position}").content == pinned.content


def test_a_rule_may_be_asked_of_what_was_known_on_a_day(seeded: Client) -> None:
    told = asked(seeded, RULE, f"{ASKED}?known_on=2011-09-10").json()
    assert told["known_on"] == "2011-09-10"
    assert told["asked"]["x_count"] <= asked(seeded, RULE).json()["asked"]["x_count"]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [({"window_days": -1}, "/window_days"), ({"scope": {"within": "same_town"}}, "/scope"), ({"kind": 1}, "/kind")],
)
def test_a_rule_that_cannot_be_read_is_named_and_not_recorded(
    client: Client, changed: dict[str, Any], pointer: str
) -> None:
    assert problem(asked(client, {**RULE, **changed}), 422)["pointer"].startswith(pointer)
    assert client.service.head() == 0


def test_a_kind_that_is_none_is_not_recorded(client: Client) -> None:
    assert "raid" in problem(asked(client, {**RULE, "y_kind": "raids"}), 422)["accepted"]
    assert client.service.head() == 0


def test_where_nothing_is_dated_the_chronology_stands_in_the_place_of_every_number_that_needs_days(
    client: Client,
) -> None:
    no_later_than = CONTENTS["source"] | {"published": {"edtf": "../2003-05-14", "basis": "stated"}}
    client.done("register_source", {"source": "harbour-gazette-2003-05-14", "content": no_later_than})
    client.done("register_party", {"party": "harbour-police", "content": CONTENTS["party"]})
    for occurrence, kind in (("raid", "deportation"), ("pledge", "loan_pledge"), ("other", "loan_pledge")):
        undated = {**account(KINDS[kind]), "when": {}, "attribution": [{"manner": "planned"}]}
        client.done("record_account", {"occurrence": occurrence, "kind": kind, "account": undated})
    reply = asked(client, {**RULE, "manners": ["planned"]})
    told = reply.json()
    assert reply.status_code == 201
    assert client.read(reply.headers["location"])["chronology"] == told["chronology"]
    assert (told["observed"], told["expected_by_chance_count"], told["over_datings"], told["tests"]) == (None,) * 4
    assert told["placebo"]["expected_by_chance_count"] is None
    assert told["refused"][0] == "no deportation and no loan_pledge that counts has a date"
    assert (told["asked"]["x_count"], told["asked"]["y_count"]) == (1, 2)
    assert (told["followed"]["certain_count"], told["followed"]["possible_count"]) == (0, 1)
    assert sorted((row["occurrence"], row["earliest_day"], row["latest_day"]) for row in told["chronology"]) == [
        ("other", None, None),
        ("pledge", None, None),
        ("raid", None, None),
    ]
    assert client.read(ASKED)["rows"][0]["headline_p"] is None


def test_a_rule_asked_of_an_empty_record_is_answered_with_an_empty_chronology(client: Client) -> None:
    told = asked(client, RULE).json()
    assert (told["observed"], told["chronology"], told["asked"]["x_count"]) == (None, [], 0)


def test_only_a_writer_may_ask_and_a_rule_never_asked_is_not_found(service: Service) -> None:
    with Client(service, DoorSettings()) as stranger:
        problem(asked(stranger, RULE), 403)
        assert problem(stranger.get(f"{ASKED}/nothing"), 404)["subject"] == "nothing"


def test_every_view_is_read_over_http(seeded: Client) -> None:
    told = seeded.read("/v1/correlations/sequence", country="KH", kind=["raid", "deportation", "loan_pledge"])
    assert told["chain"] == "raid -0d-> deportation -2d-> loan_pledge"
    steps = ["raid", "deportation:0..3", "loan_pledge:7"]
    assert seeded.read("/v1/correlations/motif", step=steps)["certain_count"] == 1
    assert seeded.read("/v1/correlations/matrix", kind=["raid", "deportation"], window_days=3)["kinds"] == [
        "deportation",
        "raid",
    ]
    lags = seeded.read("/v1/correlations/lags", x_kind="raid", y_kind="loan_pledge", longest_lag_days=3)
    assert [each["certain_count"] for each in lags["bins"]] == [0, 0, 0, 0, 0, 1, 0]
