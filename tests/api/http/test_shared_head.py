"""Requests of one turn share one look at the end of the log, and none of them misses what was acknowledged before."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import uvloop
from uvicorn import Config
from uvicorn.server import ServerState

from api.http.connection import MOST_HEAD_BYTES, Connection
from api.http.examples import CONTENTS
from api.http.replies import Answer
from api.http.shared_head import MOST_SHARING, SharedHead
from tests.api.http.served import Served, served

GET = b"GET /v1/timeline HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n"
LOOPS: list[Callable[[], asyncio.AbstractEventLoop]] = [asyncio.new_event_loop, uvloop.new_event_loop]


@pytest.mark.parametrize("loop", LOOPS)
def test_one_turn_asks_once_and_the_next_anew(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(len(asked))
        return asked[-1]

    async def turns() -> list[list[int]]:
        head, found = SharedHead(ask), []
        for _ in range(3):
            found.append([head(), head(), head()])
            await asyncio.sleep(0)
        return found

    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(turns()) == [[0, 0, 0], [1, 1, 1], [2, 2, 2]]


@pytest.mark.parametrize("loop", LOOPS)
def test_what_comes_in_a_later_turn_asks_anew(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """The next turn reads before it does anything else that was put off: forgetting must come before that."""
    log = [0]
    shown: list[tuple[int, int]] = []

    class Reading(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            shown.append((log[0], head()))
            log[0] += 1  # acknowledged now, before anything that a later turn reads was sent
            self.transport.write(data)

    head = SharedHead(lambda: log[0])

    async def turns() -> None:
        server = await asyncio.get_running_loop().create_server(Reading, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(20):
            writer.write(b"x")
            await reader.readexactly(1)
        writer.close()
        server.close()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(turns())
    assert len(shown) == 20
    assert [seen for _, seen in shown] == [acknowledged for acknowledged, _ in shown]


class Noted:
    """An application that answers everything, and notes which requests were taken to have begun with this turn."""

    def __init__(self) -> None:
        self.shared: list[bool] = []
        self.door = self

    def at_once(self, scope: Any, *, shared: bool) -> Answer:
        del scope
        self.shared.append(shared)
        return Answer.of(200, [(b"content-length", b"0")], b"")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer what does not go by the door."""
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


class Sent(asyncio.Transport):
    """A transport that keeps nothing."""

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Take no notice."""

    def is_closing(self) -> bool:
        return False

    def abort(self) -> None:
        """Take no notice."""

    def write(self, data: Any) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """Take no notice."""

    def pause_reading(self) -> None:
        """Take no notice."""

    def resume_reading(self) -> None:
        """Take no notice."""


def told_of(*reads: bytes, others: int = 0) -> list[bool]:
    """Which of the requests in these reads of one connection may share, with so many other connections open."""

    async def read() -> list[bool]:
        noted, state = Noted(), ServerState()
        state.connections.update(object() for _ in range(others))  # type: ignore[misc]
        config = Config(noted, lifespan="off", interface="asgi3", proxy_headers=False, log_config=None)
        connection = Connection(config, state, {}, asyncio.get_running_loop())
        connection.connection_made(Sent())
        for each in reads:
            connection.data_received(each)
            while state.tasks:
                await asyncio.wait(state.tasks)
        connection.connection_lost(None)
        return noted.shared

    return asyncio.run(read())


def test_only_a_request_that_begins_a_read_shares() -> None:
    assert told_of(GET, GET) == [True, True]
    assert told_of(GET + GET, GET) == [True, False, True], "the second may have been sent since this turn began"
    assert told_of(GET[:20], GET[20:], GET) == [False, True], "what it begins with was read in another turn"
    assert told_of(b"\r\n" + GET) == [False], "the line end before it may have come earlier"
    assert told_of(POST, b"12345678" + GET, GET) == [False, True], "the body before it may have come earlier"
    assert told_of(POST, GET[:8] + GET, GET) == [False, True], "nor does it matter what that body looks like"
    long = GET[:-4] + b"\r\nX: " + b"x" * (MOST_HEAD_BYTES // 2) + b"\r\n\r\n"
    assert told_of(long + long + GET, GET, GET)[-2:] == [False, True], "after so much, the same turn may read again"


def test_with_many_connections_nobody_shares() -> None:
    assert told_of(GET, others=MOST_SHARING - 2) == [True]
    assert told_of(GET, others=MOST_SHARING - 1) == [False]


PAGE = "/v1/timeline?limit=2"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    store = tmp_path / "record.sqlite"
    with served(store) as one, served(store) as other:
        yield one, other


def test_a_reply_takes_in_what_was_acknowledged_before_it_was_asked_for(two: tuple[Served, Served]) -> None:
    _, reading = two
    done = threading.Event()

    def ask_on() -> None:
        with closing(HTTPConnection(reading.host, reading.port)) as connection:
            while not done.is_set():
                connection.request("GET", PAGE)
                connection.getresponse().read()

    busy = [threading.Thread(target=ask_on) for _ in range(6)]
    for each in busy:
        each.start()
    try:
        with closing(HTTPConnection(reading.host, reading.port)) as connection:
            for number in range(150):
                to = two[number % 2].client
                told = to.post("/v1/commands/open_case", json={"case": f"case-{number}", "content": CONTENTS["case"]})
                assert told.status_code == 201
                connection.request("GET", PAGE)
                reply = connection.getresponse()
                reply.read()
                assert int(reply.headers["regesta-position"]) >= number + 1
    finally:
        done.set()
        for each in busy:
            each.join()
