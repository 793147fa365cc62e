"""A motif: how many of the first step get how far, and the same read backwards."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from api.plots.sheet import CERTAIN, CHANCE_EDGE, POSSIBLE, Sheet, counted, light_lines
from projections.correlation.views.motif import MotifAnswer


def draw(view: MotifAnswer) -> Figure:
    """A bar a step, certain before possible; below them the whole motif in mirror order, as a placebo."""
    whole = counted(view.certain_count, view.possible_count)
    test = (
        f"Against its mirror: p = {view.p:.2g} ({view.after_only_count} whole in this order alone,"
        f" {view.before_only_count} in the other alone)."
        if view.p is not None
        else f"Not tested: {'; '.join(view.refused)}."
    )
    notes = (f"{view.first_count} {view.motif.first_kind}, {whole} with the whole motif after them.", test)
    sheet = Sheet(view, view.sentence, notes, height=0.8 + 0.36 * (len(view.reached) + 1))
    axes = sheet.axes()
    rows = [
        *(
            (f"{'… then ' if at else ''}{step.kind.replace('_', ' ')}", step.certain_count, step.possible_count)
            for at, step in enumerate(view.reached)
        ),
        ("whole, read backwards", view.mirrored_certain_count, view.mirrored_possible_count),
    ]
    mirror = len(rows) - 1
    for at, (_, certain, possible) in enumerate(rows):
        axes.barh(at, possible, 0.6, color=POSSIBLE, zorder=2, label="possibly" if not at else None)
        colour = CHANCE_EDGE if at == mirror else CERTAIN
        axes.barh(
            at, certain, 0.6, color=colour, zorder=3, label={0: "certainly", mirror: "placebo, certainly"}.get(at)
        )
        axes.text(possible, at, f" {counted(certain, possible)}", va="center", fontsize=8)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(1, *(possible for _, _, possible in rows)) * 1.12)
    axes.set_xlabel(f"{view.motif.first_kind} that get so far")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="y", length=0)
    light_lines(axes, "x")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return sheet.figure
