"""The lag histogram: certain and possible counts by day, before the band that chance would fill."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from api.plots.sheet import CERTAIN, CHANCE, CHANCE_EDGE, PALE, POSSIBLE, Sheet, light_lines
from projections.correlation.views.lags import LagsView


def draw(view: LagsView) -> Figure:
    """Bars by lag; a band each for certain and possible counts, which differ where days are unknown."""
    exact = all(each.certain_count == each.possible_count for each in view.bins)
    counts = f"{view.x_count} {view.x_kind}, {view.y_count} {view.y_kind}, counted in each pair that they stand in"
    notes = [f"{counts}; {view.observed_days} days observed. Chance: {view.band}, for each lag by itself."]
    if not exact:
        notes.append("A pair whose distance is not known to the day is possible at every lag it may have.")
    sheet = Sheet(view, f"At which distance {view.y_kind} lies from {view.x_kind}", notes)
    axes = sheet.axes()
    lags = [each.lag_days for each in view.bins]
    chance = [(view.certain_band, "certain", CHANCE, 0.9)]
    if not exact:
        chance.append((view.possible_band, "possible", CHANCE, 0.45))
        axes.bar(
            lags, [each.possible_count for each in view.bins], 0.86, color=POSSIBLE, label="possible pairs", zorder=2
        )
    axes.bar(lags, [each.certain_count for each in view.bins], 0.86, color=CERTAIN, label="certain pairs", zorder=3)
    for band, of, colour, alpha in reversed(chance):
        label = "chance" if exact else f"chance, {of}"
        axes.axhspan(
            band.low_count, max(band.high_count, band.low_count), color=colour, alpha=alpha, zorder=1, label=label
        )
        style = "-" if of == "certain" else "--"
        axes.axhline(
            band.mean_count, color=CHANCE_EDGE, linewidth=0.9, linestyle=style, zorder=4, label=f"mean of {label}"
        )
    axes.axvline(0, color=PALE, linewidth=0.7, linestyle=":", zorder=4)
    tallest = max((each.possible_count for each in view.bins), default=0)
    axes.set_ylim(
        0, max(1.0, tallest, view.certain_band.high_count, 0 if exact else view.possible_band.high_count) * 1.08
    )
    axes.set_xlim(min(lags) - 0.7, max(lags) + 0.7)
    axes.set_xlabel(f"days from {view.x_kind} to {view.y_kind} (positive: {view.y_kind} is later)")
    axes.set_ylabel("pairs")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    light_lines(axes, "y")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return sheet.figure
