"""The chain of one case or country: each step at the days that it may have, and the distance to the next in words."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from api.plots.sheet import CERTAIN, PALE, POSSIBLE, Sheet, light_lines
from domain.chronology.bounds import format_day
from projections.correlation.sequence import Lag, Step, lag_in_words
from projections.correlation.views.sequence import SequenceAnswer

MOST_STEPS: Final = 60
ROW_INCHES: Final = 0.3


def draw(view: SequenceAnswer) -> Figure:
    """Steps from above to below in the order of the chain; a bar is one unknown day, never a length of time."""
    steps = view.steps[:MOST_STEPS]
    left_off = view.steps_left_off_count + len(view.steps) - len(steps)
    notes = [_key_in_words(len(steps))]
    if left_off:
        notes.append(f"{left_off} later steps are not drawn.")
    if not all(step.realised for step in steps):
        notes.append("Steps in parentheses have no account in a manner that counts.")
    height = 0.75 + ROW_INCHES * max(2, len(steps))
    sheet = Sheet(view, f"What followed what: {view.subject}", notes, height=height)
    axes = sheet.axes()
    first, last = _span(steps)
    for row, step in enumerate(steps):
        _place(axes, row, step, first, last)
    for row, lag in enumerate(view.lags[: max(0, len(steps) - 1)]):
        axes.annotate(_in_words(lag), (1.012, row + 0.5), xycoords=("axes fraction", "data"), va="center", fontsize=7.5)
    axes.set_yticks(range(len(steps)), [_named(step) for step in steps])
    axes.set_ylim(max(1, len(steps)) - 0.4, -0.6)
    margin = max(1.0, (last - first) * 0.04)
    axes.set_xlim(first - margin, last + margin)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: format_day(round(day))))
    axes.tick_params(axis="y", length=0)
    light_lines(axes, "x")
    # Room for the words beside the plot, which the layout does not see.
    axes.annotate("x" * 30, (1.012, 0.5), xycoords="axes fraction", fontsize=7.5, alpha=0.0, annotation_clip=False)
    return sheet.figure


def _key_in_words(steps: int) -> str:
    signs = "A point is a known day, a bar the days between which one unknown day lies; an arrow has no bound there."
    return f"{steps} steps. {signs}"


def _span(steps: tuple[Step, ...]) -> tuple[int, int]:
    days = [day for step in steps for day in (step.earliest_day, step.latest_day) if day is not None]
    return (min(days), max(days)) if days else (0, 1)


def _place(axes: Axes, row: int, step: Step, first: int, last: int) -> None:
    low, high = step.earliest_day, step.latest_day
    if low is None and high is None:
        axes.text(
            (first + last) / 2, row, "undated", ha="center", va="center", color=PALE, fontsize=7.5, style="italic"
        )
        return
    if low is not None and low == high:
        axes.plot([low], [row], "o", color=CERTAIN, markersize=5.5, zorder=3)
        return
    axes.barh(row, (high or last) - (low if low is not None else first), left=low if low is not None else first,
              height=0.34, color=POSSIBLE, zorder=2)  # fmt: skip
    for day, sign in ((low, "<"), (high, ">")):
        if day is None:
            axes.plot(
                [first if sign == "<" else last], [row], sign, color=POSSIBLE, markersize=7, zorder=3, clip_on=False
            )


def _named(step: Step) -> str:
    word = step.kind.replace("_", " ")
    return word if step.realised else f"({word})"


def _in_words(lag: Lag) -> str:
    distance = lag_in_words(lag.at_least_days, lag.at_most_days)
    rests = ", by relation" if lag.rests_on == "known_difference" else ""
    return f"{distance}: {_order(lag)}{rests}"


def _order(lag: Lag) -> str:
    """What the bounds say of the order, and no more."""
    if lag.order == "certain":
        return "certainly later"
    if lag.order == "same_day":
        return "the same day"
    if lag.at_least_days == 0:
        return "not earlier"
    return "not later" if lag.at_most_days is not None and lag.at_most_days <= 0 else "order not known"
