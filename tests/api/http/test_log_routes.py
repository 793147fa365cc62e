"""The log over HTTP: pages that join up, single streams, the state of the service."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bootstrap import Service
from api.http.log_routes import FAR_END
from api.log_lines import line_of, lines
from domain.events import EVENT_TYPES
from tests.api.http.client import Client, problem


@pytest.mark.parametrize("limit", [1, 2, 3, 1_000])
def test_pages_of_the_feed_join_up_without_loss_or_doubling(story: Client, limit: int) -> None:
    found, path = [], f"/v1/events?limit={limit}"
    while path:
        reply = story.get(path)
        found += reply.json()["events"]
        path = reply.links["next"]["url"] if "next" in reply.links else ""
    assert [event["position"] for event in found] == list(range(1, story.service.head() + 1))


def test_a_line_says_what_is_recorded_in_a_fixed_order(story: Client) -> None:
    event = story.read("/v1/events", limit=1)["events"][0]
    assert list(event) == ["position", "type", "version", "stream", "recorded_at", "data"]
    assert (event["position"], event["type"], event["version"]) == (1, "SourceRegistered", 1)
    assert EVENT_TYPES[event["type"]].model_validate(event["data"]).stream == event["stream"]


def test_the_feed_and_the_lines_of_an_export_are_the_same(story: Client) -> None:
    assert [json.loads(line) for line in lines(story.service.application.log)] == story.read("/v1/events")["events"]
    assert list(lines(story.service.application.log, 2, page_rows=2)) == list(lines(story.service.application.log))[2:]


def test_a_full_page_never_changes_and_the_last_one_may(story: Client) -> None:
    full = story.get("/v1/events?limit=2")
    last = story.get(f"/v1/events?after={story.service.head()}")
    assert "immutable" in full.headers["cache-control"]
    assert (last.json()["events"], last.headers["cache-control"]) == ([], "no-cache")
    for reply in (full, last):
        again = story.get(str(reply.url), headers={"if-none-match": reply.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@given(after=st.integers(0, 20), limit=st.integers(1, 20))
def test_any_page_is_the_slice_of_the_whole(story: Client, after: int, limit: int) -> None:
    whole = story.read("/v1/events")["events"]
    page = story.read("/v1/events", after=after, limit=limit)
    assert page["events"] == whole[after : after + limit]
    assert page["next"] == after + len(page["events"])


def test_a_position_beyond_the_end_is_an_empty_page(story: Client) -> None:
    assert story.read("/v1/events", after=FAR_END)["events"] == []


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", f"after={2**53}", "before=1"])
def test_a_page_that_cannot_be_read(story: Client, query: str) -> None:
    assert problem(story.get(f"/v1/events?{query}"), 422)["in"] == "query"


def test_a_stream_that_is_not_there(story: Client) -> None:
    assert problem(story.get("/v1/streams/case:nothing"), 404)["subject"] == "case:nothing"
    assert problem(story.get("/v1/streams/%00"), 404)


def test_health_tells_positions_and_no_paths(story: Client, story_service: Service) -> None:
    told = story.read("/v1/health")
    assert (told["status"], told["position"], told["quarantined"]) == ("ok", story_service.head(), [])
    path = story_service.settings.path
    assert isinstance(path, Path)
    assert path.name not in json.dumps(told)


def test_a_row_that_is_no_json_has_a_line_that_says_so() -> None:
    line = json.loads(line_of(7, "CaseOpened/1", "case:a", b"{"))
    assert line == {
        "position": 7,
        "type": "Unreadable",
        "version": 1,
        "stream": "case:a",
        "recorded_at": None,
        "data": {},
    }
