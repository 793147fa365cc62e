"""Stated relations as columns: one row for each gap that an account version states between two days.

A day goes by a number: twice that of its occurrence, and one more for its end; `DAY_0` is the day from which days are
counted. Relations that are more than plain gaps are only noted, to be solved by way of claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from domain.chronology.anchors import OccurrenceAnchor, PublicationAnchor
from domain.chronology.plain_gaps import End, PlainGap, plain_gaps
from domain.chronology.relations import Relation
from projections.ledger_words import GrowingColumn

Numbers = npt.NDArray[Any]

DAY_0: Final = -1

_SOME: Final = "anchor"
_NO_ANCHOR: Final[dict[str, Any]] = {}
_RELATION: Final[TypeAdapter[Any]] = TypeAdapter(Relation)
_WHOSE: Final[tuple[str, ...]] = ("own", "anchor")


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """What the relations of one account say, but for which occurrences they name; told apart by being the same object.

    `gaps` are its plain gaps, each with the place of the name that its relation gives; `more` counts the relations that
    are more than plain gaps, `named` those that name an occurrence.
    """

    gaps: tuple[tuple[int, PlainGap], ...]
    more: int
    named: int
    on_publication: bool


class Gaps:
    """Every plain gap that is stated: the row of its account, and `later` - `earlier` <= `days`.

    Rows increase. `other_rows` are the account versions that state a relation which is more than plain gaps.
    """

    def __init__(self) -> None:
        self.row = GrowingColumn()
        self.earlier = GrowingColumn()
        self.later = GrowingColumn()
        self.days = GrowingColumn()
        self.other_rows = GrowingColumn()

    def add(self, rows: Numbers, occurrences: Numbers, told: Sequence[Told], named: Numbers) -> None:
        """Take in what rows tell, with the occurrence of each; `named` are all that they name, one after another."""
        numbers: dict[Told, int] = {}
        number = np.array([numbers.setdefault(each, len(numbers)) for each in told])
        shapes = list(numbers)
        self.other_rows.extend(np.repeat(rows, np.array([shape.more for shape in shapes])[number]))
        gaps = [(at, gap) for shape in shapes for at, gap in shape.gaps]
        if not gaps:
            return
        per_shape = np.array([len(shape.gaps) for shape in shapes])
        of_row = np.repeat(np.arange(len(rows)), per_shape[number])
        gap = _ranges(_starts(per_shape)[number], per_shape[number])
        first_named = _starts(np.array([shape.named for shape in shapes])[number])
        name = first_named[of_row] + np.array([at for at, _ in gaps])[gap]
        whose = occurrences[of_row], np.append(named, DAY_0)[name]
        self.row.extend(rows[of_row])
        self.earlier.extend(_days([gap.earlier for _, gap in gaps], gap, *whose))
        self.later.extend(_days([gap.later for _, gap in gaps], gap, *whose))
        self.days.extend(np.array([gap.max_days for _, gap in gaps])[gap])


def told_by(relations: Sequence[dict[str, Any]]) -> Told:
    """What relations say but for which occurrences they name.

    Raises `ValueError` for what is no relation.
    """
    return _told_by(tuple(_shape(relation) for relation in relations))


def named_by(relations: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of the occurrences that relations name, in their order."""
    return [name for relation in relations if (name := _named(relation)) is not None]


def _named(relation: dict[str, Any]) -> str | None:
    name: str | None = relation.get("anchor", _NO_ANCHOR).get("occurrence")
    return name


def _shape(relation: dict[str, Any]) -> bytes:
    """All of a relation but which occurrence it names and its words: few shapes stand for many relations."""
    anchor = relation.get("anchor", _NO_ANCHOR)
    if "stated" in relation:
        relation = {name: value for name, value in relation.items() if name != "stated"}
    if "occurrence" in anchor:
        relation = {**relation, "anchor": {**anchor, "occurrence": _SOME}}
    return msgspec.json.encode(relation)


@lru_cache(maxsize=10_000)
def _told_by(shapes: tuple[bytes, ...]) -> Told:
    relations = [_RELATION.validate_json(shape) for shape in shapes]
    anchors = [getattr(relation, "anchor", None) for relation in relations]
    named = [isinstance(anchor, OccurrenceAnchor) for anchor in anchors]
    found = [plain_gaps(relation) for relation in relations]
    return Told(
        gaps=tuple((sum(named[:at]), gap) for at, gaps in enumerate(found) for gap in gaps or ()),
        more=found.count(None),
        named=sum(named),
        on_publication=any(isinstance(anchor, PublicationAnchor) for anchor in anchors),
    )


def _days(ends: Sequence[End], gap: Numbers, own: Numbers, anchor: Numbers) -> Numbers:
    """The numbers of the days that one end of each gap means."""
    of_own, of_anchor = (np.array([end.startswith(whose) for end in ends])[gap] for whose in _WHOSE)
    days = 2 * np.where(of_own, own, anchor) + np.array([end.endswith("end") for end in ends])[gap]
    return np.where(of_own | of_anchor, days, DAY_0)


def _starts(counts: Numbers) -> Numbers:
    """Where each of several parts of these lengths begins."""
    found: Numbers = np.cumsum(counts) - counts
    return found


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """The numbers from each start on, so many, one range after another."""
    found: Numbers = np.repeat(starts - _starts(counts), counts) + np.arange(counts.sum())
    return found
