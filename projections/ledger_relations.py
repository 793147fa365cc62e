"""Stated relations as columns: one row for each gap that an account version states between two days.

A day goes by a number: twice that of its occurrence, and one more for its end; `DAY_0` is the day from which days are
counted. Relations that are more than plain gaps are only noted, to be solved by way of claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from pydantic import TypeAdapter

from domain.chronology.plain_gaps import End, PlainGap, plain_gaps
from domain.chronology.relations import Relation
from projections.ledger_words import GrowingColumn

DAY_0: Final = -1

_SOME: Final = "anchor"
_NO_ANCHOR: Final[dict[str, Any]] = {}
_RELATION: Final[TypeAdapter[Any]] = TypeAdapter(Relation)


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

    def add(self, stated: Iterable[tuple[int, int, dict[str, Any], int | None]]) -> None:
        """Take in relations, each with its row, its occurrence, and the number of the occurrence it names, if any."""
        found: list[tuple[int, int, int, int]] = []
        others: list[int] = []
        for row, occurrence, relation, anchor in stated:
            gaps = _gaps(_shape(relation))
            if gaps is None:
                others.append(row)
                continue
            found += [
                (row, _day(gap.earlier, occurrence, anchor), _day(gap.later, occurrence, anchor), gap.max_days)
                for gap in gaps
            ]
        self.other_rows.extend(others)
        columns = zip(*found, strict=True) if found else ()
        for column, values in zip((self.row, self.earlier, self.later, self.days), columns, strict=False):
            column.extend(values)


def anchors_of(relations: Sequence[dict[str, Any]]) -> list[str | None]:
    """The id of the occurrence that each relation names, if it names one."""
    return [relation.get("anchor", {}).get("occurrence") for relation in relations]


def _shape(relation: dict[str, Any]) -> bytes:
    """All of a relation but which occurrence it names and its words: few shapes stand for many relations."""
    anchor = relation.get("anchor", _NO_ANCHOR)
    if "stated" in relation:
        relation = {name: value for name, value in relation.items() if name != "stated"}
    if "occurrence" in anchor:
        relation = {**relation, "anchor": {**anchor, "occurrence": _SOME}}
    return msgspec.json.encode(relation)


@lru_cache(maxsize=10_000)
def _gaps(shape: bytes) -> tuple[PlainGap, ...] | None:
    return plain_gaps(_RELATION.validate_json(shape))


def _day(end: End, occurrence: int, anchor: int | None) -> int:
    if end == "day 0":
        return DAY_0
    number = occurrence if end.startswith("own") else anchor
    assert number is not None
    return 2 * number + end.endswith("end")
