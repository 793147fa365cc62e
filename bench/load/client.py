"""The load generator, a process of its own: `python -m bench.load.client JOB`, in JSON; the result on the last line.

`flat_out` asks again as soon as a reply is whole, on every connection, and tells the rate. `paced` sends requests at
fixed times whatever the server does, and counts each latency from the time at which its request was due, so that a
stall is felt by all who would have asked in it (no coordinated omission).
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from time import perf_counter
from typing import Any

from bench.figures import percentile
from bench.load.wire import READY, Wire, connected, request
from bench.roll import ELSEWHERE, account, rows

WARM_UP_SECONDS = 0.3
PATIENCE_SECONDS = 20.0


class Tally:
    """What came back: a latency and a status each; `all_back` is set when nothing is under way."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.statuses: Counter[bytes] = Counter()
        self.under_way = 0
        self.all_back = asyncio.Event()

    def sent(self) -> None:
        """One more is under way."""
        self.under_way += 1
        self.all_back.clear()

    def back(self, wire: Wire, status: bytes, now: float) -> None:
        """One is back."""
        self.latencies.append(now - wire.asked_at)
        self.statuses[status] += 1
        self.under_way -= 1
        if not self.under_way:
            self.all_back.set()

    def told(self) -> dict[str, Any]:
        """The figures of it."""
        return {
            "answered": len(self.latencies),
            "statuses": {status.decode(): count for status, count in self.statuses.items()},
            "p50_ms": percentile(self.latencies, 0.5) * 1000,
            "p99_ms": percentile(self.latencies, 0.99) * 1000,
            "max_ms": max(self.latencies) * 1000,
        }


async def flat_out(job: dict[str, Any]) -> dict[str, Any]:
    """As many requests as the server answers, after a short warming up."""
    asked = request(job["url"], _headers(job))
    tally, until = Tally(), 0.0

    def answered(wire: Wire, status: bytes) -> None:
        now = perf_counter()
        tally.back(wire, status, now)
        if now < until:
            tally.sent()
            wire.ask(asked, now)

    async def run(seconds: float) -> float:
        nonlocal tally, until
        tally, start = Tally(), perf_counter()
        until = start + seconds
        for wire in wires:
            tally.sent()
            wire.ask(asked, perf_counter())
        await tally.all_back.wait()
        return perf_counter() - start

    wires = await connected(job["url"], job["connections"], answered)
    _tell_ready()
    await run(WARM_UP_SECONDS)
    warming_up = len(tally.latencies)
    taken = await run(job["seconds"])
    for wire in wires:
        wire.close()
    answered_in_all = warming_up + len(tally.latencies)
    return tally.told() | {"per_second": len(tally.latencies) / taken, "answered_in_all": answered_in_all}


async def paced(job: dict[str, Any]) -> dict[str, Any]:
    """Requests at fixed times, over as many connections as are free of a bounded number."""
    requests, tally = _requests(job), Tally()
    waiting: deque[tuple[bytes, float]] = deque()

    def answered(wire: Wire, status: bytes) -> None:
        tally.back(wire, status, perf_counter())
        if waiting:
            wire.ask(*waiting.popleft())
        else:
            free.append(wire)

    wires = await connected(job["url"], job["connections"], answered)
    free = deque(wires)
    _tell_ready()
    start = perf_counter()
    for number in range(int(job["per_second"] * job["seconds"])):
        due = start + number / job["per_second"]
        if (delay := due - perf_counter()) > 0:
            await asyncio.sleep(delay)
        tally.sent()
        if free:
            free.popleft().ask(next(requests), due)
        else:
            waiting.append((next(requests), due))
    with suppress(TimeoutError):
        await asyncio.wait_for(tally.all_back.wait(), PATIENCE_SECONDS)
    for wire in wires:
        wire.close()
    return tally.told() | {"unanswered": tally.under_way, "seconds": perf_counter() - start}


def _tell_ready() -> None:
    print(READY, flush=True)


def _requests(job: dict[str, Any]) -> Iterator[bytes]:
    if "first_row" not in job:
        return cycle([request(job["url"], _headers(job))])
    count = int(job["per_second"] * job["seconds"]) + 1
    return iter(write_requests(job["url"], job["first_row"], count, job["key"]))


def write_requests(url: str, first_row: int, count: int, key: str) -> Sequence[bytes]:
    """Requests that record new occurrences of a country that no reader here asks for."""
    made = []
    for row in rows(count, after=first_row):
        elsewhere = row._replace(country=ELSEWHERE)
        body = {"do": "record_account", "occurrence": row.id, "kind": "decision", "account": account(elsewhere)}
        made.append(request(url, (("Authorization", f"Bearer {key}"),), json.dumps(body).encode()))
    return made


def _headers(job: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in job.get("headers", {}).items())


def main() -> None:
    job = json.loads(sys.argv[1])
    gc.disable()
    work = {"flat_out": flat_out, "paced": paced}[job["do"]](job)
    try:
        import uvloop
    except ImportError:
        print(json.dumps(asyncio.run(work)))
    else:
        print(json.dumps(uvloop.run(work)))


if __name__ == "__main__":
    main()
