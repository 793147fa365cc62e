"""The kinds of occurrence that the record can hold, with their fields, an example and how many there are."""

from __future__ import annotations

from functools import cache
from inspect import cleandoc
from typing import Any

from domain.kinds import KINDS
from domain.values import Value
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class KindsQuery(Value):
    """No choice but that of the slice."""


class KindRow(Value):
    """One kind: its word, what it is, its JSON schema, and the occurrences of it in the slice."""

    kind: str
    label: str
    description: str
    required_roles: tuple[str, ...]
    fields: dict[str, Any]
    example: dict[str, Any]
    occurrences: int


class KindTable(View):
    """Kinds in the order of their words."""

    rows: tuple[KindRow, ...]
    total: int


class Kinds(Projection):
    """Which kinds of occurrence there are."""

    name, Query, View = "kinds", KindsQuery, KindTable
    path = "/kinds"

    def answer(self, slice: Slice, query: KindsQuery) -> KindTable:
        """All of them."""
        del query
        counts = slice.kinds_counted
        rows = tuple(KindRow(**_described(word), occurrences=counts.get(word, 0)) for word in sorted(KINDS))
        return KindTable(rows=rows, total=len(rows))


@cache
def _described(word: str) -> dict[str, Any]:
    """What is told of a kind whatever the record holds; schemas take longer to make than a million rows to count."""
    kind = KINDS[word]
    return {
        "kind": word,
        "label": kind.label(),
        "description": cleandoc(kind.__doc__ or ""),
        "required_roles": kind.required_roles,
        "fields": kind.model_json_schema(),
        "example": kind.example().model_dump(mode="json", exclude_none=True),
    }
