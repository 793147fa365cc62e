"""How often each test calls a pair of kinds significant at 5 %: in four worlds without any link, and in one with.

In the four worlds X and Y are unrelated: whatever ties them is in how they came to be reported, and a fair test is at
or below 5 %. In the last one X in twenty is followed by a Y of its own, and a useful test says so.
Run: `python -m bench.correlation_calibration [--runs 1000]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from projections.correlation.chance import (
    poisson_p,
    rows_by_pair,
    share_of_days,
    shuffle_p,
    strata_by_block,
    strata_by_pair,
)
from projections.correlation.counting import found_within
from projections.correlation.ordering import after_before
from projections.correlation.series import Observed, Series, Window
from projections.correlation.shifts import circular_shifts

DAYS = 3650
PAIRS = 40
ROWS = 1000
WINDOW_DAYS = 14
UNKNOWN = 0.3
OBSERVED = Observed(0, DAYS - 1)

World = Callable[[np.random.Generator], tuple[Series, Series]]


def independent(rng: np.random.Generator) -> tuple[Series, Series]:
    """Both kinds fall on even random days."""
    x, y = (_series(rng.integers(0, PAIRS, ROWS), rng.integers(0, DAYS, ROWS), side) for side in (0, 1))
    return x, y


def bursts(rng: np.random.Generator) -> tuple[Series, Series]:
    """Each kind comes in bursts of its own: about five in ten days, in one pair."""

    def burst(side: int) -> Series:
        start, pair = rng.integers(0, DAYS, ROWS // 5), rng.integers(0, PAIRS, ROWS // 5)
        day = np.repeat(start, 5) + rng.integers(0, 10, ROWS // 5 * 5)
        return _series(np.repeat(pair, 5), np.minimum(day, DAYS - 1), side)

    return burst(0), burst(1)


def growing_reporting(rng: np.random.Generator) -> tuple[Series, Series]:
    """Reporting grows: the number of reports of either kind doubles every year."""

    def grown(side: int) -> Series:
        doublings = DAYS / 365
        day = np.log2(1 + rng.random(ROWS) * (2**doublings - 1)) / doublings * DAYS
        return _series(rng.integers(0, PAIRS, ROWS), np.minimum(day.astype(np.int64), DAYS - 1), side)

    return grown(0), grown(1)


def shared_attention(rng: np.random.Generator) -> tuple[Series, Series]:
    """Weeks of attention to a country bring out reports of both kinds; which comes first is chance."""
    weeks = 60
    start, pair = rng.integers(0, DAYS - 30, weeks), rng.integers(0, PAIRS, weeks)

    def attended(side: int) -> Series:
        week = rng.integers(0, weeks, ROWS)
        return _series(pair[week], start[week] + rng.integers(0, 30, ROWS), side)

    return attended(0), attended(1)


def linked(rng: np.random.Generator) -> tuple[Series, Series]:
    """Growing reporting, in which one X in twenty is followed by a Y of its own within a week."""
    x, y = growing_reporting(rng)
    caused = rng.choice(ROWS, ROWS // 20, replace=False)
    pair, day = y.pair.copy(), y.earliest.copy()
    pair[caused], day[caused] = (
        x.pair[caused],
        np.minimum(x.earliest[caused] + rng.integers(0, 8, caused.size), DAYS - 1),
    )
    return x, _series(pair, day, 1)


def known_to_the_month(series: Series, rng: np.random.Generator) -> Series:
    """The same rows, three in ten of them known only to thirty days."""
    vague = rng.random(series.count) < UNKNOWN
    earliest = np.where(vague, series.earliest - series.earliest % 30, series.earliest)
    latest = np.where(vague, np.minimum(earliest + 29, DAYS - 1), series.latest)
    return Series(series.pair, earliest, latest, series.occurrence).in_order()


def _series(pair: np.ndarray, day: np.ndarray, side: int) -> Series:
    return Series.exact(pair, day, np.arange(pair.size) + side * ROWS).in_order()


def p_values(x: Series, y: Series, rng: np.random.Generator) -> dict[str, float]:
    """Every test of one pair of series, and the headline once more with days taken away."""
    window = Window.after(WINDOW_DAYS)
    sides = after_before(x, y, window)
    hits = found_within(x, y, window).certain_count
    found = {
        "Poisson": poisson_p(hits, *rows_by_pair(x, y), share_of_days(WINDOW_DAYS, 0, OBSERVED)),
        "exact shuffle within pairs": shuffle_p(strata_by_pair(x, y, window, OBSERVED)),
        "shuffle in 365-day blocks": shuffle_p(strata_by_block(x, y, window, OBSERVED)),
        "all circular shifts": circular_shifts(x, y, window, OBSERVED).p,
        "after v. before, exact": sides.p_exact,
        "after v. before, sign-flip": sides.p_sign_flip,
        "**after v. before (headline)**": sides.p,
    }
    worst = ("shuffle in 365-day blocks", "all circular shifts", "**after v. before (headline)**")
    found["**verdict (worst of three)**"] = max(found[name] for name in worst)
    vague = after_before(known_to_the_month(x, rng), known_to_the_month(y, rng), window)
    return found | {"headline, 30 % of the days unknown": vague.p}


WORLDS: dict[str, World] = {
    "independent": independent,
    "bursts": bursts,
    "growing reporting": growing_reporting,
    "shared attention": shared_attention,
    "linked": linked,
}


def _one_run(world: World, rng: np.random.Generator) -> dict[str, float]:
    return p_values(*world(rng), rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    share: dict[str, list[float]] = {}
    for number, world in enumerate(WORLDS.values()):
        calls = [_one_run(world, np.random.default_rng([number, run])) for run in range(runs)]
        for test in calls[0]:
            share.setdefault(test, []).append(float(np.mean([call[test] <= 0.05 for call in calls])))
    print(f"{ROWS} X and {ROWS} Y in {PAIRS} pairs over {DAYS} days, window {WINDOW_DAYS} days, {runs} runs a world\n")
    print("| test | " + " | ".join(WORLDS) + " |")
    print("|---|" + "---:|" * len(WORLDS))
    for test, found in share.items():
        print(f"| {test} | " + " | ".join(f"{100 * value:.1f} %" for value in found) + " |")


if __name__ == "__main__":
    main()
