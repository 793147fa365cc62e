"""A rule: counts against chance, forwards and backwards, and every test; or the chronology where nothing is tested."""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from api.plots.sheet import CERTAIN, CHANCE_EDGE, PALE, POSSIBLE, Sheet, counted, light_lines
from domain.chronology.bounds import format_day
from projections.correlation.report import LEVEL, ChronologyRow, RuleReport, Tests
from projections.correlation.views.rule import RuleView

MOST_ROWS: Final = 40
SMALLEST_SHOWN: Final = 1e-6


def draw(view: RuleView) -> Figure:
    """Counts on the left and tests on the right, or the chronology."""
    asked, followed = view.asked, view.followed
    q = view.tests.q if view.tests else None
    family = f" q = {q:.2g} over {view.tests.family_count} rules asked." if view.tests and q is not None else ""
    days = f"{view.observed.days} days observed" if view.observed else "no days observed"
    counts = (
        f"{asked.x_count} {view.rule.x_kind}, {asked.y_count} {view.rule.y_kind}; {asked.pairs_count} pairs with an X,"
        f" {asked.pairs_with_both_count} with both; {days}. Followed:"
        f" {counted(followed.certain_count, followed.possible_count)}; not followed: {view.misses_count}."
    )
    notes = (counts, f"{view.verdict_sentence}{family}")
    title = view.question[0].upper() + view.question[1:]
    if view.tests is None:
        rows = view.chronology[:MOST_ROWS]
        sheet = Sheet(view, title, notes, height=0.8 + 0.2 * max(3, len(rows)))
        _draw_chronology(sheet.axes(), view, rows)
        return sheet.figure
    sheet = Sheet(view, title, notes, height=3.0)
    left, right = sheet.axes(1, 2, width_ratios=(1, 1.1))
    _draw_counts(left, view)
    _draw_tests(right, view.tests)
    return sheet.figure


def _draw_counts(axes: Axes, view: RuleReport) -> None:
    before = view.placebo
    rows = (
        ("followed", view.followed, view.expected_by_chance_count),
        ("preceded\n(placebo)", before.share, before.expected_by_chance_count),
    )
    for at, (_, share, expected) in enumerate(rows):
        label: dict[str, Any] = {"possible": "possibly", "certain": "certainly", "chance": "expected by chance"}
        shown = label if not at else dict.fromkeys(label)
        axes.barh(at, share.possible_count, 0.5, color=POSSIBLE, zorder=2, label=shown["possible"])
        axes.barh(at, share.certain_count, 0.5, color=CERTAIN, zorder=3, label=shown["certain"])
        if expected is None:
            continue
        line: dict[str, Any] = {"color": CHANCE_EDGE, "linewidth": 2, "zorder": 5, "label": shown["chance"]}
        axes.plot([expected, expected], [at - 0.36, at + 0.36], **line)
    drawn = view.over_datings
    if drawn and drawn.datings_count > 1:
        label_ = "95 % of datings"
        axes.plot(
            [drawn.low_count, drawn.high_count], [0.42, 0.42], color="#222222", linewidth=1.4, zorder=6, label=label_
        )
    axes.set_yticks((0, 1), [name for name, _, _ in rows])
    axes.set_ylim(1.6, -0.6)
    axes.set_xlim(0, max(1, view.asked.x_count) * 1.02)
    axes.set_xlabel(f"{view.rule.x_kind}, of {view.asked.x_count}")
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.tick_params(axis="y", length=0)
    light_lines(axes, "x")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False)


def _draw_tests(axes: Axes, tests: Tests) -> None:
    headline = tests.after_before
    rows = (
        ("Poisson", tests.poisson.p_smallest, tests.poisson.p, False),
        ("exact shuffle", tests.exact_shuffle.p_smallest, tests.exact_shuffle.p, False),
        ("365-day blocks *", tests.yearly_blocks.p_smallest, tests.yearly_blocks.p, False),
        ("circular shifts *", tests.circular_shifts.p_smallest, tests.circular_shifts.p, False),
        ("after v. before *", min(headline.p, headline.p_on_most_favourable_dating), headline.p, True),
    )
    least = max(SMALLEST_SHOWN, min(min(row[1:3]) for row in rows) / 3)
    axes.axvspan(least, LEVEL, color="#f0f3ee", zorder=0)
    axes.axvline(LEVEL, color=PALE, linewidth=0.8, linestyle="--", zorder=1)
    for at, (_, low, high, bold) in enumerate(rows):
        drawn = [max(low, least), max(high, least)]
        axes.plot(drawn, [at, at], color=POSSIBLE, linewidth=2.5, zorder=2)
        axes.plot(drawn[1:], [at], "D" if bold else "o", color=CERTAIN, markersize=6 if bold else 5, zorder=3)
        axes.text(1.35, at, f"{high:.2g}", va="center", fontsize=8, fontweight="bold" if bold else "normal")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda p, _: f"{p:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(least, 1.15)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
    axes.get_yticklabels()[-1].set_fontweight("bold")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"p (dashed: {LEVEL:g}; line: over datings).  * the verdict is the worst of these")
    light_lines(axes, "x")


def _draw_chronology(axes: Axes, view: RuleReport, rows: tuple[ChronologyRow, ...]) -> None:
    days = [day for row in rows for day in (row.earliest_day, row.latest_day) if day is not None]
    first, last = (min(days), max(days)) if days else (0, 1)
    colours = {"x": CERTAIN, "y": CHANCE_EDGE}
    kinds = {"x": view.rule.x_kind, "y": view.rule.y_kind}
    seen: set[str] = set()
    for at, row in enumerate(rows):
        low, high = row.earliest_day, row.latest_day
        label = None if row.side in seen else f"{row.side.upper()}: {kinds[row.side]}"
        seen.add(row.side)
        if low is not None and low == high:
            axes.plot([low], [at], "o", color=colours[row.side], markersize=5, label=label, zorder=3)
            continue
        start, end = first if low is None else low, last if high is None else high
        axes.barh(at, end - start, 0.4, left=start, color=colours[row.side], alpha=0.45, label=label, zorder=2)
        for day, sign in ((low, "<"), (high, ">")):
            if day is None:
                where = first if sign == "<" else last
                axes.plot(
                    [where], [at], sign, color=colours[row.side], alpha=0.6, markersize=6, zorder=3, clip_on=False
                )
    axes.set_yticks(range(len(rows)), [f"{row.pair}  {kinds[row.side].replace('_', ' ')}" for row in rows], fontsize=7)
    axes.set_ylim(max(1, len(rows)) - 0.4, -0.6)
    margin = max(1.0, (last - first) * 0.03)
    axes.set_xlim(first - margin, last + margin)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True) if days else NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: format_day(round(day))))
    left_off = view.chronology_left_off_count + len(view.chronology) - len(rows)
    missing = "" if days else "no row has a date" if rows else "nothing of either kind counts here"
    later = f"{left_off} later rows are not drawn" if left_off else ""
    axes.set_xlabel("; ".join(filter(None, (missing, later))))
    axes.tick_params(axis="y", length=0)
    light_lines(axes, "x")
    if rows:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
