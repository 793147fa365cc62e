"""What a reader waits for where nothing is kept: the first page after a start, pages of slices not asked before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter, sleep

from bench.figures import Figure, seconds
from bench.load.serving import Served, hello, regesta
from bench.roll import ASKED_COUNTRY, COUNTRIES, FIRST_YEAR

ASKED = 7
PACKAGES = ("pydantic", "numpy", "eventsourcing.sqlite", "msgspec", "orjson", "click", "httptools", "uvloop")
"""What Regesta serves its first pages with, beside the framework; none of it is ours."""

PAGE = f"/v1/countries/{ASKED_COUNTRY}/timeline"
LOOKS_PER_SECOND = 100


def pages(store: str, events: int, rounds: int) -> list[Figure]:
    """Starts, and single requests one after another."""
    first: list[float] = []
    again: list[float] = []
    bare: list[float] = []
    cold_ms: list[float] = []
    with _begun(store, first, cold_ms):
        pass
    for _ in range(1, rounds):
        with _begun(store, again, cold_ms):
            pass
        bare.append(_bare())
    bare.append(_bare())
    with _begun(store, again, cold_ms) as served:
        days = [f"{PAGE}?known_on={FIRST_YEAR + 9 * each}-10-{10 + each}" for each in range(1, ASKED + 1)]
        positions = [f"{PAGE}?at_position={events - events // 10 * each}" for each in range(1, ASKED + 1)]
        countries = [f"/v1/countries/{code}/timeline" for code in COUNTRIES[20 : 20 + ASKED]]
        packages = Figure.of("load", "start to first reply, a bare hello with the same packages", events, "s", bare)
        started = "start to first page, again"
        told = {
            "start to first page, whole log read": (first, "s"),
            "page after a start": (cold_ms, "ms"),
            "page of a country not asked before": (_each(served, countries), "ms"),
            "page of a day not asked before": (_each(served, days), "ms"),
            "page at a position not asked before": (_each(served, positions), "ms"),
        }
        return [
            packages,
            Figure.of("load", started, events, "s", again, beside=packages),
            *(Figure.of("load", name, events, unit, values) for name, (values, unit) in told.items()),
        ]


def _bare() -> float:
    """Seconds from the start of a server that has no record, and no code of ours, to its first reply."""
    start = perf_counter()
    with hello(0, PACKAGES) as served:
        served.get("/")
        return perf_counter() - start


@contextmanager
def _begun(store: str, whole: list[float], cold_ms: list[float]) -> Iterator[Served]:
    """A server, its first page asked once its ledger is there; seconds from the start of the process to that page."""
    start = perf_counter()
    with regesta(store) as served:
        while not _ledger_is_there(served):
            sleep(1 / LOOKS_PER_SECOND)
        cold_ms += _each(served, [PAGE])
        whole.append(perf_counter() - start)
        yield served


def _ledger_is_there(served: Served) -> bool:
    health = json.loads(served.get("/v1/health")[0])
    return bool(health["ledger_position"] == health["position"])


def _each(served: Served, targets: list[str]) -> list[float]:
    return [seconds(partial(served.get, target))[0] * 1000 for target in targets]
