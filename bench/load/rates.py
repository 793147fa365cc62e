"""How many replies a second, beside the yardstick."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.figures import Figure
from bench.load.asking import finished, flat_out, writing
from bench.load.serving import Served, hello
from bench.roll import ASKED_COUNTRY

SMALL = f"/v1/countries/{ASKED_COUNTRY}/timeline?limit=10"
LARGE = f"/v1/countries/{ASKED_COUNTRY}/timeline?limit=100"
GROWTH_PER_SECOND = 10.0
GROWTH_CONNECTIONS = 4
YARDSTICK = "hello"


class Asker:
    """Asks one kind of thing after another; what is written in between has rows of its own."""

    def __init__(self, served: Served, plain: Served, asked: argparse.Namespace) -> None:
        self.served, self.plain, self.asked = served, plain, asked
        self.rows_written = asked.events
        _, head = served.get(SMALL)
        self.unchanged = {"If-None-Match": head["etag"]}
        self.position = head["regesta-position"]

    def rate(self, url: str, headers: dict[str, str] | None = None, *, status: str = "200") -> float:
        """Requests a second; every reply must bear the status."""
        found: dict[str, Any] = flat_out(self.asked.tool, url, self.asked.seconds, self.asked.connections, headers)
        if set(found["statuses"]) - {status}:
            raise SystemExit(f"other replies than {status}: {found['statuses']}")
        return float(found["per_second"])

    def growing(self) -> float:
        """Unpinned reads while other things are recorded."""
        per_second, seconds = GROWTH_PER_SECOND, self.asked.seconds + 0.5
        writer = writing(self.served.url, per_second, seconds, self.rows_written, GROWTH_CONNECTIONS)
        self.rows_written += int(per_second * seconds) + 1
        rate = self.rate(self.served.url + SMALL)
        finished(writer)
        return rate


def rates(served: Served, asked: argparse.Namespace) -> list[Figure]:
    """Requests a second, each kind in turn, as many rounds as asked."""
    body, _ = served.get(LARGE)
    with hello(len(body)) as plain:
        asker = Asker(served, plain, asked)
        pin = f"at_position={asker.position}"
        kinds: dict[str, Callable[[], float]] = {
            YARDSTICK: lambda: asker.rate(plain.url + "/"),
            "cached, pinned": lambda: asker.rate(f"{served.url}{SMALL}&{pin}"),
            "cached, unpinned": lambda: asker.rate(served.url + SMALL),
            "cached, unpinned, log growing elsewhere": asker.growing,
            "unchanged (304)": lambda: asker.rate(served.url + SMALL, asker.unchanged, status="304"),
            "hello, body as large as a page of 100": lambda: asker.rate(plain.url + "/sized"),
            "cached, pinned, page of 100": lambda: asker.rate(f"{served.url}{LARGE}&{pin}"),
        }
        found: dict[str, list[float]] = defaultdict(list)
        for _ in range(asked.rounds):
            for name, measure in kinds.items():
                found[name].append(measure())
    return _figures(found, asked, len(body))


def _figures(found: dict[str, list[float]], asked: argparse.Namespace, large_bytes: int) -> list[Figure]:
    made: dict[str, Figure] = {}
    for name, values in found.items():
        sized = name == "cached, pinned, page of 100"
        beside = "hello, body as large as a page of 100" if sized else YARDSTICK
        told = f"{large_bytes:,} bytes" if "100" in name else f"by {asked.tool}, {asked.connections} connections"
        made[name] = Figure.of("load", name, asked.events, "req/s", values, beside=made.get(beside), note=told)
    return list(made.values())
