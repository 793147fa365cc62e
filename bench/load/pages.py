"""What a reader waits for where nothing is kept: the first page after a start, pages of slices not asked before."""

from __future__ import annotations

from functools import partial
from time import perf_counter

from bench.figures import Figure, seconds
from bench.load.serving import Served, regesta
from bench.roll import COUNTRIES, FIRST_YEAR

ASKED = 7
PAGE = "/v1/countries/KH/timeline"


def pages(store: str, events: int, rounds: int) -> list[Figure]:
    """Starts, and single requests one after another."""

    def figure(name: str, values: list[float], unit: str = "ms") -> Figure:
        return Figure.of("load", name, events, unit, values)

    first = _start(store)
    again = [_start(store) for _ in range(rounds)]
    with regesta(store) as served:
        cold = _each(served, [PAGE])
        days = [f"{PAGE}?known_on={FIRST_YEAR + 9 * each}-10-{10 + each}" for each in range(1, ASKED + 1)]
        positions = [f"{PAGE}?at_position={events - events // 10 * each}" for each in range(1, ASKED + 1)]
        countries = [f"/v1/countries/{code}/timeline" for code in COUNTRIES[20 : 20 + ASKED]]
        return [
            figure("start to first page, whole log read", [first], "s"),
            figure("start to first page, again", again, "s"),
            figure("page after a start", cold),
            figure("page of a country not asked before", _each(served, countries)),
            figure("page of a day not asked before", _each(served, days)),
            figure("page at a position not asked before", _each(served, positions)),
        ]


def _start(store: str) -> float:
    """From the start of the process to the first page in hand."""
    begun = perf_counter()
    with regesta(store) as served:
        served.get(PAGE)
        return perf_counter() - begun


def _each(served: Served, targets: list[str]) -> list[float]:
    return [seconds(partial(served.get, target))[0] * 1000 for target in targets]
