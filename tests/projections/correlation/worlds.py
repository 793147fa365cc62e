"""Hypothesis strategies and plain-Python oracles for correlation."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from projections.correlation.series import NO_EARLIEST, NO_LATEST, KnownDifferences, Series, Window

Row = tuple[int, int | None, int | None, int]
"""Pair, earliest, latest, occurrence."""


@dataclass(frozen=True)
class Rule:
    x: tuple[Row, ...]
    y: tuple[Row, ...]
    window_days: int
    lag_days: int
    known: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def window(self) -> Window:
        return Window.after(self.window_days, self.lag_days)

    @property
    def known_differences(self) -> KnownDifferences:
        return KnownDifferences.of(self.known)


def series(rows: tuple[Row, ...]) -> Series:
    return Series.of([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], [r[3] for r in rows])


@st.composite
def rows(draw: st.DrawFn, first_number: int, *, exact: bool = False, last_day: int = 40) -> tuple[Row, ...]:
    made: list[Row] = []
    for number in range(draw(st.integers(0, 7))):
        earliest: int | None = draw(st.integers(0, last_day))
        latest: int | None = earliest
        if not exact:
            latest = draw(st.none() | st.integers(earliest or 0, last_day + 5))
            earliest = draw(st.none() | st.just(earliest))
        made.append((draw(st.integers(0, 2)), earliest, latest, first_number + number))
    return tuple(made)


@st.composite
def rules(draw: st.DrawFn, *, exact: bool = False, known: bool = False, same_kind: bool = False) -> Rule:
    x = draw(rows(0, exact=exact))
    y = x if same_kind else draw(rows(100, exact=exact))
    told: tuple[tuple[int, int, int, int], ...] = ()
    if known and x and y:
        pairs = st.tuples(st.sampled_from([r[3] for r in x]), st.sampled_from([r[3] for r in y]))
        told = tuple(
            (a, b, low, low + draw(st.integers(0, 6)))
            for a, b in sorted(draw(st.sets(pairs, max_size=5)))
            for low in [draw(st.integers(-10, 10))]
        )
    return Rule(x, y, draw(st.integers(0, 12)), draw(st.integers(0, 4)), told)


def bounds(row: Row) -> tuple[int, int]:
    return (NO_EARLIEST if row[1] is None else row[1], NO_LATEST if row[2] is None else row[2])


def placed(rule_rows: tuple[Row, ...]) -> list[tuple[int, int]]:
    """Pair and day of rows whose days are known."""
    return [(row[0], bounds(row)[0]) for row in rule_rows]


def found_one_by_one(rule: Rule, window: Window) -> tuple[list[bool], list[bool]]:
    """Certain and possible for each X, by trying every Y."""
    known = {(a, b): (low, high) for a, b, low, high in rule.known}
    certain, possible = [], []
    for x in rule.x:
        lx, hx = bounds(x)
        partners = [(y, *bounds(y)) for y in rule.y if y[0] == x[0] and y[3] != x[3]]
        gaps = [known.get((x[3], y[3]), (ly - hx, hy - lx)) for y, ly, hy in partners]
        certain.append(any(low >= window.first_days and high <= window.last_days for low, high in gaps))
        possible.append(any(low <= window.last_days and high >= window.first_days for low, high in gaps))
    return certain, possible


def dated(rule_rows: tuple[Row, ...], rng: np.random.Generator) -> tuple[Row, ...]:
    """One dating that the bounds allow, within a year of what is finite."""
    made = []
    for pair, earliest, latest, number in rule_rows:
        low = earliest if earliest is not None else (latest if latest is not None else 0) - 365
        high = latest if latest is not None else (earliest if earliest is not None else 0) + 365
        day = int(rng.integers(low, high + 1))
        made.append((pair, day, day, number))
    return tuple(made)
