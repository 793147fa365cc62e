"""What an EDTF expression means: four bounds, the days within them, its marks, and its text as it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.chronology.day_sets import DaySet
from domain.chronology.edtf_date import Qualifier


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF expression and what it means. Two are equal when their text is.

    Bounds are days since 1970-01-01 and inclusive, `None` where there is none. A *point* is one
    unknown day, so that its start and end bounds coincide. `start_days` and `end_days` tell which
    days within the bounds are meant, where not all are (`XXXX-12-25`, `[1667,1760]`).
    """

    text: str
    kind: str = field(compare=False)
    start_earliest: int | None = field(compare=False)
    start_latest: int | None = field(compare=False)
    end_earliest: int | None = field(compare=False)
    end_latest: int | None = field(compare=False)
    start_days: DaySet | None = field(default=None, compare=False)
    end_days: DaySet | None = field(default=None, compare=False)
    start_qualifiers: tuple[Qualifier, ...] = field(default=(), compare=False)
    end_qualifiers: tuple[Qualifier, ...] = field(default=(), compare=False)
    start_pad_days: int = field(default=0, compare=False)
    end_pad_days: int = field(default=0, compare=False)
    start_is: str = field(default="given", compare=False)
    end_is: str = field(default="given", compare=False)
    time_of_day: str | None = field(default=None, compare=False)
    zone: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_extent(self) -> bool:
        """Whether start and end may be different days: an interval or an all-of set."""
        return self.kind in ("interval", "all-of")

    @property
    def earliest(self) -> int | None:
        """The first day that can have any part in it."""
        return self.start_earliest

    @property
    def latest(self) -> int | None:
        """The last day that can have any part in it."""
        return self.end_latest

    @property
    def start_open(self) -> bool:
        """`../1985`: no beginning is claimed; nothing may narrow it."""
        return self.start_is == "open"

    @property
    def start_unknown(self) -> bool:
        """`/1985`: it began on a day that nobody here knows; other claims may narrow it."""
        return self.start_is == "unknown"

    @property
    def end_open(self) -> bool:
        """`1985/..`: no end is claimed; nothing may narrow it."""
        return self.end_is == "open"

    @property
    def end_unknown(self) -> bool:
        """`1985/`: it ended on a day that nobody here knows; other claims may narrow it."""
        return self.end_is == "unknown"

    @property
    def is_uncertain(self) -> bool:
        """Whether any part is marked `?` or `%`."""
        return any(each.mark in "?%" for each in self.start_qualifiers + self.end_qualifiers)

    @property
    def is_approximate(self) -> bool:
        """Whether any part is marked `~` or `%`."""
        return any(each.mark in "~%" for each in self.start_qualifiers + self.end_qualifiers)

    def matches(self, day: int) -> bool:
        """Whether a day is one that a point may be, or one within the widest reading of an extent."""
        if self.start_earliest is not None and day < self.start_earliest:
            return False
        if self.end_latest is not None and day > self.end_latest:
            return False
        return self.is_extent or self.start_days is None or self.start_days.matches(day)

    def padded(self) -> tuple[int | None, int | None, int | None, int | None]:
        """The four bounds widened by the approximation pads; the strict ones stay as they are."""
        return (
            _moved(self.start_earliest, -self.start_pad_days),
            _moved(self.start_latest, self.start_pad_days),
            _moved(self.end_earliest, -self.end_pad_days),
            _moved(self.end_latest, self.end_pad_days),
        )


def _moved(day: int | None, days: int) -> int | None:
    return None if day is None else day + days
