"""At which distances Y lies from X, over a slice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.errors import Refused
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
from projections.correlation.lag_pairs import LagPair, lag_pairs
from projections.correlation.lags import LagBin, LagHistogram, lag_histogram
from projections.correlation.occurrences import Occurrences
from projections.correlation.scope import Scoped, scoped
from projections.correlation.series import KnownDifferences, Observed, Window
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class LagsQuery(Value):
    """Which two kinds, how far apart, and what shared."""

    x_kind: Word
    y_kind: Word
    longest_lag_days: Annotated[int, Field(ge=0, le=3660, description="how far to look on either side")] = 30
    pairs_from_days: Annotated[
        int | None, Field(ge=-36_525, le=36_525, description="list the pairs that may lie so far apart, or farther")
    ] = None
    pairs_to_days: Annotated[int | None, Field(ge=-36_525, le=36_525, description="and at most so far apart")] = None
    within: Within = "same_country"
    x_role: Roles = ()
    y_role: Roles = ()
    manner: Manners = COUNTED


class LagsView(View, LagHistogram):
    """The histogram, with the pairs behind a part of it if they are asked for, and what was not counted beside it."""

    lines = ("bins",)

    pairs: Annotated[tuple[LagPair, ...], Field(description="the first that may lie there; certain ones first")]
    pairs_count: Annotated[int, Field(description="how many may lie there, shown or not")]
    not_counted: tuple[NotCounted, ...]


class Lags(Projection):
    """How many Y lie at each distance from X, certainly and possibly, with the band that chance would fill."""

    name, Query, View = "lags", LagsQuery, LagsView
    path = "/correlations/lags"

    def answer(self, slice: Slice, query: LagsQuery) -> LagsView:
        """The histogram of t_y - t_x.

        Raises:
            Refused: neither kind has anything dated, so there is no span in which lags could be expected.
        """
        registered(query.x_kind, query.y_kind)
        found = Occurrences.of(slice, query.manner, (query.x_kind, query.y_kind))
        x, y = (found.of_kind(kind) & found.counts for kind in (query.x_kind, query.y_kind))
        scope, span = scope_of(query.within, query.x_role, query.y_role), _observed(found)
        rows = scoped(scope, found.members(scope), found.bounds, x, y)
        known = found.known(x, y)
        histogram = lag_histogram(
            rows.x,
            rows.y,
            span,
            min(query.longest_lag_days, span.days - 1),
            known,
            x_kind=query.x_kind,
            y_kind=query.y_kind,
        )
        bins = _to_the_end(histogram.bins, query.longest_lag_days)
        count, pairs = _pairs(query, rows, known, span, found)
        return LagsView(**{**dict(histogram), "bins": bins}, pairs=pairs, pairs_count=count, not_counted=beside(found))


def _observed(found: Occurrences) -> Observed:
    span = observed(found)
    if span is None:
        kinds = ", ".join(found.kind_labels)
        raise Refused(f"nothing counted of these kinds has a date here: {kinds}", rule="nothing_dated")
    return span


def _pairs(
    query: LagsQuery, rows: Scoped, known: KnownDifferences, span: Observed, found: Occurrences
) -> tuple[int, tuple[LagPair, ...]]:
    """The pairs asked for; none if none were. One bound alone asks for that one distance."""
    asked = [each for each in (query.pairs_from_days, query.pairs_to_days) if each is not None]
    if not asked:
        return 0, ()
    window = Window(asked[0], asked[-1])
    return lag_pairs(rows.x, rows.y, known, span, window, found.ids.to_list(), rows.pair_labels)


def _to_the_end(bins: tuple[LagBin, ...], longest_lag_days: int) -> tuple[LagBin, ...]:
    """The bins with those beyond the observed days, in which nothing can lie."""
    seen = {each.lag_days: each for each in bins}
    lags = range(-longest_lag_days, longest_lag_days + 1)
    return tuple(seen.get(lag) or LagBin(lag_days=lag, certain_count=0, possible_count=0) for lag in lags)
