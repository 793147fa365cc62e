"""A service behind a real socket: the live stream, readers that stall, and an end that loses nothing."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.http.examples import CONTENTS
from tests.api.http.served import Served, served, subscribed

BIG = {"title": "A title", "scope": "\N{MUSICAL SYMBOL G CLEF}" * 8_000}
"""A content that takes 32 kB as UTF-8, so that a connection fills up soon."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite"


@pytest.fixture
def running(store: Path) -> Iterator[Served]:
    with served(store) as found:
        yield found


@pytest.fixture(scope="module")
def service_for_reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served") / "record.sqlite") as found:
        yield found


def open_case(to: Served, number: int, content: Any = CONTENTS["case"], key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"idempotency-key": key}
    body = {"case": f"case-{number}", "content": content}
    return to.client.post("/v1/commands/open_case", json=body, headers=headers)


def test_a_subscriber_sees_what_was_and_what_comes_each_once(running: Served) -> None:
    for number in (1, 2, 3):
        open_case(running, number)
    with subscribed(running, after=1) as reading:
        assert reading.positions(2) == [2, 3]
        open_case(running, 4)
        ((position, event),) = reading.frames(1)
    assert (position, event["position"], event["stream"]) == (4, 4, "case:case-4")


def test_without_a_position_the_stream_starts_at_the_end(running: Served) -> None:
    open_case(running, 1)
    with subscribed(running, after=None) as reading:
        reading.line()
        open_case(running, 2)
        assert reading.positions(1) == [2]


def test_a_cut_is_mended_by_the_last_id_without_loss_or_doubling(running: Served) -> None:
    for number in range(1, 6):
        open_case(running, number)
    with subscribed(running) as reading:
        seen = reading.positions(3)
    with subscribed(running, last_event_id=seen[-1]) as reading:
        open_case(running, 6)
        seen += reading.positions(3)
    assert seen == [1, 2, 3, 4, 5, 6]


def test_the_line_is_kept_open_by_comments(running: Served) -> None:
    with subscribed(running) as reading:
        for _ in range(2):
            while reading.line() != ": still here\n":
                pass


def test_who_never_reads_is_dropped_and_others_are_served(running: Served) -> None:
    with subscribed(running, buffer_bytes=4_096) as deaf, subscribed(running) as listening:
        while subscribers(running) < 2:
            listening.line()
        head = 0
        while subscribers(running) == 2:
            for _ in range(40):
                head += 1
                assert open_case(running, head, BIG).status_code == 201
            assert listening.positions(40) == list(range(head - 39, head + 1))
        deaf.read_to_the_end()


def subscribers(running: Served) -> int:
    return int(running.client.get("/v1/health").json()["subscribers"])


def test_what_was_acknowledged_survives_a_kill_and_a_retry_doubles_nothing(store: Path) -> None:
    with served(store) as running:
        acknowledged = [open_case(running, number, key=f"key-{number}").json() for number in range(1, 20)]
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
    with served(store) as running:
        again = [open_case(running, number, key=f"key-{number}").json() for number in range(1, 21)]
        events = running.client.get("/v1/events?limit=1000").json()["events"]
    assert [told["events"] for told in again[:19]] == [told["events"] for told in acknowledged]
    assert [event["stream"] for event in events] == [f"case:case-{number}" for number in range(1, 21)]


def test_a_graceful_end_closes_live_streams_and_exits_well(running: Served) -> None:
    with subscribed(running) as reading:
        reading.line()
        running.process.send_signal(signal.SIGTERM)
        reading.read_to_the_end()
    assert running.process.wait(timeout=60) in (0, -signal.SIGTERM)


def test_a_large_body_is_refused_before_it_is_sent(running: Served) -> None:
    with running.connect() as sending:
        head = (
            "POST /v1/commands/open_case HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "Content-Length: 16777216\r\nExpect: 100-continue\r\n\r\n"
        )
        sending.sendall(head.encode())
        reply = b""
        while piece := sending.recv(65_536):
            reply += piece
    assert reply.startswith(b"HTTP/1.1 413")
    assert json.loads(reply.partition(b"\r\n\r\n")[2])["status"] == 413


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET /v1/health\r\n\r\n", 421),
        (b"GET /v1/h\xc3\xa4lth HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 100_000, 431),
        (b"GET /" + b"x" * 100_000, 431),
        (b"GET /v1/health HTTP/1.1\r\n\r\n", 421),
        (b"GET /v1/health HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", 421),
    ],
)
def test_what_is_no_request_for_us_is_a_problem_too(service_for_reading: Served, sent: bytes, status: int) -> None:
    with service_for_reading.connect() as sending:
        sending.sendall(sent)
        reply = b""
        while b"}" not in reply and (piece := sending.recv(65_536)):
            reply += piece
    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d" % status)
    assert b"application/problem+json" in head
    assert b"nosniff" in head
    assert json.loads(body)["status"] == status
