"""Two doors over one store, of either kind: what one wrote the other sees, and both say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.bootstrap import Service
from store.settings import Settings
from tests.api.http.client import Client
from tests.api.http.conftest import OPEN

CASE = {"case": "harbour-strike", "content": {"title": "The strike"}}


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    found = tmp_path / "record.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return Settings.of(found)


@pytest.fixture
def two(place: Settings) -> Iterator[tuple[Client, Client]]:
    """Two services over one store, as two processes would be."""
    with (
        Service(place) as first,
        Service(place) as second,
        Client(first, OPEN) as one,
        Client(second, OPEN) as other,
    ):
        yield one, other


def test_what_one_writes_the_other_reads_next(two: tuple[Client, Client]) -> None:
    one, other = two
    one.tell_the_story()
    before = other.get("/v1/cases")
    assert other.get("/v1/cases").content == before.content
    one.done("open_case", CASE)
    after = other.get("/v1/cases", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["position"] == before.json()["position"] + 1


def test_both_give_the_same_bytes_for_the_same_position(two: tuple[Client, Client]) -> None:
    one, other = two
    one.tell_the_story()
    for path in ("/v1/timeline", "/v1/occurrences/harbour-raid", "/v1/events", "/v1/streams/case:harbour-affair"):
        assert one.get(path).content == other.get(path).content


def test_a_version_read_in_one_is_stale_in_the_other(two: tuple[Client, Client]) -> None:
    one, other = two
    one.done("open_case", CASE)
    amended = {**CASE, "reason": "It was misread.", "content": {"title": "The great strike"}}
    assert other.post("amend_case", amended, {"if-match": '"1"'}).status_code == 201
    assert one.post("amend_case", amended, {"if-match": '"1"'}).status_code == 412
