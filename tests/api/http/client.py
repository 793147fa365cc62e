"""A client that calls the application directly, and the small story that tests tell it."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from api.bootstrap import Service
from api.http.app import create_app
from api.http.examples import CONTENTS, account
from api.http.opening import Opening
from api.http.settings import DoorSettings
from domain.kinds import KINDS

HOST = "http://127.0.0.1:8765"
PROBLEM = "application/problem+json"


class Client:
    """Requests and replies, one after another; what the application raises is a failure of the test."""

    def __init__(self, service: Service, settings: DoorSettings, opening: Opening | None = None) -> None:
        self.service = service
        self.app = create_app(service, settings)
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app=opening or self.app, client=("127.0.0.1", 50_000))
        self._client = httpx.AsyncClient(transport=transport, base_url=HOST)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def ask(self, method: str, path: str, **told: Any) -> httpx.Response:
        return self._runner.run(self._client.request(method, path, **told))

    def ask_at_once(self, asked: Iterable[tuple[str, str]]) -> list[httpx.Response]:
        """The replies to several requests, methods and paths, that are under way at the same time."""

        async def all_of_them() -> list[httpx.Response]:
            return await asyncio.gather(*(self._client.request(method, path) for method, path in asked))

        return self._runner.run(all_of_them())

    def get(self, path: str, **told: Any) -> httpx.Response:
        return self.ask("GET", path, **told)

    def read(self, path: str, **parameters: Any) -> Any:
        reply = self.get(path, params=parameters)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def post(self, command: str, body: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"content-type": "application/json", **(headers or {})}
        return self.ask("POST", f"/v1/commands/{command}", content=content, headers=sent)

    def done(self, command: str, body: Any, version: int | None = None) -> Any:
        headers = {} if version is None else {"if-match": f'"{version}"'}
        reply = self.post(command, body, headers)
        assert reply.status_code == 201, reply.text
        return reply.json()

    def tell_the_story(self) -> None:
        """A source, a party, a case, and two raids in it."""
        self.done("register_source", {"source": "harbour-gazette-2003-05-14", "content": CONTENTS["source"]})
        self.done("register_party", {"party": "harbour-police", "content": CONTENTS["party"]})
        self.done("open_case", {"case": "harbour-affair", "content": CONTENTS["case"]})
        for number, occurrence in enumerate(("harbour-raid", "raid-at-the-quay"), 1):
            self.done("record_account", {"occurrence": occurrence, "kind": "raid", "account": account(KINDS["raid"])})
            self.done("file_occurrence", {"case": "harbour-affair", "occurrence": occurrence}, version=number)


def problem(reply: httpx.Response, status: int | None = None) -> Any:
    """The problem that a reply tells, after checking that it is one and gives nothing away."""
    assert reply.headers["content-type"] == PROBLEM, reply.text
    told = reply.json()
    assert told["status"] == reply.status_code
    assert {"type", "title", "detail"} <= set(told)
    assert "Traceback" not in reply.text
    assert 'File "' not in reply.text
    if status is not None:
        assert reply.status_code == status, told
    return told
