"""Every null asked of one direction of a rule, on each dating of its unknown days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from projections.correlation.chance import (
    Strata,
    poisson_p,
    rows_by_pair,
    share_of_days,
    shuffle_p,
    strata_by_block,
    strata_by_pair,
)
from projections.correlation.counting import found_within
from projections.correlation.coverage import covered_days
from projections.correlation.dating import Datings
from projections.correlation.discovery import rounded
from projections.correlation.evidence import Evidence
from projections.correlation.report import Chance
from projections.correlation.series import Observed, Series, Window
from projections.correlation.shifts import circular_shifts


@dataclass(frozen=True, slots=True)
class Nulls:
    """The p of each null that needs exact days."""

    poisson: Chance
    exact_shuffle: Chance
    yearly_blocks: Chance
    circular_shifts: Chance


def nulls(evidence: Evidence, window: Window) -> Nulls:
    """Each null of "X has a Y in this window", asked once if every day is known, else of 5 to 25 datings."""
    observed = evidence.observed
    dated = _datings(evidence)

    def over(ask: Callable[[Series, Series], float]) -> list[float]:
        return [ask(x, y) for x, y in dated]

    def shuffled(strata: Callable[[Series, Series, Window, Observed], Strata]) -> list[float]:
        return over(lambda x, y: shuffle_p(strata(x, y, window, observed)))

    share = share_of_days(evidence.rule.window_days, evidence.rule.lag_days, observed)
    return Nulls(
        poisson=_chance(
            "poisson",
            over(lambda x, y: poisson_p(found_within(x, y, window).certain_count, *rows_by_pair(x, y), share)),
        ),
        exact_shuffle=_chance("exact_shuffle", shuffled(strata_by_pair)),
        yearly_blocks=_chance("yearly_blocks", shuffled(strata_by_block)),
        circular_shifts=_chance("circular_shifts", over(lambda x, y: circular_shifts(x, y, window, observed).p)),
    )


def expected_by_chance(evidence: Evidence, window: Window) -> float:
    """Hits if every X fell on a random observed day of its pair: the share of days that Y covers, summed over X."""
    found = []
    for x, y in _datings(evidence):
        pairs, rows = np.unique(x.pair, return_counts=True)
        whole = np.full(pairs.size, evidence.observed.days)
        covered = covered_days(y, window, evidence.observed).days_in(pairs, np.zeros_like(pairs), whole)
        found.append(float(np.sum(rows * covered) / evidence.observed.days))
    return rounded(float(np.mean(found)))


def _datings(evidence: Evidence) -> list[tuple[Series, Series]]:
    if evidence.exact:
        return [(evidence.x, evidence.y)]
    datings_count = int(np.clip(200_000 // (evidence.x.count + evidence.y.count), 5, 25))
    datings = Datings.of(evidence.x, evidence.y, evidence.known, evidence.observed)
    return list(datings.drawn(evidence.seed, datings_count))


def _chance(null: str, p: list[float]) -> Chance:
    return Chance.model_validate(
        {"null": null, "p": rounded(max(p)), "p_smallest": rounded(min(p)), "datings_count": len(p)}
    )
