"""What could ever have to be solved together: occurrences joined by anything recorded that bears on dates.

A unit is a superset of the components of any slice, kept by joining the smaller to the larger as the log is read, so
that a slice need not search for its components: it asks which units it touches, and what of them is in force.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from projections.ledger_words import GrowingColumn


class Units:
    """Numbered sets of occurrences; number 0 is no unit. A *tied* unit holds more than judgements of sameness."""

    def __init__(self) -> None:
        self._label = GrowingColumn(np.int32)
        self._tied = GrowingColumn(np.bool_)
        self._tied.append(False)
        self._members: dict[int, list[int]] = {}
        self._saved: npt.NDArray[np.int32] | None = None
        self.of_source: dict[int, int] = {}

    def grow(self, occurrences: int) -> None:
        """Make room for occurrences named since."""
        self._label.extend(np.zeros(occurrences - len(self._label), dtype=np.int32))

    @property
    def labels(self) -> npt.NDArray[np.int32]:
        """By number of an occurrence, the unit it is in now."""
        return self._label.values

    @property
    def tied(self) -> npt.NDArray[np.bool_]:
        """By number of a unit: whether a relation or a constraining link is in it."""
        return self._tied.values

    @property
    def columns(self) -> tuple[GrowingColumn, GrowingColumn]:
        """The labels and which units are tied, to be saved and taken back."""
        return self._label, self._tied

    def settle_saved(self, of_source: dict[int, int]) -> None:
        """Go on after the columns were taken back; who is in which is looked at when the first of them is to grow."""
        self.of_source = of_source
        self._saved = self.labels

    def join(self, one: int, other: int, *, tied: bool = True) -> None:
        """Put two occurrences into one unit; an occurrence may be joined with itself to have one."""
        self.join_all(((one, other),), tied=tied)

    def join_all(self, pairs: Iterable[tuple[int, int]], *, tied: bool = True) -> None:
        """The same for many pairs; what is told of them goes into the columns at once."""
        pairs = list(pairs)
        if not pairs:
            return
        if self._saved is not None:
            self._members, self._saved = _members(self._saved), None
        labels, members = self._label.values, self._members
        moved_to: dict[int, int] = {}
        tied_before = self._tied.values
        count = len(tied_before)
        now_tied: set[int] = set()

        def unit(occurrence: int) -> int:
            nonlocal count
            label = moved_to.get(occurrence) or int(labels[occurrence])
            if not label:
                label = moved_to[occurrence] = count
                members[label] = [occurrence]
                count += 1
            return label

        for one, other in pairs:
            first, second = unit(one), unit(other)
            if first != second:
                if len(members[first]) < len(members[second]):
                    first, second = second, first
                moved = members.pop(second)
                moved_to.update(dict.fromkeys(moved, first))
                members[first] += moved
                if second in now_tied or (second < len(tied_before) and tied_before[second]):
                    now_tied.add(first)
            if tied:
                now_tied.add(first)
        self._tied.extend(np.zeros(count - len(tied_before), dtype=np.bool_))
        self._label.put(np.array(list(moved_to), dtype=np.int64), list(moved_to.values()))
        self._tied.put(np.array(list(now_tied), dtype=np.int64), True)

    def share_source(self, source: int, occurrences: Iterable[int]) -> None:
        """Join what one source tells of, because the day of its publication is one unknown in all of it."""
        self.join_all((occurrence, self.of_source.setdefault(source, occurrence)) for occurrence in occurrences)


def _members(labels: npt.NDArray[np.int32]) -> dict[int, list[int]]:
    """By unit, the occurrences in it."""
    inside = np.flatnonzero(labels)
    inside = inside[np.argsort(labels[inside], kind="stable")]
    units, first = np.unique(labels[inside], return_index=True)
    parts = np.split(inside, first[1:])
    return {unit: part.tolist() for unit, part in zip(units.tolist(), parts, strict=False)}
