"""Every null asked of one direction of a rule, on each dating of its unknown days."""

from __future__ import annotations

from dataclasses import dataclass

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
from projections.correlation.coverage import covered_days
from projections.correlation.dating import Datings
from projections.correlation.discovery import rounded
from projections.correlation.evidence import Evidence
from projections.correlation.report import Chance
from projections.correlation.series import Observed, Series, Window
from projections.correlation.shifts import CircularShifts, circular_shifts


@dataclass(frozen=True, slots=True)
class Nulls:
    """The p of each null that needs exact days."""

    poisson: Chance
    exact_shuffle: Chance
    yearly_blocks: Chance
    circular_shifts: Chance


Dating = tuple[Series, Series]
"""X and Y with a day for every row."""


def datings(evidence: Evidence, observed: Observed) -> list[Dating]:
    """The record itself if every day is known, else 5 to 25 datings of it."""
    if evidence.exact:
        return [(evidence.x, evidence.y)]
    datings_count = int(np.clip(200_000 // (evidence.x.count + evidence.y.count), 5, 25))
    possible = Datings.of(evidence.x, evidence.y, evidence.known, observed)
    return list(possible.drawn(evidence.seed, datings_count))


def nulls(evidence: Evidence, observed: Observed, dated: list[Dating]) -> tuple[Nulls, Nulls]:
    """Each null of "X has a Y after it", and of "X has a Y before it" in the same window turned round."""
    window = evidence.window
    share = share_of_days(evidence.rule.window_days, evidence.rule.lag_days, observed)
    forward: list[tuple[float, ...]] = []
    reverse: list[tuple[float, ...]] = []
    for x, y in dated:
        shifts = circular_shifts(x, y, window, observed)
        forward.append(_asked(x, y, window, observed, share, shifts))
        reverse.append(_asked(x, y, window.turned(), observed, share, shifts.turned(window)))
    return _gathered(forward), _gathered(reverse)


def _asked(
    x: Series, y: Series, window: Window, observed: Observed, share: float, shifts: CircularShifts
) -> tuple[float, ...]:
    return (
        poisson_p(found_within(x, y, window).certain_count, *rows_by_pair(x, y), share),
        shuffle_p(strata_by_pair(x, y, window, observed)),
        shuffle_p(strata_by_block(x, y, window, observed)),
        shifts.p,
    )


def _gathered(asked: list[tuple[float, ...]]) -> Nulls:
    poisson, shuffle, blocks, circular = zip(*asked, strict=True)
    return Nulls(
        poisson=_chance("poisson", poisson),
        exact_shuffle=_chance("exact_shuffle", shuffle),
        yearly_blocks=_chance("yearly_blocks", blocks),
        circular_shifts=_chance("circular_shifts", circular),
    )


def expected_by_chance(observed: Observed, dated: list[Dating], window: Window) -> float:
    """Hits if every X fell on a random observed day of its pair: the share of days that Y covers, summed over X."""
    found = []
    for x, y in dated:
        pairs, rows = np.unique(x.pair, return_counts=True)
        whole = np.full(pairs.size, observed.days)
        covered = covered_days(y, window, observed).days_in(pairs, np.zeros_like(pairs), whole)
        found.append(float(np.sum(rows * covered) / observed.days))
    return rounded(float(np.mean(found)))


def _chance(null: str, p: tuple[float, ...]) -> Chance:
    return Chance.model_validate(
        {"null": null, "p": rounded(max(p)), "p_smallest": rounded(min(p)), "datings_count": len(p)}
    )
