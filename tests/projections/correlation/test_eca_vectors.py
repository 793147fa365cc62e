"""Every expected number of `tests/vectors/eca.json`, to the printed digits (a relative 1e-12 on the smallest p)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from projections.correlation.chance import (
    continuous_share_of_days,
    poisson_p,
    share_of_days,
    shuffle_p,
    shuffle_pmf,
    strata_by_pair,
)
from projections.correlation.counting import Coincidences, coincidences, found_within
from projections.correlation.ordering import after_before
from projections.correlation.series import NOTHING_KNOWN, KnownDifferences, Observed, Series, Window
from projections.correlation.shifts import circular_shifts

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "eca.json").read_text(encoding="utf-8"))
EPOCH = date(1970, 1, 1)
PRINTED = 1e-12


class Case:
    """One worked case: A is the later series, B the earlier one."""

    def __init__(self, case: dict[str, Any], expected: dict[str, Any]) -> None:
        self.expected = expected
        self.later = one_pair(case["A_later"], first_number=0)
        self.earlier = one_pair(case["B_earlier"], first_number=1000)
        self.observed = Observed(case["first_day"], case["last_day"])
        self.window_days, self.lag_days = expected["delta_t"], expected["tau"]
        self.window = Window.after(self.window_days, self.lag_days)

    def counted(self) -> Coincidences:
        return coincidences(self.earlier, self.later, self.window_days, self.lag_days)


def one_pair(days: list[int], *, first_number: int) -> Series:
    return Series.exact([0] * len(days), days, np.arange(first_number, first_number + len(days)))


CASES = [
    pytest.param(Case(case, expected), id=f"{case['id']}-window{expected['delta_t']}-lag{expected['tau']}")
    for case in VECTORS["cases"]
    for expected in case["expected"]
]


@pytest.mark.parametrize("case", CASES)
def test_coincidences_and_rates(case: Case) -> None:
    counted, expected = case.counted(), case.expected
    assert counted.precursor.certain_count == counted.precursor.possible_count == expected["precursor_coincidences"]
    assert counted.trigger.certain_count == counted.trigger.possible_count == expected["trigger_coincidences"]
    assert counted.precursor.certain_count / case.later.count == pytest.approx(expected["precursor_rate"], abs=1e-12)
    assert counted.trigger.certain_count / case.earlier.count == pytest.approx(expected["trigger_rate"], abs=1e-12)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("form", "share"), [("days", share_of_days), ("continuous", continuous_share_of_days)])
def test_poisson_p(case: Case, form: str, share: Any) -> None:
    counted, later, earlier = case.counted(), np.array([case.later.count]), np.array([case.earlier.count])
    covered = share(case.window_days, case.lag_days, case.observed)
    precursor = poisson_p(counted.precursor.certain_count, later, earlier, covered)
    trigger = poisson_p(counted.trigger.certain_count, earlier, later, covered)
    # An absolute 1e-300: with a window of no length the continuous form says 0, and no p here is ever 0.
    assert precursor == pytest.approx(case.expected[f"p_precursor_binomial_{form}"], rel=PRINTED, abs=1e-300)
    assert trigger == pytest.approx(case.expected[f"p_trigger_binomial_{form}"], rel=PRINTED, abs=1e-300)


@pytest.mark.parametrize("case", CASES)
def test_covered_days_and_exact_shuffle(case: Case) -> None:
    precursor = strata_by_pair(case.later, case.earlier, case.window.turned(), case.observed)
    trigger = strata_by_pair(case.earlier, case.later, case.window, case.observed)
    assert precursor.covered.tolist() == [case.expected["covered_days_for_A"]]
    assert trigger.covered.tolist() == [case.expected["covered_days_for_B"]]
    assert shuffle_p(precursor) == pytest.approx(case.expected["p_precursor_exact_shuffle"], rel=PRINTED)
    assert shuffle_p(trigger) == pytest.approx(case.expected["p_trigger_exact_shuffle"], rel=PRINTED)


@pytest.mark.parametrize("case", CASES)
def test_all_circular_shifts(case: Case) -> None:
    shifts = circular_shifts(case.later, case.earlier, case.window.turned(), case.observed)
    assert shifts.hits.size == case.observed.days
    assert shifts.hits[0] == case.expected["circular_shift_count_at_zero"]
    assert shifts.p == pytest.approx(case.expected["p_precursor_circular_all_shifts"], rel=PRINTED)


def test_stratified_by_pair() -> None:
    given = VECTORS["stratified"]
    x, y = (
        Series.exact(
            [code for code, stratum in enumerate(given["strata"]) for _ in stratum[side]],
            [day for stratum in given["strata"] for day in stratum[side]],
        )
        for side in ("X", "Y")
    )
    y = Series(y.pair, y.earliest, y.latest, y.occurrence + 1000)
    window = Window.after(given["delta_t"])

    strata = strata_by_pair(x, y, window, Observed(given["first_day"], given["last_day"]))
    sides = after_before(x, y, window)

    assert strata.x_days.tolist() == [s["n"] for s in given["per_stratum"]]
    assert strata.covered.tolist() == [s["covered_days"] for s in given["per_stratum"]]
    assert strata.hits.tolist() == [s["coincidences"] for s in given["per_stratum"]]
    assert (strata.hit_count, x.count) == (given["coincidences"], given["n"])
    assert strata.expected_hits == pytest.approx(given["expected_by_chance"], rel=PRINTED)
    assert shuffle_p(strata) == pytest.approx(given["p_exact_convolution"], rel=PRINTED)
    assert shuffle_pmf(strata).tolist() == pytest.approx(given["null_pmf"], rel=PRINTED)
    assert (sides.after_only_count, sides.before_only_count) == (given["after_only"], given["before_only"])
    assert sides.p_exact == given["p_after_vs_before"]


@pytest.mark.parametrize("row", VECTORS["intervals"]["rows"], ids=lambda row: f"{row['X'][0]}..{row['Y'][1]}")
def test_uncertain_intervals(row: dict[str, Any]) -> None:
    known = {
        None: NOTHING_KNOWN,
        "Y - X = 2 days": KnownDifferences.of([(0, 1, 2, 2)]),
        "Y - X <= -1 day": KnownDifferences.of([(0, 1, None, -1)]),
    }[row.get("relation")]
    x, y = (
        Series.of([0], [day_number(row[side][0])], [day_number(row[side][1])], [number])
        for number, side in enumerate(("X", "Y"))
    )
    found = found_within(x, y, Window.after(VECTORS["intervals"]["delta_t"]), known)
    assert found.certain.tolist() == [row["certain"]]
    assert found.possible.tolist() == [row["possible"]]


def day_number(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days
