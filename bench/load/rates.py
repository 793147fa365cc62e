"""How many replies a second, beside the yardstick."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.figures import Figure
from bench.load.asking import begun, finished, flat_out, writing
from bench.load.serving import Served, hello
from bench.roll import ASKED_COUNTRY

SMALL = f"/v1/countries/{ASKED_COUNTRY}/timeline?limit=10"
LARGE = f"/v1/countries/{ASKED_COUNTRY}/timeline?limit=100"
GROWTH_PER_SECOND = 10.0
GROWTH_CONNECTIONS = 4
YARDSTICK = "hello"


LARGE_YARDSTICK = "hello, body as large as a page of 100"
PROCESSOR = ", processor time a reply"
Rate = tuple[float, float]
"""Requests a second, and microseconds of a core that the server spent on each."""


class Asker:
    """Asks one kind of thing after another; what is written in between has rows of its own."""

    def __init__(self, served: Served, plain: Served, asked: argparse.Namespace) -> None:
        self.served, self.plain, self.asked = served, plain, asked
        self.rows_written = asked.events
        _, head = served.get(SMALL)
        self.unchanged = {"If-None-Match": head["etag"]}
        self.position = head["regesta-position"]

    def rate(self, of: Served, target: str, headers: dict[str, str] | None = None, *, status: str = "200") -> Rate:
        """As many requests as are answered; every reply must bear the status."""
        spent = of.processor_seconds()
        url = of.url + target
        found: dict[str, Any] = flat_out(self.asked.tool, url, self.asked.seconds, self.asked.connections, headers)
        spent = of.processor_seconds() - spent
        if set(found["statuses"]) - {status}:
            raise SystemExit(f"other replies than {status}: {found['statuses']}")
        return float(found["per_second"]), spent / found["answered_in_all"] * 1e6

    def growing(self) -> Rate:
        """Unpinned reads while other things are recorded; the work of recording counts in the processor time."""
        per_second, seconds = GROWTH_PER_SECOND, self.asked.seconds + 0.5
        writer = begun(writing(self.served.url, per_second, seconds, self.rows_written, GROWTH_CONNECTIONS))
        self.rows_written += int(per_second * seconds) + 1
        rate = self.rate(self.served, SMALL)
        finished(writer)
        return rate


def rates(served: Served, asked: argparse.Namespace) -> list[Figure]:
    """Requests a second, each kind in turn, as many rounds as asked."""
    body, _ = served.get(LARGE)
    with hello(len(body)) as plain:
        asker = Asker(served, plain, asked)
        pin = f"&at_position={asker.position}"
        kinds: dict[str, Callable[[], Rate]] = {
            YARDSTICK: lambda: asker.rate(plain, "/"),
            "cached, pinned": lambda: asker.rate(served, SMALL + pin),
            "cached, unpinned": lambda: asker.rate(served, SMALL),
            "cached, unpinned, log growing elsewhere": asker.growing,
            "unchanged (304)": lambda: asker.rate(served, SMALL, asker.unchanged, status="304"),
            LARGE_YARDSTICK: lambda: asker.rate(plain, "/sized"),
            "cached, pinned, page of 100": lambda: asker.rate(served, LARGE + pin),
        }
        found: dict[str, list[Rate]] = defaultdict(list)
        for _ in range(asked.rounds):
            for name, measure in kinds.items():
                found[name].append(measure())
    return _figures(found, asked, len(body))


def _figures(found: dict[str, list[Rate]], asked: argparse.Namespace, large_bytes: int) -> list[Figure]:
    made: dict[str, Figure] = {}
    for name, measured in found.items():
        beside = LARGE_YARDSTICK if name.endswith("page of 100") else YARDSTICK
        told = f"{large_bytes:,} bytes" if "100" in name else f"by {asked.tool}, {asked.connections} connections"
        for title, unit, place in ((name, "req/s", 0), (name + PROCESSOR, "us", 1)):
            against = made.get(beside + title.removeprefix(name))
            values = [each[place] for each in measured]
            made[title] = Figure.of("load", title, asked.events, unit, values, beside=against, note=told)
    return list(made.values())
