"""Figures: their spread, their ratio, and the lines in which they are kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import Figure, machine, other_work, percentile, read_figures, show

values = st.lists(st.floats(min_value=0.001, max_value=1e9), min_size=1, max_size=9)
figures = st.builds(
    lambda name, events, rounds: Figure.of("a bench", name, events, "ms", rounds, note=name or None),
    st.text(max_size=20),
    st.integers(min_value=1, max_value=10**8),
    values,
)


@given(values, values)
def test_a_figure_keeps_its_spread_and_the_ratio_of_the_middles(ours: list[float], theirs: list[float]) -> None:
    beside = Figure.of("a bench", "theirs", 10, "ms", theirs)
    figure = Figure.of("a bench", "ours", 10, "ms", ours, beside=beside)
    assert (figure.least, figure.greatest, figure.rounds) == (min(ours), max(ours), len(ours))
    assert figure.least <= figure.median <= figure.greatest
    assert figure.ratio == pytest.approx(figure.median / beside.median)
    assert figure.beside == "theirs"


@given(st.lists(figures, max_size=5))
def test_what_is_kept_is_read_back(told: list[Figure]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.jsonl"
        show(told[:2], file)
        show(told[2:], file)
        assert list(read_figures(file)) == told


@given(values, st.floats(min_value=0, max_value=1))
def test_a_percentile_is_one_of_the_values_and_a_share_of_them_lies_below(
    given_values: list[float], share: float
) -> None:
    found = percentile(given_values, share)
    assert found in given_values
    assert sum(each <= found for each in given_values) >= share * len(given_values)


def test_nothing_to_compare_with_gives_no_ratio() -> None:
    none_skipped = Figure.of("a bench", "skipped", 10, "events", [0])
    assert Figure.of("a bench", "skipped by two", 10, "events", [0], beside=none_skipped).ratio is None


def test_the_machine_is_told_by_kind_and_not_by_name() -> None:
    told = machine()
    assert "cores" in told
    assert "Python" in told
    assert "/" not in told + other_work()
