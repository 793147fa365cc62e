"""The matrix of kinds: which cells could be tested, and what their q is."""

from __future__ import annotations

from typing import Final

from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from api.plots.sheet import PALE, Sheet, counted
from projections.correlation.matrix import MatrixCell
from projections.correlation.views.matrix import MatrixView

WORDS_UP_TO_KINDS: Final = 12
LEVELS: Final = ((0.01, "#1f3b5c", "q up to 0.01"), (0.05, "#4f7aa8", "q up to 0.05"), (0.2, "#a9c1da", "q up to 0.2"))
ABOVE: Final = ("#eef2f6", "q above 0.2")
UNTESTED: Final = ("#ffffff", "too little to test")


def draw(view: MatrixView) -> Figure:
    """One square a cell: X down, Y across; numbers are X certainly (to possibly) followed by Y."""
    kinds = len(view.kinds)
    worded = kinds <= WORDS_UP_TO_KINDS
    side = 0.62 if worded else 0.26
    tested = (
        f"{len(view.cells)} ordered pairs of {kinds} kinds, {view.tested_count} with enough to test: after against"
        f" before; q over all pairs of two kinds, by Benjamini and Hochberg."
    )
    sheet = Sheet(
        view,
        f"Which kind is followed by which within {_window(view)}, more often than preceded by it",
        (tested, "In each square: X followed by Y, certainly-possibly; nothing where it never is."),
        width=max(7.0, 3.4 + side * kinds),
        height=max(2.4, 1.3 + side * kinds),
    )
    axes = sheet.axes()
    place = {kind: at for at, kind in enumerate(view.kinds)}
    for cell in view.cells:
        colour, dark = _colour(cell)
        x, y = place[cell.y_kind], place[cell.x_kind]
        axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="#c4c4c4", linewidth=0.5))
        if cell.possible_count:
            words = counted(cell.certain_count, cell.possible_count).replace(" to ", "-")
            look = {"fontsize": 6.5 if worded else 4.6, "color": "white" if dark else "#333333"}
            axes.text(x, y, words, ha="center", va="center", **look)
    axes.set_xlim(-0.52, max(kinds, 1) - 0.48)
    axes.set_ylim(max(kinds, 1) - 0.48, -0.52)
    axes.set_aspect("equal")
    size = 8.0 if worded else 6.5
    axes.set_xticks(
        range(kinds), [kind.replace("_", " ") for kind in view.kinds], rotation=60, ha="right", fontsize=size
    )
    axes.set_yticks(range(kinds), [kind.replace("_", " ") for kind in view.kinds], fontsize=size)
    axes.tick_params(length=0)
    axes.set_ylabel("X")
    axes.set_xlabel("Y")
    for spine in axes.spines.values():
        spine.set_visible(False)
    shown = [*((colour, label) for _, colour, label in LEVELS), ABOVE, UNTESTED]
    patches = [Patch(facecolor=colour, edgecolor=PALE, linewidth=0.5, label=label) for colour, label in shown]
    axes.legend(handles=patches, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)
    return sheet.figure


def _window(view: MatrixView) -> str:
    start = f"{view.lag_days} to " if view.lag_days else ""
    return f"{start}{view.lag_days + view.window_days} days"


def _colour(cell: MatrixCell) -> tuple[str, bool]:
    """The colour of a cell, and whether words on it must be light."""
    if cell.q is None:
        return UNTESTED[0], False
    for level, colour, _ in LEVELS:
        if cell.q <= level:
            return colour, level <= 0.05
    return ABOVE[0], False
