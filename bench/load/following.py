"""Many who follow the log: how soon all have an event, what each costs, and what harm those do who never read."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from bench.figures import Figure
from bench.load.serving import Served
from bench.roll import ELSEWHERE, Row, account, rows

FIRST_ROW = 20_000_000
EVENTS = 10
PATIENCE_SECONDS = 30
DROPPED_WITHIN_SECONDS = 60
LEAST_EVENTS_TO_STALL = 8_000
"""A smaller log fits into the buffers of the system, so that nobody stalls who asks for it and does not read."""

SETTLING_SECONDS = 1.0
LOOK_SECONDS = 0.1
NEEDED_FILES = 4_096


class Followers:
    """A process that holds the connections."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self) -> dict[str, Any]:
        """The next line of it."""
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def ask(self, line: str) -> dict[str, Any]:
        """The answer to one line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self.told()


@contextmanager
def followers(served: Served, readers: int, idle: int) -> Iterator[Followers]:
    """So many connections to the live stream."""
    job = {"url": f"{served.url}/v1/events/stream", "readers": readers, "idle": idle}
    command = [sys.executable, "-m", "bench.load.subscribers", json.dumps(job | {"patience_seconds": PATIENCE_SECONDS})]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        found = Followers(process)
        found.told()
        try:
            yield found
        finally:
            process.kill()


def allow_files() -> None:
    """Let this process and those it starts hold thousands of connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = NEEDED_FILES if hard == resource.RLIM_INFINITY else min(NEEDED_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def following(served: Served, asked: argparse.Namespace) -> list[Figure]:
    """Delays from the sending of a write to its last reader, memory, and what becomes of those who never read."""
    coming = iter(rows(2_000, after=FIRST_ROW))
    before_kib = served.resident_kib()
    with followers(served, asked.subscribers, 0) as readers:
        _all_there(served, asked.subscribers)
        sleep(SETTLING_SECONDS)
        each_kib = max(0.0, served.resident_kib() - before_kib) / asked.subscribers
        delays = [_delay(served, readers, next(coming), asked.subscribers) for _ in range(EVENTS)]
        beside, dropped_seconds, left = _beside_idle(served, readers, coming, asked)
        still = readers.ask("count")["readers"]
    if still != asked.subscribers:
        raise SystemExit(f"only {still} of {asked.subscribers} readers were kept")

    def figure(name: str, unit: str, values: list[float], beside: Figure | None = None, note: str = "") -> Figure:
        return Figure.of("load", name, asked.events, unit, values, beside=beside, note=note or None)

    many = f"{asked.subscribers} subscribers"
    all_have_it = figure("an event to all subscribers", "ms", delays, note=many)
    found = [all_have_it, figure("memory of a subscriber", "KiB", [each_kib], note=many)]
    if beside:
        note = f"{asked.idle} of them never read"
        found.append(figure("an event to all, beside some who never read", "ms", beside, all_have_it, note))
        told = f"{asked.idle - left} of {asked.idle} dropped"
        found.append(figure("those who never read are dropped", "s", [dropped_seconds], note=told))
    return found


def _all_there(served: Served, expected: int) -> None:
    """Wait until the server has taken every subscription: one that it takes later begins after the first event."""
    until = monotonic() + PATIENCE_SECONDS
    while (there := _subscribers(served)) < expected:
        if monotonic() > until:
            raise SystemExit(f"only {there} of {expected} subscriptions were taken")
        sleep(LOOK_SECONDS)


def _beside_idle(
    served: Served, readers: Followers, coming: Iterator[Row], asked: argparse.Namespace
) -> tuple[list[float], float, int]:
    """Delays while some never read, the seconds until those are dropped, and how many of them are left."""
    if asked.events < LEAST_EVENTS_TO_STALL:
        return [], 0.0, 0
    delays: list[float] = []
    with followers(served, 0, asked.idle):
        start = monotonic()
        while (left := _subscribers(served) - asked.subscribers) and monotonic() - start < DROPPED_WITHIN_SECONDS:
            delays.append(_delay(served, readers, next(coming), asked.subscribers))
            sleep(0.5)
        return delays, monotonic() - start, left


def _subscribers(served: Served) -> int:
    return int(json.loads(served.get("/v1/health")[0])["subscribers"])


def _delay(served: Served, readers: Followers, row: Row, expected: int) -> float:
    """Milliseconds from the sending of a write to the moment at which the last reader had it."""
    elsewhere = account(row._replace(country=ELSEWHERE))
    body = {"do": "record_account", "occurrence": row.id, "kind": "decision", "account": elsewhere}
    sent = monotonic()
    outcome = served.post("/v1/commands/record_account", body)
    found = readers.ask(f"wait {outcome['position']}")
    if found["have_it"] != expected:
        raise SystemExit(f"only {found['have_it']} of {expected} subscribers had the event in time")
    return float(found["last"] - sent) * 1000
