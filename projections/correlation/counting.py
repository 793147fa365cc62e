"""Event coincidence counts, certain and possible, by pair.

Donges et al. 2016 (arXiv 1508.03534), section 2, on whole days with closed windows; no occurrence is dropped at the
borders. For uncertain days X=[lx,hx], Y=[ly,hy] and a window [first, last]: a coincidence is *possible* if
ly <= hx+last and hy >= lx+first, and *certain* if some single Y has ly >= hx+first and hy <= lx+last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.correlation.series import (
    NOTHING_KNOWN,
    Bools,
    Ints,
    KnownDifferences,
    Packing,
    Series,
    Window,
)


@dataclass(frozen=True, slots=True)
class Found:
    """For each row of a series, whether another row lies in its window: on any dating, and on some dating."""

    certain: Bools
    possible: Bools

    @property
    def certain_count(self) -> int:
        """Rows that have a partner whatever the true days are."""
        return int(np.count_nonzero(self.certain))

    @property
    def possible_count(self) -> int:
        """Rows that have a partner if the days are read kindly."""
        return int(np.count_nonzero(self.possible))


@dataclass(frozen=True, slots=True)
class Coincidences:
    """A rule counted from both ends: each X asks for a later Y (trigger), each Y for an earlier X (precursor)."""

    trigger: Found
    precursor: Found


@dataclass(frozen=True, slots=True)
class KnownRows:
    """Known differences, joined to the rows of the two series that stand in one pair."""

    x_row: Ints
    y_row: Ints
    at_least_days: Ints
    at_most_days: Ints


def coincidences(
    x: Series, y: Series, window_days: int, lag_days: int = 0, known: KnownDifferences = NOTHING_KNOWN
) -> Coincidences:
    """Counts of "X is followed by Y after `lag_days` to `lag_days + window_days` days", from both ends."""
    window = Window.after(window_days, lag_days)
    return Coincidences(
        trigger=found_within(x, y, window, known),
        precursor=found_within(y, x, window.turned(), known.turned()),
    )


def found_within(
    x: Series, y: Series, window: Window, known: KnownDifferences = NOTHING_KNOWN, *, disjoint: bool = False
) -> Found:
    """For each row of `x`: does some other occurrence of `y`, in the same pair, lie in the window round its day?

    An occurrence is never its own partner; a caller that knows the series to share no occurrence may say `disjoint`,
    which saves looking. A known difference replaces what the two intervals would say.
    """
    if x.count == 0 or y.count == 0:
        return Found(np.zeros(x.count, dtype=np.bool_), np.zeros(x.count, dtype=np.bool_))
    packing = Packing.for_series((x, y), window.reach_days)
    itself = np.zeros(x.count, dtype=np.bool_) if disjoint else _itself(x, y)
    if x.is_exact and y.is_exact:
        found = _found_on_exact_days(x, y, window, packing, itself)
    else:
        found = Found(
            certain=_certain(x, y, window, packing, itself),
            possible=_possible_partners(x, y, window, packing, itself) > 0,
        )
    return _with_known(found, x, y, window, packing, known) if known.x_occurrence.size else found


def known_rows(x: Series, y: Series, known: KnownDifferences) -> KnownRows:
    """The rows that known differences speak of: every pair in which both occurrences stand."""
    by_occurrence = np.argsort(x.occurrence, kind="stable")
    numbers = x.occurrence[by_occurrence]
    start = np.searchsorted(numbers, known.x_occurrence, "left")
    stop = np.searchsorted(numbers, known.x_occurrence, "right")
    which, position = expanded(start, stop)
    x_row = by_occurrence[position]
    y_row = row_of(y, x.pair[x_row], known.y_occurrence[which])
    met = (y_row >= 0) & (known.x_occurrence[which] != known.y_occurrence[which])
    which, x_row, y_row = which[met], x_row[met], y_row[met]
    return KnownRows(x_row, y_row, known.at_least_days[which], known.at_most_days[which])


def expanded(start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Each range start..stop-1 written out: the number of the range, and the position, of every element."""
    length = np.maximum(stop - start, 0)
    which = np.repeat(np.arange(length.size), length)
    before = np.cumsum(length) - length
    return which, np.arange(which.size) - before[which] + start[which]


def row_of(series: Series, pair: Ints, occurrence: Ints) -> Ints:
    """The row of each (pair, occurrence), or -1 where the series holds none."""
    if series.count == 0:
        return np.full(pair.size, -1, dtype=np.int64)
    span = 1 + max(int(series.occurrence.max()), int(occurrence.max(initial=0)))
    key = series.pair * span + series.occurrence
    order = np.argsort(key, kind="stable")
    wanted = pair * span + occurrence
    place = np.minimum(np.searchsorted(key[order], wanted), key.size - 1)
    return np.where(key[order][place] == wanted, order[place], -1)


