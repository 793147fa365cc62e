"""Every distinct EDTF text of the log with its bounds, as arrays: parsed once, gathered by number afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from domain.chronology import edtf
from domain.errors import Invalid
from projections.ledger_words import GrowingColumn, Words

DayColumn = npt.NDArray[np.int64]

BEFORE_ALL: Final = -(2**62)
"""Stands for "no lower bound" inside the columns; null in every frame that is handed out."""

AFTER_ALL: Final = 2**62
"""Stands for "no upper bound" inside the columns."""

_FAR: Final = 2**61


class Dates:
    """EDTF texts by number, with their strict bounds; number 0 is an absent text, without bounds.

    `is_point` marks one unknown day, whose start and end are the same; `is_masked` those of which not every day within
    the bounds fits, so that narrowing them takes the solver.
    """

    def __init__(self) -> None:
        self.words = Words(self._met)
        self._bounds = tuple(GrowingColumn() for _ in range(4))
        self._is_point = GrowingColumn(np.bool_)
        self._is_masked = GrowingColumn(np.bool_)
        self._keep((BEFORE_ALL, AFTER_ALL, BEFORE_ALL, AFTER_ALL), point=False, masked=False)

    def code(self, text: str | None) -> int:
        """The number of a text; what is no EDTF bounds nothing."""
        return self.words.code(text)

    def text(self, code: int) -> str | None:
        """The text of a number; `None` for 0."""
        return self.words.texts[code] if code else None

    @property
    def start_earliest(self) -> DayColumn:
        """By number: the first day on which it can have started."""
        return self._bounds[0].values

    @property
    def start_latest(self) -> DayColumn:
        """By number: the last day on which it can have started."""
        return self._bounds[1].values

    @property
    def end_earliest(self) -> DayColumn:
        """By number: the first day on which it can have ended."""
        return self._bounds[2].values

    @property
    def end_latest(self) -> DayColumn:
        """By number: the last day on which it can have ended."""
        return self._bounds[3].values

    @property
    def is_point(self) -> npt.NDArray[np.bool_]:
        """By number: whether it is one day."""
        return self._is_point.values

    @property
    def is_masked(self) -> npt.NDArray[np.bool_]:
        """By number: whether only some of the days within the bounds fit."""
        return self._is_masked.values

    def span(self, text: str | None) -> tuple[int, int]:
        """The first and the last day that can have any part in what a text says."""
        code = self.code(text)
        return int(self.start_earliest[code]), int(self.end_latest[code])

    def _met(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._read(text)

    def _read(self, text: str) -> None:
        try:
            read = edtf.parse(text)
        except Invalid:
            self._keep((BEFORE_ALL, AFTER_ALL, BEFORE_ALL, AFTER_ALL), point=False, masked=False)
            return
        bounds = (
            lower(read.start_earliest),
            upper(read.start_latest),
            lower(read.end_earliest),
            upper(read.end_latest),
        )
        masked = read.start_days is not None or read.end_days is not None
        self._keep(bounds, point=not read.is_extent, masked=masked)

    def _keep(self, bounds: tuple[int, int, int, int], *, point: bool, masked: bool) -> None:
        for column, bound in zip(self._bounds, bounds, strict=True):
            column.append(bound)
        self._is_point.append(point)
        self._is_masked.append(masked)


def lower(day: int | None) -> int:
    """A lower bound as a column holds it; days beyond what 61 bits hold are kept at that edge."""
    return BEFORE_ALL if day is None else max(-_FAR, min(_FAR, day))


def upper(day: int | None) -> int:
    """An upper bound as a column holds it."""
    return AFTER_ALL if day is None else max(-_FAR, min(_FAR, day))


def day_or_none(bound: int) -> int | None:
    """A bound of a column as it is handed out."""
    return None if bound in (BEFORE_ALL, AFTER_ALL) else bound
