"""What a bench reports: figures, one JSON object a line, with the spread over its rounds and what they stand against.

Every bench here takes `--json FILE` and appends such lines to it; `bench.results` gathers them. A figure without a
ratio is told beside one that has it, because seconds of one machine say little about another.
"""

from __future__ import annotations

import json
import os
import platform
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured quantity at one size: its least, median and greatest value over the rounds.

    `ratio` is the median divided by that of `beside`, another figure of the same run.
    """

    bench: str
    name: str
    events: int
    unit: str
    least: float
    median: float
    greatest: float
    rounds: int
    ratio: float | None = None
    beside: str | None = None
    note: str | None = None

    @classmethod
    def of(
        cls,
        bench: str,
        name: str,
        events: int,
        unit: str,
        values: Sequence[float],
        *,
        beside: Figure | None = None,
        note: str | None = None,
    ) -> Figure:
        """The figure of some rounds; `beside` is what its ratio is taken to."""
        middle = median(values)
        ratio = middle / beside.median if beside is not None and beside.median else None
        name_beside = None if beside is None else beside.name
        return cls(bench, name, events, unit, min(values), middle, max(values), len(values), ratio, name_beside, note)

    @classmethod
    def told(cls, content: dict[str, Any]) -> Figure:
        """A figure read back from its line."""
        return cls(**content)

    def line(self) -> str:
        """One line for a reader at a terminal."""
        spread = f"{self.least:>12,.3f} {self.median:>12,.3f} {self.greatest:>12,.3f}"
        against = "" if self.ratio is None else f"  {self.ratio:.2f} x {self.beside}"
        note = "" if self.note is None else f"  ({self.note})"
        return f"{self.name:46} {self.events:>10,} {spread} {self.unit:7}{against}{note}"


def show(figures: Iterable[Figure], json_file: Path | None = None) -> None:
    """Print figures as a table and append them to a file, one JSON object a line."""
    told = tuple(figures)
    print(f"{'figure':46} {'events':>10} {'min':>12} {'median':>12} {'max':>12} unit")
    for figure in told:
        print(figure.line())
    if json_file is not None:
        with json_file.open("a", encoding="utf-8") as opened:
            opened.writelines(json.dumps(asdict(figure)) + "\n" for figure in told)


def read_figures(json_file: Path) -> tuple[Figure, ...]:
    """The figures of a file; lines of another shape are left to those who know them."""
    lines = json_file.read_text("utf-8").splitlines() if json_file.exists() else []
    told = (json.loads(line) for line in lines if line.strip())
    return tuple(Figure.told(each) for each in told if "greatest" in each)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long one call takes by the clock on the wall, and what it returns."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory_gib() -> float:
    """The memory of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def other_work() -> str:
    """How busy the machine was of late, this run included."""
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
    return f"Load of the last five minutes: {load:.1f}."


def machine() -> str:
    """What the figures were measured on; never which machine it was."""
    processor = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"^model name\s*: (.+)$", info.read_text("utf-8"), re.MULTILINE)
        processor = found.group(1).strip() if found else processor
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"Python {platform.python_version()}"
    return f"{cores} cores ({processor}), {memory_gib():.0f} GiB, {platform.system()}, {python}"
