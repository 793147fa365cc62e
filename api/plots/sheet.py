"""The sheet that every plot is drawn on: what was asked above, the slice and the fixed sentence below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from domain.errors import Invalid
from projections.correlation.report import CAVEAT
from projections.view import View

CERTAIN: Final = "#1f3b5c"
POSSIBLE: Final = "#9db4cd"
CHANCE: Final = "#e4dccb"
CHANCE_EDGE: Final = "#8a7a55"
PALE: Final = "#6b6b6b"
RULE_LINE: Final = "#d0d0d0"
STYLE: Final[dict[Any, Any]] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": PALE,
    "axes.labelcolor": "#222222",
    "xtick.color": PALE,
    "ytick.color": PALE,
    "svg.hashsalt": "regesta",
    "svg.fonttype": "none",
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "hatch.linewidth": 0.4,
}
TITLE_CHARS_AN_INCH: Final = 11.5
NOTE_CHARS_AN_INCH: Final = 14.5
LINE_INCHES: Final = 0.165
SUFFIXES: Final = (".svg", ".png")


class Sheet:
    """A figure whose head and foot have room of their own, so that nothing is drawn over them."""

    def __init__(
        self, view: View, title: str, notes: Iterable[str], *, width: float = 8.4, height: float = 3.6
    ) -> None:
        """`height` in inches is that of the plot itself; the words come on top of it."""
        heading = textwrap.wrap(title, int(TITLE_CHARS_AN_INCH * width))
        above = [line for note in notes for line in textwrap.wrap(note, int(NOTE_CHARS_AN_INCH * width))]
        below = [slice_in_words(view), CAVEAT]
        head = 0.14 + LINE_INCHES * (1.25 * len(heading) + len(above)) + 0.1
        foot = 0.1 + LINE_INCHES * len(below)
        whole = head + height + foot
        room = ConstrainedLayoutEngine(rect=(0.01, foot / whole, 0.98, height / whole))
        self.figure = Figure(figsize=(width, whole), layout=room)
        FigureCanvasAgg(self.figure)
        top = whole - 0.14
        for line in heading:
            self._write(line, top, whole, width, fontsize=10, fontweight="bold", color="#111111")
            top -= 1.25 * LINE_INCHES
        for line in above:
            self._write(line, top, whole, width, color="#333333")
            top -= LINE_INCHES
        for number, line in enumerate(reversed(below)):
            self._write(line, 0.05 + LINE_INCHES * (number + 1), whole, width, color=PALE, fontsize=7.5)

    def axes(self, rows: int = 1, columns: int = 1, **more: Any) -> Any:
        """The axes: one, or an array of them."""
        return self.figure.subplots(rows, columns, **more)

    def _write(self, line: str, inches: float, whole: float, width: float, **look: Any) -> None:
        self.figure.text(0.12 / width, inches / whole, line, va="top", ha="left", **look)


def slice_in_words(view: View) -> str:
    """Which record the plot shows."""
    known = (
        f"as {view.certainty} known ({view.knowledge}) on {view.known_on}" if view.known_on else "all that is recorded"
    )
    return f"The record at position {view.position}, {known}."


def save(figure: Figure, path: Path) -> None:
    """Writes the file; nothing in it tells of the day or the machine it was drawn on.

    Raises:
        Invalid: the name ends in neither .svg nor .png.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid("no such kind of plot", seen=path.name, where="--plot", accepted=" or ".join(SUFFIXES))
    nothing = {"Date": None, "Creator": None} if suffix == ".svg" else {"Software": None}
    with mpl.rc_context(STYLE):
        _settle(figure)
        figure.savefig(path, format=suffix[1:], metadata=nothing)


def _settle(figure: Figure) -> None:
    """Lay the figure out once and round where everything stands.

    The layout solver orders its constraints by address, so its last digits differ from run to run; they are not seen,
    but names of clip paths are hashes of them, and the same view would not give the same bytes.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = axes.get_position().bounds
        axes.set_position((round(left, 5), round(bottom, 5), round(width, 5), round(height, 5)))


def light_lines(axes: Axes, along: str) -> None:
    """Thin lines behind the bars, to read numbers off."""
    axes.grid(visible=True, axis=along, color=RULE_LINE, linewidth=0.5)  # type: ignore[arg-type]
    axes.set_axisbelow(True)


def counted(certain: int, possible: int) -> str:
    """A count with its uncertainty: `3`, or `3 to 7` where days leave it open."""
    return str(certain) if certain == possible else f"{certain} to {possible}"