def _itself(x: Series, y: Series) -> Bools:
    """Rows of `x` whose own occurrence also stands in `y`, in the same pair: a kind correlated with itself."""
    if x is y:
        return np.ones(x.count, dtype=np.bool_)
    stands_in_y = np.zeros(1 + max(int(x.occurrence.max()), int(y.occurrence.max())), dtype=np.bool_)
    stands_in_y[y.occurrence] = True
    if not stands_in_y[x.occurrence].any():
        return np.zeros(x.count, dtype=np.bool_)
    return row_of(y, x.pair, x.occurrence) >= 0


def _found_on_exact_days(x: Series, y: Series, window: Window, packing: Packing, itself: Bools) -> Found:
    y_days = np.sort(packing.day(y.pair, y.earliest))
    x_days = packing.day(x.pair, x.earliest)
    first = np.searchsorted(y_days, x_days + window.first_days, "left")
    if itself.any() and window.first_days <= 0 <= window.last_days:
        last = np.searchsorted(y_days, x_days + window.last_days, "right")
        found = last - first > itself
    else:
        found = np.append(y_days, np.iinfo(np.int64).max)[first] <= x_days + window.last_days
    return Found(found, found)


def _possible_partners(x: Series, y: Series, window: Window, packing: Packing, itself: Bools) -> Ints:
    """How many Y each X may have: those that may begin in time, less those that surely are over too soon.

    Whoever is over too soon also began in time, so the two counts subtract without a list of pairs.
    """
    begun = np.sort(packing.day(y.pair, y.earliest))
    ended = np.sort(packing.day(y.pair, y.latest))
    in_time = np.searchsorted(begun, packing.day(x.pair, x.latest, window.last_days), "right")
    too_soon = np.searchsorted(ended, packing.day(x.pair, x.earliest, window.first_days), "left")
    reach_of_x = x.latest - x.earliest
    own = itself & (window.first_days <= reach_of_x) & (-reach_of_x <= window.last_days)
    return in_time - too_soon - own


def _certain(x: Series, y: Series, window: Window, packing: Packing, itself: Bools) -> Bools:
    """Whether a single Y lies in the window on every dating: the least latest day among those that begin in time."""
    order = np.argsort(packing.day(y.pair, y.earliest), kind="stable")
    begun = packing.day(y.pair, y.earliest)[order]
    ended = packing.day(y.pair, y.latest)[order]
    beyond = np.iinfo(np.int64).max
    least = np.append(np.minimum.accumulate(ended[::-1])[::-1], beyond)
    start = np.searchsorted(begun, packing.day(x.pair, x.latest, window.first_days), "left")
    limit = packing.day(x.pair, x.earliest, window.last_days)
    certain = least[start] <= limit
    if itself.any():
        runner_up = np.append(np.minimum.accumulate(np.maximum(ended, least[1:])[::-1])[::-1], beyond)
        reach_of_x = x.latest - x.earliest
        own = itself & (-reach_of_x >= window.first_days) & (reach_of_x <= window.last_days)
        certain = np.where(own, runner_up[start] <= limit, certain)
    return certain


def _with_known(found: Found, x: Series, y: Series, window: Window, packing: Packing, known: KnownDifferences) -> Found:
    """The same answer after known differences have taken the place of intervals."""
    rows = known_rows(x, y, known)
    if rows.x_row.size == 0:
        return found
    certain_now = (rows.at_least_days >= window.first_days) & (rows.at_most_days <= window.last_days)
    possible_now = (rows.at_most_days >= window.first_days) & (rows.at_least_days <= window.last_days)
    possible_before = interval_possible(x, y, rows.x_row, rows.y_row, window)
    partners = _possible_partners(x, y, window, packing, _itself(x, y))
    partners += np.bincount(rows.x_row, possible_now, x.count).astype(np.int64)
    partners -= np.bincount(rows.x_row, possible_before, x.count).astype(np.int64)
    certain = found.certain.copy()
    overruled = np.unique(rows.x_row[interval_certain(x, y, rows.x_row, rows.y_row, window) & ~certain_now])
    for row in overruled:
        told = rows.y_row[rows.x_row == row]
        others = y.rows(np.setdiff1d(np.flatnonzero(y.pair == x.pair[row]), told))
        certain[row] = others.count > 0 and bool(found_within(x.rows(np.array([row])), others, window).certain[0])
    certain[rows.x_row[certain_now]] = True
    return Found(certain, partners > 0)


def interval_possible(x: Series, y: Series, x_row: Ints, y_row: Ints, window: Window) -> Bools:
    """Whether these pairs of rows may lie in the window, by their intervals alone."""
    begins_in_time = y.earliest[y_row] <= x.latest[x_row] + window.last_days
    return begins_in_time & (y.latest[y_row] >= x.earliest[x_row] + window.first_days)


def interval_certain(x: Series, y: Series, x_row: Ints, y_row: Ints, window: Window) -> Bools:
    """Whether these pairs of rows lie in the window on every dating, by their intervals alone."""
    begins_in_time = y.earliest[y_row] >= x.latest[x_row] + window.first_days
    return begins_in_time & (y.latest[y_row] <= x.earliest[x_row] + window.last_days)
