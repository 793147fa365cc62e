"""Stretches of the calendar that move with another day: "in October last year", "last November".

A window takes an anchor day to the first and last day meant, and back: from bounds on the day meant to
bounds on the anchor. Both ways never decrease, which is what keeps bounds found by propagation exact.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Protocol

from domain.chronology.days import calendar_date, month_span, year_span


class Window(Protocol):
    """A stretch of days that depends on an anchor day, and moves forward as it does."""

    def first(self, anchor: int) -> int:
        """The first day meant, seen from the anchor."""
        ...

    def last(self, anchor: int) -> int:
        """The last day meant, seen from the anchor."""
        ...

    def anchor_from(self, day: int) -> int:
        """The first anchor whose window has not ended before `day`."""
        ...

    def anchor_to(self, day: int) -> int:
        """The last anchor whose window has begun by `day`."""
        ...

    def differences(self) -> tuple[int, int]:
        """The least and greatest days from the anchor to a day meant, whatever the anchor."""
        ...


class YearWindow(NamedTuple):
    """The anchor's year plus `year_offset`, or one month of it."""

    year_offset: int
    month: int | None = None

    def first(self, anchor: int) -> int:
        """The first day meant, seen from the anchor."""
        return self._span(calendar_date(anchor)[0] + self.year_offset)[0]

    def last(self, anchor: int) -> int:
        """The last day meant, seen from the anchor."""
        return self._span(calendar_date(anchor)[0] + self.year_offset)[1]

    def anchor_from(self, day: int) -> int:
        """The first anchor whose window has not ended before `day`."""
        year = calendar_date(day)[0]
        if self._span(year)[1] < day:
            year += 1
        return year_span(year - self.year_offset, year - self.year_offset)[0]

    def anchor_to(self, day: int) -> int:
        """The last anchor whose window has begun by `day`."""
        year = calendar_date(day)[0]
        if self._span(year)[0] > day:
            year -= 1
        return year_span(year - self.year_offset, year - self.year_offset)[1]

    def differences(self) -> tuple[int, int]:
        """The least and greatest days from the anchor to a day meant, whatever the anchor."""
        return _year_differences(self)

    def _span(self, year: int) -> tuple[int, int]:
        return year_span(year, year) if self.month is None else month_span(year, self.month)


@lru_cache(maxsize=256)
def _year_differences(window: YearWindow) -> tuple[int, int]:
    """Tried over the 400 years after which the calendar repeats."""
    years = [year_span(year, year) for year in range(2000, 2400)]
    return (
        min(window.first(last) - last for _, last in years),
        max(window.last(first) - first for first, _ in years),
    )


class LastMonthWindow(NamedTuple):
    """The latest month of that number that is over before the anchor: "last November"."""

    month: int

    def first(self, anchor: int) -> int:
        """The first day meant, seen from the anchor."""
        return self._before(anchor)[0]

    def last(self, anchor: int) -> int:
        """The last day meant, seen from the anchor."""
        return self._before(anchor)[1]

    def anchor_from(self, day: int) -> int:
        """The first anchor whose window has not ended before `day`."""
        year = calendar_date(day)[0]
        ending = month_span(year, self.month)[1]
        return (ending if ending >= day else month_span(year + 1, self.month)[1]) + 1

    def anchor_to(self, day: int) -> int:
        """The last anchor whose window has begun by `day`."""
        year = calendar_date(day)[0]
        begun = month_span(year, self.month)[0] <= day
        return month_span(year + 1 if begun else year, self.month)[1]

    def differences(self) -> tuple[int, int]:
        """The least and greatest days from the anchor to a day meant, whatever the anchor."""
        return -(366 + 31), -1

    def _before(self, anchor: int) -> tuple[int, int]:
        year = calendar_date(anchor)[0]
        this_year = month_span(year, self.month)
        return this_year if this_year[1] < anchor else month_span(year - 1, self.month)


class NextMonthWindow(NamedTuple):
    """The earliest month of that number that begins after the anchor: "next May"."""

    month: int

    def first(self, anchor: int) -> int:
        """The first day meant, seen from the anchor."""
        return self._after(anchor)[0]

    def last(self, anchor: int) -> int:
        """The last day meant, seen from the anchor."""
        return self._after(anchor)[1]

    def anchor_from(self, day: int) -> int:
        """The first anchor whose window has not ended before `day`."""
        year = calendar_date(day)[0]
        ended = month_span(year, self.month)[1] < day
        return month_span(year if ended else year - 1, self.month)[0]

    def anchor_to(self, day: int) -> int:
        """The last anchor whose window has begun by `day`."""
        year = calendar_date(day)[0]
        beginning = month_span(year, self.month)[0]
        return (beginning if beginning <= day else month_span(year - 1, self.month)[0]) - 1

    def differences(self) -> tuple[int, int]:
        """The least and greatest days from the anchor to a day meant, whatever the anchor."""
        return 1, 366 + 31

    def _after(self, anchor: int) -> tuple[int, int]:
        year = calendar_date(anchor)[0]
        this_year = month_span(year, self.month)
        return this_year if this_year[0] > anchor else month_span(year + 1, self.month)
