"""The database goes away and comes back: what is asked meanwhile is told so, and afterwards all is as it was."""

import asyncio

import pytest

from api.bootstrap import Service
from api.http.live import Feed, Pace
from store.settings import Settings
from tests.api.http.client import Client, problem
from tests.api.http.conftest import OPEN
from tests.api.http.test_live import GUARD_SECONDS, Reader, append
from tests.store.postgres import PostgresServer

CASE = {"case": "harbour-strike", "content": {"title": "The strike"}}
ASKED = ("/v1/timeline", "/v1/events", "/v1/streams/case:harbour-affair", "/v1/health")


@pytest.mark.postgres
@pytest.mark.parametrize("first", ["read", "write"])
def test_an_outage_is_told_and_passes(postgres_server: PostgresServer, postgres_url: str, first: str) -> None:
    with Service(Settings.of(postgres_url)) as service, Client(service, OPEN) as client:
        client.tell_the_story()
        before = [client.get(path).content for path in ASKED]
        postgres_server.stop()
        try:
            for path in ASKED if first == "read" else ():
                assert problem(client.get(path), 503)["type"].endswith("unavailable")
            reply = client.post("open_case", CASE, {"idempotency-key": "one"})
            assert problem(reply, 503)["type"].endswith("unavailable")
            assert reply.headers["retry-after"]
            assert postgres_server.host not in reply.text
        finally:
            postgres_server.start()
        if first == "read":
            assert [client.get(path).content for path in ASKED] == before
        assert client.post("open_case", CASE, {"idempotency-key": "one"}).status_code == 201
        assert client.get("/v1/streams/case:harbour-strike").status_code == 200


@pytest.mark.postgres
def test_the_live_stream_goes_on_after_an_outage(postgres_server: PostgresServer, postgres_url: str) -> None:
    async def follow(service: Service) -> list[int]:
        feed = Feed(service.application.log, Pace(poll_seconds=0.01))
        running = asyncio.create_task(feed.run())
        reader = Reader(feed, 0)
        reading = asyncio.create_task(reader.read_to(2))
        await asyncio.to_thread(append, service, 1)
        await Reader(feed, 0).read_to(1)
        await asyncio.to_thread(postgres_server.stop)
        try:
            async with asyncio.timeout(GUARD_SECONDS):
                await feed.troubled.wait()
        finally:
            await asyncio.to_thread(postgres_server.start)
        await asyncio.to_thread(append, service, 1)
        await reading
        feed.close()
        await running
        return reader.positions

    with Service(Settings.of(postgres_url)) as service:
        assert asyncio.run(follow(service)) == [1, 2]
