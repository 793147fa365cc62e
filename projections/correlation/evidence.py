"""What a rule is asked of: its two series, the observed days, known differences, and the names behind the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.errors import Invalid
from domain.rules import Rule
from projections.correlation.backing import SourceSets
from projections.correlation.series import (
    NO_EARLIEST,
    NO_LATEST,
    NOTHING_KNOWN,
    KnownDifferences,
    Observed,
    Series,
    Window,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule and everything it is asked of.

    Occurrence numbers index `occurrence_ids` and `sources`, pair codes index `pair_labels`; both lists are sorted, so
    that equal content gives an equal report. `observed` is `None` where no day bounds anything that is counted.
    `x_not_realised_count` counts X without an account in a manner that counts. `known` are differences t_y - t_x.
    """

    rule: Rule
    x: Series
    y: Series
    observed: Observed | None
    occurrence_ids: Sequence[str]
    pair_labels: Sequence[str]
    sources: SourceSets
    known: KnownDifferences = NOTHING_KNOWN
    x_not_realised_count: int = 0
    y_not_realised_count: int = 0
    possible_duplicates_count: int = 0

    def __post_init__(self) -> None:
        if self.observed is None:
            self._without_days()
            return
        for side, series in (("x", self.x), ("y", self.y)):
            outside = (series.latest < self.observed.first_day) | (series.earliest > self.observed.last_day)
            if outside.any():
                row = int(np.flatnonzero(outside)[0])
                raise Invalid(
                    "an occurrence lies outside the observed days",
                    seen=(int(series.earliest[row]), int(series.latest[row])),
                    where=f"{side}, {self.occurrence_ids[int(series.occurrence[row])]}",
                    accepted=f"days {self.observed.first_day}..{self.observed.last_day}",
                )

    def _without_days(self) -> None:
        for side, series in (("x", self.x), ("y", self.y)):
            dated = (series.earliest > NO_EARLIEST) | (series.latest < NO_LATEST)
            if dated.any():
                row = int(np.flatnonzero(dated)[0])
                raise Invalid(
                    "an occurrence has a date, and no days are observed",
                    where=f"{side}, {self.occurrence_ids[int(series.occurrence[row])]}",
                    accepted="the days from the first to the last bound",
                )

    def in_order(self) -> Evidence:
        """The same evidence with its rows in the one order that equal content has."""
        x = self.x.in_order()
        return replace(self, x=x, y=x if self.y is self.x else self.y.in_order())

    @property
    def window(self) -> Window:
        """The window of the rule, from X to Y."""
        return Window.after(self.rule.window_days, self.rule.lag_days)

    @property
    def one_kind(self) -> bool:
        """Whether a kind is asked about itself."""
        return self.rule.x_kind == self.rule.y_kind

    @property
    def exact(self) -> bool:
        """Whether every day is known."""
        return self.x.is_exact and self.y.is_exact

    @property
    def seed(self) -> int:
        """The seed of every draw, from the content of the rule."""
        return int(self.rule.rule_id.replace("-", ""), 16) % 2**64
