"""Rules asked of a slice: the evidence for each, its report, and the family of all rules asked by the position."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from domain.rules import Rule
from projections.correlation.asking import observed
from projections.correlation.assess import assess, headline_p
from projections.correlation.discovery import with_q
from projections.correlation.evidence import Evidence
from projections.correlation.occurrences import Occurrences
from projections.correlation.report import RuleReport
from projections.correlation.scope import scoped
from projections.correlation.series import Packing, Series
from projections.slice import Slice

DATED_WITHIN_DAYS = 31
"""A month: the vaguest date that still says something of whether two occurrences are one."""

_REPORTS: WeakKeyDictionary[Slice, dict[str, RuleReport]] = WeakKeyDictionary()
_HEADLINES: WeakKeyDictionary[Slice, dict[str, float | None]] = WeakKeyDictionary()


def evidence_of(slice: Slice, rule: Rule) -> Evidence:
    """Everything in a slice that a rule is asked of."""
    found = Occurrences.of(slice, rule.manners, (rule.x_kind, rule.y_kind))
    members = found.members(rule.scope)
    of_x, of_y = found.of_kind(rule.x_kind), found.of_kind(rule.y_kind)
    x, y = of_x & found.counts, of_y & found.counts
    rows = scoped(rule.scope, members, found.bounds, x, y)
    beside = scoped(rule.scope, members, found.bounds, of_x & ~found.counts, of_y & ~found.counts)
    series = (rows.x,) if rule.x_kind == rule.y_kind else (rows.x, rows.y)
    return Evidence(
        rule,
        rows.x,
        rows.y,
        observed(found),
        found.ids.to_list(),
        rows.pair_labels,
        found.sources(),
        found.known(x, y),
        x_not_realised_count=_occurrences(beside.x),
        y_not_realised_count=_occurrences(beside.y),
        possible_duplicates_count=sum(overlapping_count(each) for each in series),
    )


def ruling(slice: Slice, rule: Rule) -> RuleReport:
    """The report on a rule, its q over every rule asked by the slice's position."""
    kept = _REPORTS.setdefault(slice, {})
    if rule.rule_id not in kept:
        kept[rule.rule_id] = assess(evidence_of(slice, rule))
    return with_q(kept[rule.rule_id], family(slice))


def family(slice: Slice) -> dict[str, float | None]:
    """The headline p of every rule asked by the position, `None` where it is refused; worked out once a slice."""
    kept = _HEADLINES.setdefault(slice, {})
    for asked in slice.rules_asked.values():
        if asked.content.rule_id not in kept:
            kept[asked.content.rule_id] = headline_p(evidence_of(slice, asked.content))
    return dict(kept)


def overlapping_count(series: Series) -> int:
    """Pairs of rows in one stratum that their days allow to be one, of rows that are dated to a month or better.

    All pairs, less those of which one surely ended. Days known more vaguely would allow nearly everything to be one.
    """
    series = series.rows(series.latest - series.earliest < DATED_WITHIN_DAYS)
    if not series.count:
        return 0
    packing = Packing.for_series((series,), 0)
    begins = np.sort(packing.day(series.pair, series.earliest))
    _, sizes = np.unique(series.pair, return_counts=True)
    ends_of_pair = np.cumsum(sizes)[np.searchsorted(np.unique(series.pair), series.pair)]
    later = ends_of_pair - np.searchsorted(begins, packing.day(series.pair, series.latest), "right")
    return int((sizes * (sizes - 1) // 2).sum() - later.sum())


def _occurrences(series: Series) -> int:
    return int(np.unique(series.occurrence).size)
