"""A service answers its first pages before the framework is there, and nobody can tell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.bootstrap import Service
from api.http.front import Front
from api.http.opening import Opening
from store.settings import Settings
from tests.api.http.client import Client
from tests.api.http.conftest import OPEN

FIRST = (
    "/v1/health",
    "/v1/timeline",
    "/v1/timeline?limit=1",
    "/v1/timeline?format=csv",
    "/v1/timeline?format=none",
    "/v1/timeline?at_position=3&reading=latest",
    "/v1/timeline?known_on=yesterday",
    "/v1/timeline?nothing=1",
    "/v1/timeline?%FF",
    "/v1/countries/KH/timeline",
    "/v1/countries/KH/timeline?knowledge=public&known_on=2003-06-01",
    "/v1/countries/XX/timeline",
    "/v1/cases/harbour-affair/timeline",
    "/v1/cases/none/timeline",
)
"""What is answered at once."""

OTHERS = (
    ("GET", "/"),
    ("GET", "/docs"),
    ("GET", "/v1/openapi.json"),
    ("GET", "/v1/occurrences/harbour-raid"),
    ("GET", "/v1/events?limit=2"),
    ("GET", "/v1/correlations/rules"),
    ("GET", "/v1/nothing"),
    ("GET", "/v1/health/"),
    ("POST", "/v1/timeline"),
    ("POST", "/v1/commands/register_source"),
    ("DELETE", "/v1/health"),
    ("OPTIONS", "/v1/countries/KH/timeline"),
)
"""What waits for the framework."""

ASKS = """
import asyncio, sys, httpx
from api.bootstrap import Service
from api.http.front import Front
from api.http.opening import Opening
from store.settings import Settings

def imported():
    heavy = ("fastapi", "projections.correlation", "projections.registry", "api.http.app", "api.http.writes")
    return [each for each in heavy if each in sys.modules]

async def ask(service, paths):
    transport = httpx.ASGITransport(app=Opening(Front.of(service)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for path in paths:
            print((await client.get(path)).status_code, *imported())

with Service(Settings.of(sys.argv[1])) as service:
    asyncio.run(ask(service, sys.argv[2:]))
"""


@pytest.fixture
def early(story_service: Service) -> Iterator[Client]:
    """A client of the story of which nobody has asked anything yet."""
    with Client(story_service, OPEN, Opening(Front.of(story_service, OPEN))) as speaking:
        yield speaking


def seen(reply: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    return reply.status_code, sorted(reply.headers.items()), reply.content


def test_a_first_page_needs_no_framework(tmp_path: Path) -> None:
    asked = ["/v1/health", "/v1/timeline", "/v1/countries/KH/timeline", "/v1/timeline?nothing=1", "/docs"]
    with Service(Settings.of(tmp_path / "record.sqlite")) as made, Client(made, OPEN) as speaking:
        speaking.tell_the_story()
    command = [sys.executable, "-c", ASKS, str(tmp_path / "record.sqlite"), *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [len(line.split()) for line in done.stdout.splitlines()] == [1, 1, 1, 1, 6]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", FIRST)
def test_what_is_answered_at_once_is_what_the_application_answers(
    early: Client, story: Client, method: str, path: str
) -> None:
    assert seen(early.ask(method, path)) == seen(story.ask(method, path))


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_whatever_is_asked_first_is_answered(early: Client, story: Client, method: str, path: str) -> None:
    assert seen(early.ask(method, path)) == seen(story.ask(method, path))


def test_many_may_ask_while_it_is_made(early: Client, story: Client) -> None:
    asked = [*(("GET", path) for path in FIRST), *OTHERS] * 3
    for (method, path), reply in zip(asked, early.ask_at_once(asked), strict=True):
        assert seen(reply) == seen(story.ask(method, path)), (method, path)


def test_the_door_is_the_same_before_and_after(early: Client) -> None:
    for path in ("/v1/timeline", "/docs", "/v1/timeline"):
        reply = early.get(path, headers={"host": "elsewhere.example"})
        assert reply.status_code == 421, path
        assert early.get(path).headers["x-content-type-options"] == "nosniff"


def test_what_is_recorded_is_read_at_once(service: Service) -> None:
    with Client(service, OPEN, Opening(Front.of(service, OPEN))) as speaking:
        assert speaking.read("/v1/timeline")["total"] == 0
        speaking.tell_the_story()
        assert speaking.read("/v1/timeline")["total"] == 2
