"""Reading: entity tags, pinned positions, cursors, days of knowledge, formats, redirects."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.examples import CITATION, CONTENTS, account
from domain.kinds import KINDS
from formats.registry import EXPORTS
from projections.registry import PROJECTIONS
from tests.api.http.client import Client, problem

TIMELINES = ("/v1/timeline", "/v1/countries/KH/timeline", "/v1/cases/harbour-affair/timeline")
READS = (
    *TIMELINES,
    "/v1/countries",
    "/v1/cases",
    "/v1/sources",
    "/v1/kinds",
    "/v1/parties",
    f"/v1/sources/{CITATION['source']}",
    "/v1/occurrences/harbour-raid",
    "/v1/occurrences/harbour-raid/history",
)


def tagged(client: Client, path: str, tag: str) -> httpx.Response:
    return client.get(path, headers={"if-none-match": tag})


def register_another_party(client: Client, name: str = "harbour-union") -> None:
    client.done("register_party", {"party": name, "content": {"kind": "organisation", "name": "Harbour Union"}})


def record(client: Client, occurrence: str, **changed: Any) -> None:
    told = {**account(KINDS["raid"]), **changed}
    client.done("record_account", {"occurrence": occurrence, "kind": "raid", "account": told})


@pytest.mark.parametrize("path", READS)
def test_every_read_has_a_tag_and_answers_304_to_it(story: Client, path: str) -> None:
    first = story.get(path)
    again = tagged(story, path, first.headers["etag"])
    assert first.status_code == 200
    assert first.json()["content_hash"] in first.headers["etag"]
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert "content-type" not in again.headers
    assert tagged(story, path, '"another"').content == first.content


@pytest.mark.parametrize("path", READS)
def test_head_is_get_without_the_body(story: Client, path: str) -> None:
    whole, head = story.get(path), story.ask("HEAD", path)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers[name] for name in whole.headers} == dict(whole.headers)


def test_the_tag_is_that_of_the_content_whatever_the_position(client: Client) -> None:
    client.tell_the_story()
    for path in TIMELINES:
        before = client.get(path)
        register_another_party(client, f"party-{path.count('/')}-{len(path)}")
        after = client.get(path)
        assert after.json()["position"] == before.json()["position"] + 1
        assert after.headers["etag"] == before.headers["etag"]
        assert tagged(client, path, before.headers["etag"]).status_code == 304


def test_a_reader_sees_its_own_writes(client: Client) -> None:
    client.tell_the_story()
    before = client.get("/v1/timeline")
    record(client, "third-raid")
    after = tagged(client, "/v1/timeline", before.headers["etag"])
    assert after.status_code == 200
    assert after.json()["total"] == before.json()["total"] + 1
    assert after.headers["etag"] != before.headers["etag"]


def test_what_names_a_position_never_changes(client: Client) -> None:
    client.tell_the_story()
    pinned = f"/v1/timeline?at_position={client.service.head()}"
    before = client.get(pinned)
    record(client, "third-raid")
    after = client.get(pinned)
    assert "immutable" in before.headers["cache-control"]
    assert after.content == before.content
    assert client.get("/v1/timeline").headers["cache-control"] == "no-cache"


def test_a_position_beyond_the_end_of_the_log_is_refused(client: Client) -> None:
    client.tell_the_story()
    told = problem(client.get(f"/v1/timeline?at_position={client.service.head() + 1}"), 422)
    assert str(client.service.head()) in told["detail"]


def test_pages_join_up_though_the_record_grows_between_them(client: Client) -> None:
    client.tell_the_story()
    for number in range(5):
        record(client, f"raid-{number}")
    whole = [entry["id"] for entry in client.read("/v1/timeline")["entries"]]
    seen: list[str] = []
    path = "/v1/timeline?limit=2"
    while path:
        reply = client.get(path)
        seen += [entry["id"] for entry in reply.json()["entries"]]
        assert reply.json()["total"] == len(whole)
        record(client, f"meanwhile-{len(seen)}")
        path = reply.links["next"]["url"] if "next" in reply.links else ""
    assert seen == whole


def test_a_page_named_by_a_cursor_never_changes(client: Client) -> None:
    client.tell_the_story()
    following = client.get("/v1/timeline?limit=1").links["next"]["url"]
    before = client.get(following)
    record(client, "third-raid")
    assert "immutable" in before.headers["cache-control"]
    assert client.get(following).content == before.content


@pytest.mark.parametrize("cursor", ["x", "a" * 900, "", "W10", "bnVsbA"])
def test_a_cursor_that_is_none_is_refused(story: Client, cursor: str) -> None:
    assert problem(story.get("/v1/timeline", params={"cursor": cursor}), 422)["pointer"] == "cursor"


def test_what_was_known_by_a_day(story: Client) -> None:
    published = CONTENTS["source"]["published"]["edtf"]
    assert story.read("/v1/timeline", known_on=published)["total"] == 2
    before = story.read("/v1/timeline", known_on="2003-05-13")
    assert (before["total"], before["withheld"]["occurrences"], before["known_on"]) == (0, 2, "2003-05-13")


@given(
    known_on=st.dates().map(str),
    knowledge=st.sampled_from(["documented", "public"]),
    certainty=st.sampled_from(["surely", "possibly"]),
)
def test_what_is_shown_and_what_is_withheld_make_the_whole(
    story: Client, known_on: str, knowledge: str, certainty: str
) -> None:
    told = story.read("/v1/timeline", known_on=known_on, knowledge=knowledge, certainty=certainty)
    assert told["total"] + told["withheld"]["occurrences"] == 2
    assert (told["known_on"], told["knowledge"], told["certainty"]) == (known_on, knowledge, certainty)


def test_a_merged_occurrence_leads_to_the_one_it_is_shown_as(client: Client) -> None:
    client.tell_the_story()
    merged = {"occurrence": "raid-at-the-quay", "same_as": "harbour-raid", "reason": "One raid, told twice."}
    client.done("identify_occurrences", merged, version=1)
    for suffix in ("", "/history"):
        reply = client.get(f"/v1/occurrences/raid-at-the-quay{suffix}?knowledge=public")
        assert reply.status_code == 308
        assert reply.headers["location"] == f"/v1/occurrences/harbour-raid{suffix}?knowledge=public"
    assert client.read("/v1/occurrences/harbour-raid")["entry"]["id"] == "harbour-raid"


@pytest.mark.parametrize(
    "path", ["/v1/occurrences/nothing", "/v1/cases/nothing/timeline", "/v1/sources/nothing", "/v1/parties/nothing"]
)
def test_what_nobody_knows_is_not_found(story: Client, path: str) -> None:
    assert problem(story.get(path), 404)["subject"] == "nothing"


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_every_projection_refuses_a_parameter_it_does_not_have(story: Client, name: str) -> None:
    path = PROJECTIONS[name].path.replace("{code}", "KH").replace("{id}", "harbour-raid")
    told = problem(story.get(f"/v1{path}?knwon_on=2004"), 422)
    assert (told["pointer"], told["in"]) == ("knwon_on", "query")
    assert "known_on" in told["accepted"]


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_every_format_can_be_named_or_accepted(story: Client, name: str) -> None:
    export = EXPORTS[name]
    path = next((path for path in READS if export.takes(view_at(path))), None)
    if path is None:
        return
    named = story.get(path, params={"format": name})
    accepted = story.get(path, headers={"accept": export.media_type})
    assert named.status_code == 200, named.text
    assert named.headers["content-type"] == export.media_type
    assert named.content == accepted.content
    assert "accept" in named.headers["vary"]
    assert named.headers["etag"] != story.get(path).headers["etag"] or name == "json"


def view_at(path: str) -> Any:
    found = [each for each in PROJECTIONS.values() if each.path.count("/") == path.count("/") - 1]
    words = path.split("/")[2:]
    return next(each.View for each in found if fits(each.path.split("/")[1:], words))


def fits(pattern: list[str], words: list[str]) -> bool:
    return all(part.startswith("{") or part == word for part, word in zip(pattern, words, strict=True))


def test_no_format_fits(story: Client) -> None:
    told = problem(story.get("/v1/timeline", headers={"accept": "audio/ogg"}), 406)
    assert "application/json" in told["accepted"]
    assert problem(story.get("/v1/timeline?format=ogg"), 422)["pointer"] == "format"


def test_a_reply_links_to_itself(story: Client) -> None:
    path = "/v1/timeline?kind=raid&kind=flight&from=2003"
    assert story.get(path).links["self"]["url"] == path
