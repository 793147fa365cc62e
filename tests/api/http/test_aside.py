"""Slow answers take their own threads: writers, kept replies and the live feed do not wait for them."""

import asyncio
import json
from threading import Event

import httpx
import pytest

from api.bootstrap import Service
from api.http.examples import CONTENTS
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.api.http.client import HOST, Client

MORE_THAN_THREADS = 60
GUARD_SECONDS = 20
"""No measure of speed: who had to wait would else wait without end."""


def test_writers_and_kept_replies_do_not_wait_for_slow_readers(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.tell_the_story()
    pinned = f"/v1/timeline?at_position={service.head()}"
    kept = client.get(pinned)
    release, prompt = Event(), service.slice

    def slow(query: SliceQuery) -> Slice:
        release.wait()
        return prompt(query)

    monkeypatch.setattr(service, "slice", slow)

    async def play() -> tuple[httpx.Response, httpx.Response, list[httpx.Response]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=client.app), base_url=HOST) as asking:
            reads = [asking.get(f"/v1/timeline?q=word-{number}") for number in range(MORE_THAN_THREADS)]
            reading = [asyncio.create_task(read) for read in reads]
            await asyncio.sleep(0)
            body = json.dumps({"case": "another", "content": CONTENTS["case"]})
            headers = {"content-type": "application/json"}
            async with asyncio.timeout(GUARD_SECONDS):
                written = await asking.post("/v1/commands/open_case", content=body, headers=headers)
                again = await asking.get(pinned)
            release.set()
            return written, again, await asyncio.gather(*reading)

    try:
        written, again, answered = asyncio.run(play())
    finally:
        release.set()
    assert written.status_code == 201
    assert again.content == kept.content
    assert {reply.status_code for reply in answered} == {200}
