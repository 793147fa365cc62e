"""What a correlation counts: dated rows of one kind, the window between two kinds, and what is known of differences.

A row is one occurrence in one stratum: the same case, country or pair of countries ("pair" throughout). An
occurrence that stands in two pairs has two rows. Days are days since 1970-01-01; a side without a bound is held as
`NO_EARLIEST` or `NO_LATEST`, far beyond any day that can be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from domain.errors import Invalid

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NO_EARLIEST: Final = -(2**60)
NO_LATEST: Final = 2**60
_PACKED_LIMIT: Final = 2**62


@dataclass(frozen=True, slots=True)
class Series:
    """Rows of one kind, as columns of equal length: pair code, bounds of the day, and the occurrence's number.

    Codes and numbers rank the labels and ids they stand for, so that equal content gives equal results whatever
    order it arrived in; a pair and an occurrence come together at most once.
    """

    pair: Ints
    earliest: Ints
    latest: Ints
    occurrence: Ints

    def __post_init__(self) -> None:
        sizes = {column.shape for column in (self.pair, self.earliest, self.latest, self.occurrence)}
        if len(sizes) != 1:
            raise Invalid("columns of a series differ in length", seen=sorted(sizes), accepted="equal lengths")
        crossed = np.flatnonzero(self.earliest > self.latest)
        if crossed.size:
            row = int(crossed[0])
            raise Invalid(
                "a day cannot be later than itself",
                seen=(int(self.earliest[row]), int(self.latest[row])),
                where=f"row {row}",
                accepted="earliest <= latest",
            )

    @classmethod
    def of(
        cls,
        pair: Sequence[int] | Ints,
        earliest: Iterable[int | None] | Ints,
        latest: Iterable[int | None] | Ints,
        occurrence: Sequence[int] | Ints | None = None,
    ) -> Self:
        """A series from plain sequences; `None` is a side without a bound, rows are numbered if not told."""
        codes = np.asarray(pair, dtype=np.int64)
        numbers = np.arange(codes.size) if occurrence is None else np.asarray(occurrence)
        return cls(codes, _bounds(earliest, NO_EARLIEST), _bounds(latest, NO_LATEST), numbers.astype(np.int64))

    @classmethod
    def exact(cls, pair: Sequence[int] | Ints, day: Sequence[int] | Ints, occurrence: Ints | None = None) -> Self:
        """A series in which every day is known."""
        days = np.asarray(day, dtype=np.int64)
        return cls.of(pair, days, days, occurrence)

    @property
    def count(self) -> int:
        """Rows."""
        return int(self.pair.size)

    @property
    def is_exact(self) -> bool:
        """Whether every row's day is known."""
        return bool(np.array_equal(self.earliest, self.latest))

    def rows(self, chosen: Ints | Bools) -> Series:
        """The series of the chosen rows."""
        return Series(self.pair[chosen], self.earliest[chosen], self.latest[chosen], self.occurrence[chosen])

    def in_order(self) -> Series:
        """The same rows by pair, earliest, latest, occurrence; itself if they stand so already."""
        decided = np.ones(max(0, self.count - 1), dtype=np.bool_)
        for column in (self.occurrence, self.latest, self.earliest, self.pair):
            decided = (column[:-1] < column[1:]) | ((column[:-1] == column[1:]) & decided)
        if decided.all():
            return self
        return self.rows(np.lexsort((self.occurrence, self.latest, self.earliest, self.pair)))

    def reversed_in_time(self) -> Series:
        """The series with every day negated."""
        return Series(self.pair, -self.latest, -self.earliest, self.occurrence)


