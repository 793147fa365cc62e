"""Writing: one POST for each command, on the version that was read, once for each key."""

import json
from typing import Any

import pytest

from api.bootstrap import Service
from api.http.examples import CITATION, CONTENTS, account, command_examples
from api.http.settings import DoorSettings
from api.http.strict_json import MOST_BODY_BYTES
from api.http.writes import COMMANDS, word
from domain.event import Command
from domain.kinds import KINDS
from tests.api.http.client import Client, problem

SOURCE = {"source": CITATION["source"], "content": CONTENTS["source"]}
CASE = {"case": "harbour-affair", "content": CONTENTS["case"]}
AMENDED = {**CASE, "content": {"title": "Another title"}, "reason": "It was misread."}
STREAM = "/v1/streams/case:harbour-affair"


def test_a_command_is_taken_and_its_stream_can_be_read(client: Client) -> None:
    reply = client.post("open_case", CASE)

    assert reply.status_code == 201
    told = reply.json()
    assert (told["stream"], told["version"], told["position"], told["replayed"]) == ("case:harbour-affair", 1, 1, False)
    assert len(told["events"]) == 1
    assert reply.headers["etag"] == '"1"'
    stream = client.get(reply.headers["location"])
    assert stream.headers["etag"] == '"1"'
    assert stream.json()["events"][0]["event_id"] == told["events"][0]


def test_what_is_recorded_names_the_type_and_its_writer(client: Client) -> None:
    client.done("open_case", CASE)
    event = client.get(STREAM).json()["events"][0]
    assert (event["type"], event["version"], event["recorded_by"]) == ("CaseOpened", 1, "loopback")
    assert event["data"] == {"case": "harbour-affair", "content": CONTENTS["case"]}


def test_an_append_names_the_version_that_was_read(client: Client) -> None:
    client.done("open_case", CASE)

    missing = client.post("amend_case", AMENDED)
    assert problem(missing, 428)["accepted"] == 'If-Match: "1"'
    assert missing.headers["etag"] == '"1"'
    assert problem(client.post("amend_case", AMENDED, {"if-match": '"7"'}), 412)["actual"] == 1
    assert problem(client.post("amend_case", AMENDED, {"if-none-match": "*"}), 412)["actual"] == 1
    assert client.post("amend_case", AMENDED, {"if-match": '"1"'}).headers["etag"] == '"2"'
    assert client.post("amend_case", {**AMENDED, "content": CASE["content"]}, {"if-match": "*"}).status_code == 201
    assert client.service.head() == 3


def test_a_version_of_a_stream_that_does_not_exist(client: Client) -> None:
    assert problem(client.post("open_case", CASE, {"if-match": "*"}), 412)["actual"] == 0
    assert problem(client.post("open_case", CASE, {"if-match": '"1"'}), 412)["actual"] == 0
    assert client.post("open_case", CASE, {"if-none-match": "*"}).status_code == 201


def test_nothing_left_to_do_adds_nothing(client: Client) -> None:
    client.done("open_case", CASE)
    reply = client.post("open_case", CASE, {"if-match": '"1"'})
    assert (reply.status_code, reply.json()["events"], client.service.head()) == (200, [], 1)


def test_the_same_key_is_executed_once(client: Client) -> None:
    key = {"idempotency-key": "request-1"}
    first = client.post("open_case", CASE, key)
    again = client.post("open_case", CASE, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "replayed": True}
    assert client.service.head() == 1

    later = client.post("amend_case", AMENDED, {"if-match": '"1"', "idempotency-key": "request-2"})
    repeated = client.post("amend_case", AMENDED, {"if-match": '"1"', "idempotency-key": "request-2"})
    assert (later.status_code, repeated.status_code, repeated.headers["etag"]) == (201, 200, '"2"')
    assert problem(client.post("amend_case", {**AMENDED, "reason": "Other."}, key), 422)["rule"]
    assert client.service.head() == 2


@pytest.mark.parametrize("command", COMMANDS, ids=word)
def test_every_example_of_every_command_is_understood(client: Client, command: type[Command]) -> None:
    client.tell_the_story()
    for example in command_examples(command).values():
        reply = client.post(word(command), example["value"])
        assert reply.status_code in (200, 201, 404, 409, 428), reply.text
        assert reply.status_code < 300 or problem(reply)["detail"]


def test_the_word_in_the_body_may_be_said_but_not_be_another(client: Client) -> None:
    assert client.post("open_case", {"do": "open_case", **CASE}).status_code == 201
    told = problem(client.post("open_case", {"do": "amend_case", **CASE}), 422)
    assert (told["pointer"], told["seen"], told["accepted"]) == ("/do", "amend_case", "'open_case'")


