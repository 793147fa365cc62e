"""Readers beside writers: what a hundred durable writes a second do to those who read."""

from __future__ import annotations

import argparse
from collections import defaultdict

from bench.figures import Figure
from bench.load.asking import begun, finished, paced, reading, writing
from bench.load.rates import SMALL
from bench.load.serving import Served

READERS = 16
WRITERS = 16
SINGLE_PER_SECOND = 20.0
EARLIER_ROWS = 10_000_000
"""Rows beyond these are written here, so that they are new."""


def beside_writers(served: Served, asked: argparse.Namespace) -> list[Figure]:
    """Latencies of paced reads, idle and beside writers, and of the writes; counted from when each was due."""
    _, head = served.get(SMALL)
    pinned = f"{served.url}{SMALL}&at_position={head['regesta-position']}"
    served.get(f"{SMALL}&at_position={head['regesta-position']}")
    found: dict[str, list[float]] = defaultdict(list)
    first_row = EARLIER_ROWS

    def note(name: str, told: dict[str, float]) -> None:
        if told["unanswered"]:
            raise SystemExit(f"{name}: {told['unanswered']} requests had no answer")
        for share in ("p50", "p99"):
            found[f"{name}, {share}"].append(told[f"{share}_ms"])

    for _ in range(asked.rounds):
        note("write, one at a time", finished(writing(served.url, SINGLE_PER_SECOND, asked.seconds, first_row, 1)))
        first_row += int(SINGLE_PER_SECOND * asked.seconds) + 1
        for kind, url in (("pinned", pinned), ("unpinned", served.url + SMALL)):
            note(f"read {kind}, idle", paced(url, asked.reads, asked.seconds, READERS))
            writer = begun(writing(served.url, asked.writes, asked.seconds, first_row, WRITERS))
            first_row += int(asked.writes * asked.seconds) + 1
            reader = reading(url, asked.reads, asked.seconds, READERS)
            note(f"read {kind}, beside writes", finished(reader))
            note(f"write, {asked.writes:.0f} a second", finished(writer))
    made: dict[str, Figure] = {}
    for name, values in found.items():
        beside = made.get(name.replace("beside writes", "idle")) if "beside writes" in name else None
        told = f"{asked.reads:.0f} reads a second" if name.startswith("read") else None
        made[name] = Figure.of("load", name, asked.events, "ms", values, beside=beside, note=told)
    return list(made.values())
