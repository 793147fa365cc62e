"""At which distances Y lies from X, over a slice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.values import Value, Word
from projections.correlation.asking import (
    COUNTED,
    Manners,
    NotCounted,
    Roles,
    Within,
    beside,
    observed,
    registered,
    scope_of,
)
from projections.correlation.lags import LagBin, LagHistogram, lag_histogram
from projections.correlation.occurrences import Occurrences
from projections.correlation.scope import scoped
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class LagsQuery(Value):
    """Which two kinds, how far apart, and what shared."""

    x_kind: Word
    y_kind: Word
    longest_lag_days: Annotated[int, Field(ge=0, le=3660, description="how far to look on either side")] = 30
    within: Within = "same_country"
    x_role: Roles = ()
    y_role: Roles = ()
    manner: Manners = COUNTED


class LagsView(View, LagHistogram):
    """The histogram, with what was not counted beside it."""

    lines = ("bins",)

    not_counted: tuple[NotCounted, ...]


class Lags(Projection):
    """How many Y lie at each distance from X, certainly and possibly, with the band that chance would fill."""

    name, Query, View = "lags", LagsQuery, LagsView
    path = "/correlations/lags"

    def answer(self, slice: Slice, query: LagsQuery) -> LagsView:
        """The histogram of t_y - t_x."""
        registered(query.x_kind, query.y_kind)
        found = Occurrences.of(slice, query.manner, (query.x_kind, query.y_kind))
        x, y = (found.of_kind(kind) & found.counts for kind in (query.x_kind, query.y_kind))
        scope, span = scope_of(query.within, query.x_role, query.y_role), observed(found)
        rows = scoped(scope, found.members(scope), found.bounds, x, y)
        histogram = lag_histogram(
            rows.x,
            rows.y,
            span,
            min(query.longest_lag_days, span.days - 1),
            found.known(x, y),
            x_kind=query.x_kind,
            y_kind=query.y_kind,
        )
        bins = _to_the_end(histogram.bins, query.longest_lag_days)
        return LagsView(**{**dict(histogram), "bins": bins}, not_counted=beside(found))


def _to_the_end(bins: tuple[LagBin, ...], longest_lag_days: int) -> tuple[LagBin, ...]:
    """The bins with those beyond the observed days, in which nothing can lie."""
    seen = {each.lag_days: each for each in bins}
    lags = range(-longest_lag_days, longest_lag_days + 1)
    return tuple(seen.get(lag) or LagBin(lag_days=lag, certain_count=0, possible_count=0) for lag in lags)
