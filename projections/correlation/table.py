"""All rows of a slice under one scope, sorted once by kind, pair and day, so that a rule only cuts out its series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from domain.errors import Invalid
from projections.correlation.series import Ints, KnownDifferences, Packing, Series


@dataclass(frozen=True, slots=True)
class OccurrenceTable:
    """Rows of every kind, in the order of the sorted labels: kind k has rows kind_start[k]:kind_start[k + 1]."""

    rows: Series
    kind: Ints
    kind_start: Ints
    kind_labels: tuple[str, ...]

    @classmethod
    def of(cls, kind: Sequence[int] | Ints, rows: Series, kind_labels: Sequence[str]) -> Self:
        """Sorts the rows; `kind` holds the code of each, an index into the labels."""
        codes = np.asarray(kind, dtype=np.int64)
        if codes.size != rows.count:
            raise Invalid("kinds and rows differ in number", seen=(codes.size, rows.count), accepted="one kind a row")
        packing = Packing.for_series((rows,), 0)
        pair_day = packing.day(rows.pair, rows.earliest)
        order = np.lexsort((rows.occurrence, rows.latest, pair_day, codes))
        start = np.searchsorted(codes[order], np.arange(len(kind_labels) + 1))
        return cls(rows.rows(order), codes[order], start, tuple(kind_labels))

    def kind_code(self, label: str) -> int:
        """The code of a kind; a kind without rows is refused by name, so that a misspelling is seen."""
        if label not in self.kind_labels:
            raise Invalid("no such kind here", seen=label, accepted=", ".join(self.kind_labels))
        return self.kind_labels.index(label)

    def series(self, kind: int) -> Series:
        """The rows of one kind."""
        rows = slice(int(self.kind_start[kind]), int(self.kind_start[kind + 1]))
        part = self.rows
        return Series(part.pair[rows], part.earliest[rows], part.latest[rows], part.occurrence[rows])

    def known_between(self, known: KnownDifferences, x_kind: int, y_kind: int) -> KnownDifferences:
        """What is known of t_y - t_x for occurrences of these kinds, whichever way round it was told."""
        x, y = np.unique(self.series(x_kind).occurrence), np.unique(self.series(y_kind).occurrence)
        straight = np.isin(known.x_occurrence, x) & np.isin(known.y_occurrence, y)
        back = known.turned()
        turned = np.isin(back.x_occurrence, x) & np.isin(back.y_occurrence, y)
        columns = (
            np.concatenate([getattr(known, name)[straight], getattr(back, name)[turned]])
            for name in KnownDifferences.__slots__
        )
        return KnownDifferences(*columns)
