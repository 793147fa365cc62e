"""From counts by pair, made by another engine over an exported data set, to a report with the headline test.

What comes back from an engine is one row a pair, so all chance is worked out here, by the same functions as at home.
The tests that need the days themselves (shuffles, blocks, circular shifts), the lists and q are the register's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from domain.errors import Invalid
from domain.rules import Rule
from projections.correlation.chance import poisson_p, share_of_days
from projections.correlation.discovery import rounded
from projections.correlation.ordering import AfterBefore
from projections.correlation.report import CAVEAT, AfterBeforeTest, ObservedDays, Probability, Share
from projections.correlation.series import Ints, Observed
from projections.correlation.verdict import after_before_test, too_little
from projections.view import View

NOT_HERE = (
    "No verdict: blocks, circular shifts, hits and q need the days and the register; `regesta correlate rule` has them."
)


@dataclass(frozen=True, slots=True)
class CountedPairs:
    """What an engine counted: pairs in the order of their labels, and a column for each of `expression.COUNTS`."""

    pairs: tuple[str, ...]
    columns: Mapping[str, Ints]
    observed: Observed | None

    def total(self, name: str) -> int:
        """One count over all pairs."""
        return int(self.columns[name].sum())


class CountedElsewhere(View):
    """A rule counted by another engine: the same counts as in the report of the register, and the headline test."""

    lines = ()

    engine: str
    rule: Rule
    rule_id: str
    question: str
    observed: Annotated[ObservedDays | None, Field(description="null: nothing counted has a date")]
    x_count: int
    y_count: int
    x_with_unknown_day_count: int
    y_with_unknown_day_count: int
    pairs_count: Annotated[int, Field(description="pairs that hold an X")]
    pairs_with_both_count: int
    followed: Annotated[Share, Field(description="X followed by Y")]
    preceded: Annotated[Share, Field(description="X preceded by Y in the same window: the placebo")]
    poisson_p: Annotated[Probability | None, Field(description="null: some days are unknown, or not tested")]
    after_before: AfterBeforeTest | None
    refused: Annotated[tuple[str, ...], Field(description="why no test is given; empty where tests are")]
    not_here: str = NOT_HERE
    caveat: str = CAVEAT


def may_be_counted(rule: Rule) -> None:
    """Raises `Invalid` for a rule of one kind with itself, which is counted at home alone."""
    if rule.x_kind == rule.y_kind:
        accepted = "two kinds; a kind with itself is counted by `regesta correlate ask` without an engine"
        raise Invalid("one kind on both sides", seen=rule.x_kind, where="y_kind", accepted=accepted)


def observed_between(bounds: list[int | None]) -> Observed | None:
    """The observed days, from the least and greatest of all bounds; `None` where there is none."""
    days = [int(day) for day in bounds if day is not None]
    return Observed(min(days), max(days)) if days else None


def report_of(rule: Rule, counted: CountedPairs, engine: str) -> CountedElsewhere:
    """The report from the counts of all pairs."""
    of, total, observed = counted.columns, counted.total, counted.observed
    sides = AfterBefore(
        after_only_count=total("after_only_count"),
        before_only_count=total("before_only_count"),
        after_only_possible_count=total("after_only_possible_count"),
        before_only_possible_count=total("before_only_possible_count"),
        clump_count=total("clumps_count"),
        pair_balance=of["after_only_count"] - of["before_only_count"],
    )
    both = int(np.count_nonzero((of["x_count"] > 0) & (of["y_count"] > 0)))
    refused = too_little(rule, observed, total("x_count"), total("y_count"), both, sides)
    exact = not total("x_with_unknown_day_count") and not total("y_with_unknown_day_count")
    poisson = None
    if observed and exact and not refused:
        share = share_of_days(rule.window_days, rule.lag_days, observed)
        poisson = poisson_p(total("certain_count"), of["x_count"], of["y_count"], share)
    return CountedElsewhere(
        engine=engine,
        rule=rule,
        rule_id=rule.rule_id,
        question=rule.sentence,
        observed=ObservedDays.of(observed) if observed else None,
        x_count=total("x_count"),
        y_count=total("y_count"),
        x_with_unknown_day_count=total("x_with_unknown_day_count"),
        y_with_unknown_day_count=total("y_with_unknown_day_count"),
        pairs_count=int(np.count_nonzero(of["x_count"])),
        pairs_with_both_count=both,
        followed=_share(counted, "certain_count", "possible_count"),
        preceded=_share(counted, "before_certain_count", "before_possible_count"),
        poisson_p=None if poisson is None else rounded(poisson),
        after_before=None if refused else after_before_test(sides),
        refused=refused,
    )


def _share(counted: CountedPairs, certain: str, possible: str) -> Share:
    rows, sure, open_ = counted.total("x_count"), counted.total(certain), counted.total(possible)
    return Share(
        certain_count=sure,
        possible_count=open_,
        certain_rate=rounded(sure / rows) if rows else None,
        possible_rate=rounded(open_ / rows) if rows else None,
    )