def _bounds(days: Iterable[int | None] | Ints, missing: int) -> Ints:
    if isinstance(days, np.ndarray):
        return days.astype(np.int64)
    return np.array([missing if day is None else day for day in days], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Window:
    """A closed range of days from the first occurrence to the other: Y lies in [x + first, x + last]."""

    first_days: int
    last_days: int

    def __post_init__(self) -> None:
        if self.first_days > self.last_days:
            raise Invalid("an empty window", seen=(self.first_days, self.last_days), accepted="first <= last")

    @classmethod
    def after(cls, window_days: int, lag_days: int = 0) -> Self:
        """Between `lag_days` and `lag_days + window_days` later."""
        return cls(lag_days, lag_days + window_days)

    def turned(self) -> Window:
        """The same window on the other side of the day."""
        return Window(-self.last_days, -self.first_days)

    @property
    def reach_days(self) -> int:
        """How far from the day the window gets, on either side."""
        return max(abs(self.first_days), abs(self.last_days))


@dataclass(frozen=True, slots=True)
class Observed:
    """The days under observation, first and last included."""

    first_day: int
    last_day: int

    def __post_init__(self) -> None:
        if self.first_day > self.last_day:
            raise Invalid("nothing is observed", seen=(self.first_day, self.last_day), accepted="first <= last")

    @property
    def days(self) -> int:
        """How many days."""
        return self.last_day - self.first_day + 1


@dataclass(frozen=True, slots=True)
class KnownDifferences:
    """What the constraint network knows of t_y - t_x, in days, for single pairs of occurrences.

    Where a difference is known it takes the place of interval arithmetic: "two days after" is certain although both
    days are only "December 2009". An absent bound is `NO_EARLIEST` or `NO_LATEST`.
    """

    x_occurrence: Ints
    y_occurrence: Ints
    at_least_days: Ints
    at_most_days: Ints

    def __post_init__(self) -> None:
        if np.any(self.at_least_days > self.at_most_days):
            raise Invalid("a difference with nothing between its bounds", accepted="at_least_days <= at_most_days")
        told = np.stack([self.x_occurrence, self.y_occurrence], axis=1)
        if np.unique(told, axis=0).shape[0] != told.shape[0]:
            raise Invalid("two differences for one pair of occurrences", accepted="the tightest one, once")

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int | None, int | None]]) -> Self:
        """From (x, y, at least, at most) tuples, one a pair of occurrences."""
        listed = list(rows)
        return cls(
            np.array([row[0] for row in listed], dtype=np.int64),
            np.array([row[1] for row in listed], dtype=np.int64),
            _bounds([row[2] for row in listed], NO_EARLIEST),
            _bounds([row[3] for row in listed], NO_LATEST),
        )

    def turned(self) -> KnownDifferences:
        """The same knowledge read from y to x."""
        return KnownDifferences(self.y_occurrence, self.x_occurrence, -self.at_most_days, -self.at_least_days)

    def one_way(self) -> KnownDifferences:
        """Each pair from the lesser to the greater number only, for those who turn it themselves."""
        kept = self.x_occurrence < self.y_occurrence
        return KnownDifferences(*(getattr(self, name)[kept] for name in KnownDifferences.__slots__))


NOTHING_KNOWN: Final = KnownDifferences.of(())


@dataclass(frozen=True, slots=True)
class Packing:
    """Packs (pair, day) into one integer that sorts by pair, then day.

    Days are clipped to a margin beyond the finite days at hand; the margin is wide enough that no comparison across
    a window changes, so unbounded sides need no case of their own.
    """

    base: int
    top: int
    reach_days: int
    stride: int

    @classmethod
    def for_series(cls, series: Sequence[Series], reach_days: int) -> Self:
        """A packing in which days of these series, moved by up to `reach_days`, keep their order."""
        low, high = 0, 0
        days = [column[np.abs(column) < NO_LATEST] for s in series for column in (s.earliest, s.latest)]
        finite = [column for column in days if column.size]
        if finite:
            low, high = min(int(c.min()) for c in finite), max(int(c.max()) for c in finite)
        pairs = max((int(s.pair.max()) for s in series if s.count), default=0) + 1
        margin = 2 * reach_days + 2
        stride = high - low + 2 * margin + 2 * reach_days + 1
        if stride * pairs >= _PACKED_LIMIT:
            raise Invalid(
                "pairs times days do not fit one integer",
                seen=(pairs, stride),
                accepted="pair codes numbered from 0 without large holes",
            )
        return cls(low - margin, high + margin, reach_days, stride)

    def day(self, pair: Ints, day: Ints, moved_days: int = 0) -> Ints:
        """The packed (pair, day + moved_days)."""
        placed = np.clip(day, self.base, self.top) + (self.reach_days - self.base + moved_days)
        return pair * self.stride + placed
