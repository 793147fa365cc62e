"""Every plot says what was asked, what it rests on, which slice it shows, and the fixed sentence; twice the same."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib import rc_context

from api.cli.plotting import PLOTTED, plotted
from api.plots.drawing import figure_of, plot
from api.plots.sheet import STYLE
from domain.errors import Invalid, Refused
from domain.rules import Rule
from projections.correlation.assess import assess
from projections.correlation.backing import SourceSets
from projections.correlation.evidence import Evidence
from projections.correlation.report import CAVEAT
from projections.correlation.series import Observed, Series
from projections.correlation.views.rule import RuleView
from projections.registry import PROJECTIONS
from projections.slice import Slice
from projections.view import View
from seed_events.loader import commands
from tests.projections.correlation.records import slice_of
from tests.projections.memory_log import MemoryLog

ASKED: dict[str, dict[str, Any]] = {
    "lags": {"x_kind": "meeting", "y_kind": "statement"},
    "matrix": {"kind": ["raid", "deportation", "loan_pledge"]},
    "sequence": {"country": ["KH"], "kind": ["raid", "deportation", "loan_pledge"]},
    "motif": {"step": ["raid", "deportation:0..3", "loan_pledge:7"]},
}
SAID = {
    "lags": ("{x_count} meeting", "{y_count} statement", "circular shifts"),
    "matrix": ("9 ordered pairs", "{tested_count} with enough to test", "loan pledge"),
    "sequence": ("KH", "0d: the same day", "2d: certainly later"),
    "motif": ("{first_count} raid", "too few of the first kind: 1", "read backwards"),
    "rule": ("60 x, 60 y", "expected by chance", "after v. before", "rules asked"),
}


@pytest.fixture(scope="module")
def views() -> dict[str, View]:
    seed = slice_of(MemoryLog(commands()), known_on="2026-11-01")  # type: ignore[arg-type]
    return {name: ask(seed, name, asked) for name, asked in ASKED.items()} | {"rule": a_rule_with_tests()}


def ask(slice: Slice, name: str, asked: dict[str, Any]) -> View:
    projection = PROJECTIONS[name]
    return projection.ask(slice, projection.Query.model_validate(asked))


def a_rule_with_tests() -> RuleView:
    """Sixty X, half of them followed by a Y of their own, a third of the days known only to a week."""
    pair, day = np.arange(60) % 6, np.arange(60) * 23
    vague = np.arange(60) % 3 == 0
    x = Series(pair, day - vague * 3, day + vague * 3, np.arange(60))
    y_day = np.where(np.arange(60) % 2 == 0, day + 4, (day * 7 + 11) % 1400)
    y = Series.exact(pair, y_day, np.arange(60, 120))
    ids = tuple(f"o{number:03}" for number in range(120))
    rule = Rule(x_kind="x", y_kind="y", window_days=7)
    sources = SourceSets.of((f"s{number % 4}",) for number in range(120))
    report = assess(Evidence(rule, x, y, Observed(-5, 1405), ids, tuple(f"P{p}" for p in range(6)), sources))
    assert report.tests is not None
    tests = report.tests.model_copy(update={"q": 0.03, "family_count": 4})
    return RuleView(**dict(report.model_copy(update={"tests": tests})), asked_at_position=7, known_on="2026-11-01")


def words_of(svg: Path) -> str:
    """All text of a drawing, lines put together."""
    return " ".join(" ".join(each.itertext()) for each in ET.parse(svg).iter() if each.tag.endswith("}text"))


@pytest.mark.parametrize("name", sorted(PLOTTED))
def test_a_plot_says_what_it_shows_and_what_it_rests_on(name: str, views: dict[str, View], tmp_path: Path) -> None:
    plot(views[name], tmp_path / "plot.svg")
    said = words_of(tmp_path / "plot.svg")
    assert CAVEAT in said
    assert f"The record at position {views[name].position}" in said
    assert "2026-11-01" in said
    for words in SAID[name]:
        assert words.format_map(dict(views[name])) in said, (words, said)


@pytest.mark.parametrize("name", sorted(PLOTTED))
@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_same_view_gives_the_same_bytes(name: str, suffix: str, views: dict[str, View], tmp_path: Path) -> None:
    for file in ("one", "other"):
        plot(views[name], tmp_path / f"{file}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"other{suffix}").read_bytes()
    assert b"dc:date" not in (tmp_path / f"one{suffix}").read_bytes()


@pytest.mark.parametrize("name", sorted(PLOTTED))
def test_no_words_lie_outside_the_sheet(name: str, views: dict[str, View]) -> None:
    figure = figure_of(views[name])
    with rc_context(STYLE):
        figure.draw_without_rendering()
    width, height = figure.get_size_inches() * figure.dpi
    for text in (*figure.texts, *(each for axes in figure.axes for each in axes.get_yticklabels())):
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= width + 1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.y1 <= height + 1, text.get_text()


def test_a_rule_that_was_refused_is_drawn_as_its_chronology(views: dict[str, View], tmp_path: Path) -> None:
    tested = views["rule"]
    assert isinstance(tested, RuleView)
    seed = slice_of(MemoryLog(commands()))  # type: ignore[arg-type]
    from projections.correlation.rulings import ruling

    report = ruling(seed, Rule(x_kind="deportation", y_kind="loan_pledge", window_days=7))
    plot(RuleView(**dict(report), asked_at_position=1), tmp_path / "plot.svg")
    said = words_of(tmp_path / "plot.svg")
    assert "The chronology is shown instead" in said
    assert "KH  loan pledge" in said
    assert "not followed: 4" in said


@pytest.mark.parametrize(("count", "missing"), [(2, "no row has a date"), (0, "nothing of either kind counts here")])
def test_a_chronology_without_a_date_is_drawn_without_an_axis_of_days(count: int, missing: str, tmp_path: Path) -> None:
    x = Series.of(range(count), [None] * count, [None] * count)
    none, ids, pairs = Series.exact([], []), ("o0", "o1"), ("KH", "CN")
    rule = Rule(x_kind="raid", y_kind="loan_pledge", window_days=7)
    report = assess(Evidence(rule, x, none, None, ids, pairs, SourceSets.of(("s",) for _ in ids)))
    plot(RuleView(**dict(report), asked_at_position=1), tmp_path / "plot.svg")
    said = words_of(tmp_path / "plot.svg")
    assert missing in said
    assert "no days observed" in said
    assert "1970" not in said


def test_another_ending_and_another_view_are_named(views: dict[str, View], tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"svg or \.png"):
        plot(views["lags"], tmp_path / "plot.pdf")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Invalid, match="not drawn"):
        figure_of(View())


def test_without_the_library_the_extra_is_named(
    views: dict[str, View], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(Refused, match=r"regesta\[plot\]"):
        plotted(views["lags"], tmp_path / "plot.svg")
