"""Asking a rule: counts, chance, verdict, and the lists behind them, as one report."""

from __future__ import annotations

from typing import Any

import numpy as np

from projections.correlation import listing
from projections.correlation.counting import Found, found_within
from projections.correlation.dating import hits_over_datings
from projections.correlation.discovery import rounded
from projections.correlation.evidence import Evidence
from projections.correlation.nulls import Nulls, datings, expected_by_chance, nulls
from projections.correlation.ordering import compare
from projections.correlation.partners import partners
from projections.correlation.report import Asked, ObservedDays, OverDatings, Placebo, RuleReport, Share
from projections.correlation.series import Observed, Series
from projections.correlation.verdict import in_words, refusals, tested, verdict

LISTED_AT_MOST = 200


def assess(evidence: Evidence, listed_at_most: int = LISTED_AT_MOST) -> RuleReport:
    """The report on a rule; q is added afterwards by `discovery.with_q`, which needs every rule ever asked.

    Lists show `listed_at_most` entries and say how many they left off; counts are always of everything.
    """
    evidence = evidence.in_order()
    window, observed = evidence.window, evidence.observed
    after = found_within(evidence.x, evidence.y, window, evidence.known)
    before = found_within(evidence.x, evidence.y, window.turned(), evidence.known)
    preceding = found_within(evidence.y, evidence.x, window.turned(), evidence.known.turned())
    sides = compare(evidence.x, after, before, window.reach_days)
    asked = _asked(evidence)
    refused = refusals(evidence, asked, sides)
    dated = datings(evidence, observed) if observed else []
    forward, reverse = nulls(evidence, observed, dated) if observed and not refused else (None, None)
    tests = None if forward is None else tested(forward, sides)
    expected_before = expected_by_chance(observed, dated, window.turned()) if observed else None
    return RuleReport(
        rule=evidence.rule,
        rule_id=evidence.rule.rule_id,
        question=evidence.rule.sentence,
        observed=ObservedDays.of(observed) if observed else None,
        asked=asked,
        followed=_share(after),
        preceding=_share(preceding),
        expected_by_chance_count=expected_by_chance(observed, dated, window) if observed else None,
        over_datings=_over_datings(evidence, observed) if observed else None,
        refused=refused,
        tests=tests,
        placebo=_placebo(before, expected_before, reverse),
        verdict=verdict(tests),
        verdict_sentence=in_words(evidence, tests, refused),
        **_lists(evidence, after, listed_at_most, with_chronology=bool(refused)),
    )


def headline_p(evidence: Evidence) -> float | None:
    """The headline p alone, `None` where refused: what every other rule of the family needs of this one."""
    evidence = evidence.in_order()
    after = found_within(evidence.x, evidence.y, evidence.window, evidence.known)
    before = found_within(evidence.x, evidence.y, evidence.window.turned(), evidence.known)
    sides = compare(evidence.x, after, before, evidence.window.reach_days)
    return None if refusals(evidence, _asked(evidence), sides) else rounded(sides.p)


def _lists(evidence: Evidence, after: Found, at_most: int, *, with_chronology: bool) -> dict[str, Any]:
    met = partners(evidence.x, evidence.y, evidence.window, evidence.known)
    hits = listing.hits(evidence, after, met, at_most)
    misses = listing.misses(evidence, after, at_most)
    misses_count = evidence.x.count - after.possible_count
    chronology, left_off = listing.chronology(evidence, at_most) if with_chronology else ((), 0)
    return {
        "hits": hits,
        "hits_left_off_count": after.possible_count - len(hits),
        "misses_count": misses_count,
        "misses": misses,
        "misses_left_off_count": misses_count - len(misses),
        "backing": listing.weights(evidence, met, at_most),
        "chronology": chronology,
        "chronology_left_off_count": left_off,
    }


def _asked(evidence: Evidence) -> Asked:
    x, y = evidence.x, evidence.y
    pairs = np.unique(x.pair)
    return Asked(
        x_count=x.count,
        y_count=y.count,
        x_occurrences_count=int(np.unique(x.occurrence).size),
        y_occurrences_count=int(np.unique(y.occurrence).size),
        x_with_unknown_day_count=_unknown(x),
        y_with_unknown_day_count=_unknown(y),
        x_days_count=_days(x) if x.is_exact else None,
        pairs_count=int(pairs.size),
        pairs_with_both_count=int(np.isin(pairs, y.pair).sum()),
        x_not_realised_count=evidence.x_not_realised_count,
        y_not_realised_count=evidence.y_not_realised_count,
        possible_duplicates_count=evidence.possible_duplicates_count,
    )


def _unknown(series: Series) -> int:
    return int(np.count_nonzero(series.earliest != series.latest))


def _days(series: Series) -> int:
    """Days with a row, by pair; rows stand in order."""
    new_day = (series.pair[1:] != series.pair[:-1]) | (series.earliest[1:] != series.earliest[:-1])
    return min(series.count, 1 + int(np.count_nonzero(new_day)))


def _share(found: Found) -> Share:
    rows = found.certain.size
    return Share(
        certain_count=found.certain_count,
        possible_count=found.possible_count,
        certain_rate=rounded(found.certain_count / rows) if rows else None,
        possible_rate=rounded(found.possible_count / rows) if rows else None,
    )


def _over_datings(evidence: Evidence, observed: Observed) -> OverDatings:
    hits = hits_over_datings(evidence.x, evidence.y, evidence.window, evidence.known, observed, evidence.seed)
    low, high = np.quantile(hits, [0.025, 0.975], method="closest_observation")
    return OverDatings(
        low_count=int(low), high_count=int(high), mean_count=rounded(float(hits.mean())), datings_count=int(hits.size)
    )


def _placebo(before: Found, expected: float | None, reverse: Nulls | None) -> Placebo:
    return Placebo(
        share=_share(before),
        expected_by_chance_count=expected,
        exact_shuffle=reverse.exact_shuffle if reverse else None,
        yearly_blocks=reverse.yearly_blocks if reverse else None,
        circular_shifts=reverse.circular_shifts if reverse else None,
    )
