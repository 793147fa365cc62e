"""What is run: each part one bench at one size, as a process, its figures kept in a file of its own.

Time, correlation and redrawing have tables of their own (`TIME.md`, `CORRELATION.md`, `REDRAW.md`).

A part whose file is there is not run again, so that a run that broke off goes on where it was.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.figures import Figure, memory_gib

LEDGER_SIZE = 10_000_000
LEDGER_MEMORY_GIB = 20
LEDGER_DISK_GIB = 30
SLOW_SIZE = 1_000_000
"""From here on one round of the tools that are measured beside us is enough: it takes minutes."""

SHORT_SECONDS = 2.0
VARIANTS = ("rebuild-related-10", "rebuild-related-100", "load-by-wrk")
PATIENCE_SECONDS = 1_800


@dataclass(frozen=True)
class Part:
    """One bench at one size: its name, the module, its arguments."""

    name: str
    module: str
    arguments: tuple[str, ...]
    events: int

    def file(self, kept: Path) -> Path:
        """Where its figures are kept."""
        return kept / f"{self.name}.jsonl"


@dataclass(frozen=True)
class Scale:
    """How much is measured: sizes of the record, and of what else takes long."""

    name: str
    sizes: tuple[int, ...]
    rounds: int
    seconds: float
    subscribers: int
    processes: tuple[int, ...]
    writes: int
    with_slow: bool = False


WHOLE = Scale("whole", (10_000, 100_000, 1_000_000), 3, 5, 1_000, (1, 2, 3), 1_200, True)
QUICK = Scale("quick", (10_000, 100_000), 1, 1, 300, (1, 2), 240)
TINY = Scale("tiny", (300, 1_000), 1, 0.3, 20, (2,), 24)
SCALES = {scale.name: scale for scale in (WHOLE, QUICK, TINY)}


def parts(scale: Scale, kept: Path) -> Iterator[Part]:
    """Everything that is run."""
    largest = scale.sizes[-1]
    for events in scale.sizes:
        yield _part("import", "bench.import_speed", events)
        yield _part("import-table", "bench.import_table", events)
        yield _part("rebuild", "bench.rebuild", events)
        yield _part("rebuild-postgres", "bench.rebuild_postgres", events)
    for related, name in ((0.1, "rebuild-related-10"), (1.0, "rebuild-related-100")):
        yield _part(name, "bench.rebuild", largest, "--related", str(related))
    for events in scale.sizes:
        rounds = 1 if events >= SLOW_SIZE else scale.rounds
        yield _part("peers", "bench.peers", events, "--rounds", str(rounds))
    for events in scale.sizes:
        yield _part("load", "bench.load", events, *_load(events, scale, kept))
    if shutil.which("wrk"):
        options = ("--tool", "wrk", "--parts", "rates")
        yield _part("load-by-wrk", "bench.load", largest, *_load(largest, scale, kept), *options)
    counts = (str(each) for each in scale.processes)
    yield _part("processes", "bench.processes", 2_000, "--counts", *counts, "--writes", str(scale.writes))
    roomy = memory_gib() > LEDGER_MEMORY_GIB and shutil.disk_usage(kept).free > LEDGER_DISK_GIB * 2**30
    if scale.with_slow and roomy:
        yield _part("rebuild", "bench.rebuild", LEDGER_SIZE)


def _load(events: int, scale: Scale, kept: Path) -> Iterator[str]:
    """The whole load at the greatest size, rates and pages at the others and for a shorter time."""
    yield from ("--store-kept", str(kept / "stores"), "--rounds", str(scale.rounds))
    if events == scale.sizes[-1]:
        yield from ("--seconds", str(scale.seconds), "--subscribers", str(scale.subscribers))
    else:
        yield from ("--seconds", str(min(scale.seconds, SHORT_SECONDS)), "--parts", "pages", "rates")


def _part(name: str, module: str, events: int, *arguments: str) -> Part:
    return Part(f"{name}-{events}", module, ("--events", str(events), *arguments), events)


def run(part: Part, kept: Path) -> str:
    """Run one part unless its figures are kept already; what came of it, in a few words."""
    file = part.file(kept)
    if file.exists():
        return "kept from before"
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    log = kept / f"{part.name}.log"
    command = [sys.executable, "-m", part.module, *part.arguments, "--json", str(unfinished)]
    start = perf_counter()
    with log.open("w") as written:
        try:
            done = subprocess.run(
                command, stdout=written, stderr=subprocess.STDOUT, check=False, timeout=PATIENCE_SECONDS, env=os.environ
            )
        except subprocess.TimeoutExpired:
            return f"FAILED: not done within {PATIENCE_SECONDS} s"
    taken = perf_counter() - start
    if done.returncode or not unfinished.exists():
        last = (log.read_text("utf-8", "replace").strip().splitlines() or ["it said nothing"])[-1]
        return f"FAILED after {taken:.0f} s: {last[:150]}"
    unfinished.rename(file)
    return f"done in {taken:.0f} s"


def gathered(kept: Path) -> list[Figure]:
    """The figures of all parts that are kept."""
    found: list[Figure] = []
    for file in sorted(kept.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                found += _figures(json.loads(line), file.stem)
    return found


def _figures(told: dict[str, Any], part: str) -> Iterator[Figure]:
    """The figure of a line; a variant of a bench counts as one of its own, so that sizes compare like with like."""
    bench, _, _ = part.rpartition("-")
    yield Figure.told(told | {"bench": bench} if bench in VARIANTS else told)
