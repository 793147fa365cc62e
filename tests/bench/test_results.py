"""What is made of the figures: aims judged, growth fitted, charts drawn, the page written."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import Figure, show
from bench.results.aims import AIMS, judged
from bench.results.charts import draw
from bench.results.growth import grown, slope
from bench.results.parts import SCALES, Part, Scale, gathered, parts, run
from bench.results.report import page

SIZES = (10_000, 100_000, 1_000_000)
HEAD = {"day": "2026-11-22", "machine": "2 cores", "command": "python -m bench.results", "state": "Idle."}


def over_sizes(name: str, unit: str, value_at: dict[int, float], bench: str = "load") -> list[Figure]:
    return [Figure.of(bench, name, events, unit, [value]) for events, value in value_at.items()]


@given(st.floats(min_value=0.001, max_value=1e3), st.floats(min_value=-2, max_value=2))
def test_the_exponent_of_a_power_is_found(factor: float, exponent: float) -> None:
    assert slope([(events, factor * events**exponent) for events in SIZES]) == pytest.approx(exponent, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "unit", "exponent", "too_fast"),
    [
        ("rebuild", "s", 1.0, False),
        ("rebuild", "s", 1.3, True),
        ("catch-up after an append", "ms", 0.0, False),
        ("catch-up after an append", "ms", 1.0, True),
        ("hello", "req/s", 0.0, False),
        ("hello", "req/s", -0.5, True),
    ],
)
def test_what_grows_faster_than_its_work_is_named(name: str, unit: str, exponent: float, too_fast: bool) -> None:
    (growth,) = grown(over_sizes(name, unit, {events: 10 * (events / SIZES[0]) ** exponent for events in SIZES}))
    assert growth.too_fast is too_fast


def test_an_aim_is_judged_where_the_record_is_largest_and_by_the_worst_there() -> None:
    hello = Figure.of("load", "hello", SIZES[1], "req/s", [100])
    fast = Figure.of("load", "cached, pinned", SIZES[1], "req/s", [400], beside=hello)
    slow = Figure.of("load", "cached, pinned", SIZES[1], "req/s", [200], beside=hello)
    small = Figure.of("load", "cached, pinned", SIZES[0], "req/s", [900], beside=hello)

    def reached(*figures: Figure) -> bool | None:
        (found,) = [each for each in judged(figures) if each.aim.what == "cached, pinned"]
        return found.reached

    assert reached(hello) is None
    assert reached(small, fast) is True
    assert reached(small, fast, slow) is False


def test_the_page_says_plainly_what_was_not_reached_and_not_measured() -> None:
    figures = [Figure.of("load", "page after a start", SIZES[2], "ms", [400, 500, 600])]
    told = page(figures, judged(figures), grown(figures), [], HEAD)
    assert "| page after a start (cold) | at most 300 ms | 500 | 1,000,000 | 400 / 500 / 600 ms |  | **no** |" in told
    assert "Not reached: page after a start (cold)." in told
    assert f"Not measured in this run: {AIMS[0].what};" in told


def test_the_page_sets_the_tools_side_by_side() -> None:
    ours = Figure.of("peers", "Regesta: rebuild", SIZES[0], "s", [1])
    theirs = Figure.of("peers", "pandas: rebuild", SIZES[0], "s", [2], beside=ours)
    other = Figure.of("peers", "Regesta: append", SIZES[0], "ms", [3])
    told = page([ours, theirs, other], [], [], [], HEAD)
    assert "| question | Regesta | pandas |" in told
    assert "| rebuild | 1 s | 2 s (2x) |" in told
    assert "| append | 3 ms | n/a |" in told


def test_the_same_numbers_give_the_same_charts(tmp_path: Path) -> None:
    figures = [
        *over_sizes("rebuild", "s", {10: 1.0, 100: 9.0}),
        *over_sizes("Regesta: load", "s", {10: 1.0, 100: 9.0}, "peers"),
        *over_sizes("pandas: load", "s", {10: 2.0, 100: 8.0}, "peers"),
    ]
    drawn = [{name: (tmp_path / name).read_bytes() for name in draw(grown(figures), tmp_path)} for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) == {"load-rebuild.svg", "peers-load.svg"}
    assert b"pandas (n^" in drawn[0]["peers-load.svg"]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_every_part_has_a_name_of_its_own_and_a_bench_that_is_there(scale: Scale, tmp_path: Path) -> None:
    found = list(parts(scale, tmp_path))
    assert len({part.name for part in found}) == len(found)
    assert {part.module.split(".")[0] for part in found} == {"bench"}
    assert all(import_module(part.module) for part in found if not part.module.endswith("redraw"))


def test_a_part_that_failed_is_run_again_and_one_that_is_kept_is_not(tmp_path: Path) -> None:
    failing = Part("figures-1", "bench.figures", (), 1)
    assert run(failing, tmp_path).startswith("FAILED")
    assert not failing.file(tmp_path).exists()
    figure = Figure.of("import", "import", 1, "s", [1])
    show([figure], failing.file(tmp_path))
    assert run(failing, tmp_path) == "kept from before"
    assert gathered(tmp_path) == [figure]


def test_a_variant_counts_as_a_bench_of_its_own(tmp_path: Path) -> None:
    figure = Figure.of("rebuild", "rebuild", 1, "s", [1])
    show([figure], Part("rebuild-related-10-1", "bench.rebuild", (), 1).file(tmp_path))
    assert [each.bench for each in gathered(tmp_path)] == ["rebuild-related-10"]
