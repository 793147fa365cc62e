"""How figures grow with the record, and what grows faster than its work.

A cost that is measured at several sizes is fitted by `c * events ** x` (least squares over logarithms). What reads or
writes the whole record has work that grows with it, x = 1; what concerns a page or one event has not, x = 0 at best.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from bench.figures import Figure

RATES = ("/s", "req/s")
COSTS = ("s", "ms", "MiB")
TOLERATED = 0.15
"""Noise of a busy machine: an exponent is called too large only beyond this."""

WHOLE_RECORD = re.compile(
    r"load|rebuild|scan|slice|import|start to|cold|not asked before|after a start|page|peak|memory|first|sort|matrix"
    r"|saved|saving|countries|kinds|full text|replay"
)
"""What looks at columns of the whole record, or at a share of it: a country's timeline grows with the record.

Counting by country or kind and looking for words touch everything that is shown; so does what is saved, and taken back.
"""

LEAST_MS = 1.0
"""Costs below this at every size say more about the clock than about growth."""


@dataclass(frozen=True)
class Growth:
    """One figure over sizes: the exponent of its cost, and that of its work."""

    bench: str
    name: str
    unit: str
    points: tuple[tuple[int, float], ...]
    exponent: float
    work: float

    @property
    def too_fast(self) -> bool:
        """Whether it grows faster than its work."""
        return self.exponent > self.work + TOLERATED


def grown(figures: Iterable[Figure]) -> list[Growth]:
    """Every figure that was measured at two sizes or more."""
    over_sizes: dict[tuple[str, str, str], dict[int, float]] = defaultdict(dict)
    for each in figures:
        if each.unit in (*RATES, *COSTS) and each.median > 0:
            over_sizes[each.bench, each.name, each.unit][each.events] = each.median
    found = []
    for (bench, name, unit), by_size in over_sizes.items():
        points = tuple(sorted(by_size.items()))
        small = unit == "ms" and max(by_size.values()) < LEAST_MS
        if len(points) > 1 and not small:
            exponent = slope(points) * (-1 if unit in RATES else 1)
            work = 1.0 if unit in COSTS and WHOLE_RECORD.search(name) else 0.0
            found.append(Growth(bench, name, unit, points, exponent, work))
    return found


def slope(points: Sequence[tuple[int, float]]) -> float:
    """The slope of the straight line through the points in logarithms."""
    across, up = [log(events) for events, _ in points], [log(value) for _, value in points]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    spread = sum((each - middle) ** 2 for each in across)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / spread
