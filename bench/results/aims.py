"""What we want to reach, each aim as a bound on one measured figure, judged at the greatest size it was measured at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.figures import Figure

Bound = Literal["at least", "at most"]
Measure = Literal["median", "ratio", "greatest"]
LARGEST = 1_000_000
"""Aims speak of a record of this size; what was measured on a smaller one is told with its size."""


@dataclass(frozen=True)
class Aim:
    """A bound on the median, the ratio or the greatest value of the figures of a bench that bear a name."""

    what: str
    bench: str
    name: str
    bound: Bound
    value: float
    unit: str
    measure: Measure = "median"


@dataclass(frozen=True)
class Judged:
    """What was measured for an aim; `reached` is `None` where nothing was."""

    aim: Aim
    figure: Figure | None
    measured: float | None

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached."""
        if self.measured is None:
            return None
        return self.measured >= self.aim.value if self.aim.bound == "at least" else self.measured <= self.aim.value


def _read(what: str, name: str, value: float, measure: Measure = "median", unit: str = "ms") -> Aim:
    return Aim(what, "load", name, "at most", value, unit, measure)


def _slice(what: str, name: str, value: float, unit: str = "ms", bench: str = "rebuild") -> Aim:
    return Aim(what, bench, name, "at most", value, unit)


def _rate(what: str, name: str, times: float) -> Aim:
    return Aim(what, "load", name, "at least", times, "times a bare hello", "ratio")


AIMS: Sequence[Aim] = (
    Aim("import, whole path, of one core", "import", r"import into SQLite, of one core", "at least", 20_000, "/s"),
    Aim(
        "its speed beside executemany, by several processes",
        "import",
        r"import into SQLite, whole path, \d+ processes",
        "at least",
        0.33,
        "x",
        "ratio",
    ),
    Aim("rebuild of the ledger", "rebuild", r"rebuild", "at most", 2.5, "times a raw scan", "ratio"),
    Aim(
        "rebuild of the ledger from PostgreSQL",
        "rebuild-postgres",
        r"PostgreSQL: rebuild",
        "at most",
        2.5,
        "times a raw scan",
        "ratio",
    ),
    Aim("peak memory of a rebuild", "rebuild", r"rebuild, peak( memory)?", "at most", 1_024, "MiB"),
    Aim(
        "replay as pydantic objects through the library, beside our rebuild",
        "rebuild",
        r"replay as pydantic objects through the library",
        "at least",
        6,
        "times ours",
        "ratio",
    ),
    _slice("ledger from what was saved", r"ledger from what was saved", 1, "s"),
    _slice("catch-up after an append", r"catch-up after an append", 5),
    _slice("page of a country, first", r"page of a country, first", 300),
    _slice("page of a country, again", r"page of a country, again", 15),
    _slice("slice of a day not asked before", r"slice of (a|another) day not asked before", 300),
    _slice("slice at a position not asked before", r"slice at a position not asked before", 300),
    _slice("the same with 10 % related: first page", r"page of a country, first", 300, bench="rebuild-related-10"),
    _slice("the same: again", r"page of a country, again", 15, bench="rebuild-related-10"),
    _slice("the same: a day", r"slice of (a|another) day not asked before", 300, bench="rebuild-related-10"),
    _slice("the same: a position", r"slice at a position not asked before", 300, bench="rebuild-related-10"),
    _slice("the same: catch-up", r"catch-up after an append", 5, bench="rebuild-related-10"),
    _read("start to first page, ledger saved before", r"start to first page, again", 1, unit="s"),
    _read("page after a start (cold)", r"page after a start", 300),
    _read("page of a slice in memory (warm)", r"page of a country not asked before", 15),
    _read("page of a day not asked before", r"page of a day not asked before", 300),
    _read("page at a position not asked before", r"page at a position not asked before", 300),
    _rate("cached, pinned", r"cached, pinned", 3),
    _rate("cached, unpinned", r"cached, unpinned", 3),
    _rate("cached, unpinned, log growing elsewhere", r"cached, unpinned, log growing elsewhere", 3),
    _rate("unchanged (304)", r"unchanged \(304\)", 3.5),
    _read("p99 of pinned cached reads beside 100 writes/s", r"read pinned, beside writes, p99", 25),
    _read("the same, beside its idle value", r"read pinned, beside writes, p99", 3, "ratio", "times idle"),
    _read("p99 of unpinned cached reads beside 100 writes/s", r"read unpinned, beside writes, p99", 25),
    _read("the same, beside its idle value", r"read unpinned, beside writes, p99", 3, "ratio", "times idle"),
    _read("p99 of a single durable write", r"write, one at a time, p99", 25),
    _read("an event to all subscribers (greatest)", r"an event to all subscribers", 500, "greatest"),
    _read("memory of a subscriber", r"memory of a subscriber", 64, unit="KiB"),
    _read("those who never read are dropped", r"those who never read are dropped", 60, unit="s"),
    Aim("events skipped by a tailing reader", "processes", r".*: events skipped.*", "at most", 0, "events", "greatest"),
    Aim("replies that differ between processes", "processes", r".*: replies that differ.*", "at most", 0, "replies"),
)


def judged(figures: Iterable[Figure]) -> list[Judged]:
    """Every aim with what was measured for it."""
    told = list(figures)
    return [_judged(aim, told) for aim in AIMS]


def _judged(aim: Aim, figures: Sequence[Figure]) -> Judged:
    fitting = [
        each
        for each in figures
        if each.bench == aim.bench and re.fullmatch(aim.name, each.name) and each.events <= LARGEST
    ]
    measured = [(each, value) for each in fitting if (value := getattr(each, aim.measure)) is not None]
    if not measured:
        return Judged(aim, None, None)
    largest = max(each.events for each, _ in measured)
    at_largest = [pair for pair in measured if pair[0].events == largest]
    worst = min if aim.bound == "at least" else max
    figure, value = worst(at_largest, key=lambda pair: pair[1])
    return Judged(aim, figure, float(value))
