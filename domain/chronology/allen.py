"""The thirteen relations of Allen (1983) between two occurrences, in civil days.

With s and e the first and last day of each, the definitions hold for occurrences of a single day too, and exactly one
relation holds for any pair: "meets" is a shared day that ends one and begins the other, both longer than that
day; neighbouring days are "before" and "after".
"""

from __future__ import annotations

from typing import Final, Literal

AllenRelation = Literal[
    "before",
    "meets",
    "overlaps",
    "starts",
    "during",
    "finishes",
    "equals",
    "finished_by",
    "contains",
    "started_by",
    "overlapped_by",
    "met_by",
    "after",
]
Modality = Literal["certain", "possible", "impossible"]

A_START, A_END, B_START, B_END = range(4)

Limit = tuple[int, int, int]
"""Of two of the four days, the second minus the first is at most so many days."""


def _before(earlier: int, later: int) -> tuple[Limit, ...]:
    return ((later, earlier, -1),)


def _same(one: int, other: int) -> tuple[Limit, ...]:
    return (one, other, 0), (other, one, 0)


DEFINITIONS: Final[dict[AllenRelation, tuple[Limit, ...]]] = {
    "before": _before(A_END, B_START),
    "meets": _same(A_END, B_START) + _before(A_START, B_START) + _before(A_END, B_END),
    "overlaps": _before(A_START, B_START) + _before(B_START, A_END) + _before(A_END, B_END),
    "starts": _same(A_START, B_START) + _before(A_END, B_END),
    "during": _before(B_START, A_START) + _before(A_END, B_END),
    "finishes": _before(B_START, A_START) + _same(A_END, B_END),
    "equals": _same(A_START, B_START) + _same(A_END, B_END),
    "finished_by": _before(A_START, B_START) + _same(A_END, B_END),
    "contains": _before(A_START, B_START) + _before(B_END, A_END),
    "started_by": _same(A_START, B_START) + _before(B_END, A_END),
    "overlapped_by": _before(B_START, A_START) + _before(A_START, B_END) + _before(B_END, A_END),
    "met_by": _same(B_END, A_START) + _before(B_START, A_START) + _before(B_END, A_END),
    "after": _before(B_END, A_START),
}
"""What each relation says of the four days."""


def shape(a_lasts: bool, b_lasts: bool) -> tuple[Limit, ...]:
    """That neither ends before it starts, and that what does not last ends on the day on which it starts."""
    ordered: tuple[Limit, ...] = ((A_END, A_START, 0), (B_END, B_START, 0))
    return ordered + ((A_START, A_END, 0),) * (not a_lasts) + ((B_START, B_END, 0),) * (not b_lasts)


CONVERSES: Final[dict[AllenRelation, AllenRelation]] = dict(zip(DEFINITIONS, reversed(list(DEFINITIONS)), strict=True))
"""What holds of (b, a) where the relation holds of (a, b)."""


def allows(upper: list[list[int]], limits: tuple[Limit, ...]) -> bool:
    """Whether differences of days can keep within `upper[i][j]` >= day j - day i and within the limits as well.

    Exact where `upper` is already as tight as it can be: all pairs of a few days, by Floyd and Warshall.
    """
    size = len(upper)
    tight = [list(row) for row in upper]
    for one, other, days in limits:
        tight[one][other] = min(tight[one][other], days)
    for via in range(size):
        for one in range(size):
            for other in range(size):
                tight[one][other] = min(tight[one][other], tight[one][via] + tight[via][other])
    return all(tight[each][each] >= 0 for each in range(size))


def modalities(possible: frozenset[AllenRelation]) -> dict[AllenRelation, Modality]:
    """Each relation as certain, possible or impossible; the only one possible is certain."""
    only = "certain" if len(possible) == 1 else "possible"
    found: dict[AllenRelation, Modality] = {}
    for relation in DEFINITIONS:
        found[relation] = only if relation in possible else "impossible"  # type: ignore[assignment]
    return found