def with_account(**changed: Any) -> dict[str, Any]:
    return {"occurrence": "a", "kind": "raid", "account": {**account(KINDS["raid"]), **changed}}


@pytest.mark.parametrize(
    ("body", "pointer", "seen", "accepted"),
    [
        (with_account(credibility=9), "/account/credibility", "9", "6 or less"),
        (with_account(when={"edtf": "2009-13"}), "/account/when/edtf", "2009-13", "01 to 12"),
        (with_account(what={"kind": "raidd"}), "/account/what", "an object of 1 fields", "raid"),
        (with_account(attribution=[{"manner": "said"}]), "/account/attribution/0/manner", "said", "'alleged'"),
        (with_account(**{"x/y~z": 1}), "/account/x~1y~0z", "1", "no such field"),
        ({"occurrence": "a", "kind": "raid"}, "/account", "", "required"),
        (with_account(summary="a\x00b"), "/account/summary", "a\x00b", ""),
        ([], "", "a list of 0 items", "an object"),
        (with_account(summary="long" * 5_000), "/account/summary", "longlong", "at most 8000 characters"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(
    client: Client, body: Any, pointer: str, seen: str, accepted: str
) -> None:
    told = problem(client.post("record_account", body), 422)
    assert told.get("pointer", "") == pointer
    assert told.get("seen", "").startswith(seen)
    assert accepted in told.get("accepted", "")
    assert len(json.dumps(told)) < 8_000


def test_what_a_rule_forbids_is_a_conflict_with_its_rule(client: Client) -> None:
    client.done("open_case", CASE)
    told = problem(client.post("open_case", {**CASE, "content": {"title": "Other"}}, {"if-match": '"1"'}), 409)
    assert (told["rule"], told["subject"]) == ("differs", "harbour-affair")
    assert problem(client.post("amend_source", {**SOURCE, "reason": "x"}), 404)["subject"] == SOURCE["source"]


@pytest.mark.parametrize("length", [MOST_BODY_BYTES + 1, 16 * 1024 * 1024])
def test_a_large_body_is_refused_by_its_length_and_while_it_streams(client: Client, length: int) -> None:
    body = b" " * length
    assert problem(client.post("open_case", body), 413)["accepted"] == f"at most {MOST_BODY_BYTES} bytes"

    async def streaming() -> Any:
        for start in range(0, length, 65_536):
            assert start <= MOST_BODY_BYTES + 65_536, "it is not read further than the limit"
            yield body[start : start + 65_536]

    reply = client.ask(
        "POST", "/v1/commands/open_case", content=streaming(), headers={"content-type": "application/json"}
    )
    assert problem(reply, 413)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": ""}, 415),
        ({"content-type": "application/json; charset=latin-1"}, 415),
        ({"content-encoding": "gzip"}, 415),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "elsewhere.example"}, 421),
        ({"host": "127.0.0.1.elsewhere.example:8765"}, 421),
        ({"idempotency-key": "a b"}, 400),
        ({"if-match": "latest"}, 400),
    ],
)
def test_a_request_that_is_not_for_us(client: Client, headers: dict[str, str], status: int) -> None:
    assert problem(client.post("open_case", CASE, headers), status)
    assert client.service.head() == 0


def test_json_with_a_charset_and_our_own_origin_are_welcome(client: Client) -> None:
    headers = {"content-type": "application/json; charset=UTF-8", "origin": "http://127.0.0.1:8765"}
    assert client.post("open_case", CASE, headers).status_code == 201


def test_writing_needs_the_key_where_there_is_one(service: Service) -> None:
    settings = DoorSettings(write_keys={"a-long-enough-key": "anna"}, open_on_loopback=True)
    with Client(service, settings) as client:
        refused = client.post("open_case", CASE)
        assert problem(refused, 401)
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert problem(client.post("open_case", CASE, {"authorization": "Bearer wrong"}), 401)
        assert problem(client.post("open_case", CASE, {"authorization": "Basic a-long-enough-key"}), 401)
        assert client.post("open_case", CASE, {"authorization": "Bearer a-long-enough-key"}).status_code == 201
        assert client.get(STREAM).json()["events"][0]["recorded_by"] == "anna"


@pytest.mark.parametrize("settings", [DoorSettings(), DoorSettings(host="0.0.0.0", open_on_loopback=True)])
def test_without_a_key_writing_is_closed_unless_it_is_open_on_loopback(
    service: Service, settings: DoorSettings
) -> None:
    with Client(service, settings) as client:
        assert problem(client.post("open_case", CASE), 403)
