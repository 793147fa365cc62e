"""Growth drawn: one chart a figure, or a question put to several tools; the same numbers give the same bytes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.results.growth import Growth

SIZE_INCHES = (6.4, 4.0)


def draw(growths: Iterable[Growth], folder: Path) -> list[str]:
    """Draw all charts anew; their file names. Needs matplotlib (the extra `plot`)."""
    matplotlib = import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "regesta", "svg.fonttype": "none", "path.simplify": False})
    plot = import_module("matplotlib.pyplot")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    charts: dict[str, list[tuple[str, Growth]]] = defaultdict(list)
    for each in growths:
        tool, colon, question = each.name.partition(": ")
        title, line = (question, tool) if each.bench == "peers" and colon else (each.name, each.name)
        charts[f"{each.bench}: {title}"].append((line, each))
    return [_chart(plot, title, lines, folder) for title, lines in sorted(charts.items())]


def _chart(plot: Any, title: str, lines: Sequence[tuple[str, Growth]], folder: Path) -> str:
    figure, axes = plot.subplots(figsize=SIZE_INCHES)
    for number, (label, growth) in enumerate(lines):
        sizes, values = zip(*growth.points, strict=True)
        axes.plot(sizes, values, marker="os^Dvx*"[number % 7], label=f"{label} (n^{growth.exponent:.2f})")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("events")
    axes.set_ylabel(lines[0][1].unit)
    axes.set_title(title)
    axes.grid(True, which="both", alpha=0.3)
    axes.legend(fontsize="small")
    figure.tight_layout()
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") + ".svg"
    figure.savefig(folder / name, metadata={"Date": None, "Creator": None})
    plot.close(figure)
    return name
