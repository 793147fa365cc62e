"""What differs between two slices of one timeline: what appeared, what disappeared, what changed and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import polars as pl

from domain.values import Value
from projections.entries import entries
from projections.entry import Entry
from projections.readings import Reading
from projections.slice import Slice

_INCIDENTAL = frozenset({"id", "order"})
"""The order is told by the timelines themselves: an entry does not change because another came before it."""


class FieldChange(Value):
    """One field of an entry: what it was, and what it is."""

    field: str
    before: Any
    after: Any


class ChangedEntry(Value):
    """An entry that both slices show, and differently."""

    id: str
    headline: str
    fields: tuple[FieldChange, ...]


class Changes(NamedTuple):
    """Ids that only the later slice shows, ids that only the earlier shows, and entries that differ."""

    appeared: tuple[str, ...]
    disappeared: tuple[str, ...]
    changed: tuple[ChangedEntry, ...]


def changes(before: Slice, after: Slice, ids_before: pl.Series, ids_after: pl.Series, reading: Reading) -> Changes:
    """Compare two slices over the selections that a timeline shows of each."""
    earlier, later = set(ids_before.to_list()), set(ids_after.to_list())
    kept = ids_after.filter(ids_after.is_in(ids_before.implode()))
    touched = _touched(before, after)
    suspects = [each for each in kept.to_list() if each in touched]
    pairs = zip(entries(before, suspects, reading), entries(after, suspects, reading), strict=True)
    return Changes(
        appeared=tuple(each for each in ids_after.to_list() if each not in earlier),
        disappeared=tuple(each for each in ids_before.to_list() if each not in later),
        changed=tuple(found for one, other in pairs if (found := _changed(one, other)) is not None),
    )


def _touched(before: Slice, after: Slice) -> frozenset[str]:
    """Occurrences whose accounts, dates or filing are not the same in both slices, found in columns."""
    touched: set[str] = set()
    for one, other in zip(_columns(before), _columns(after), strict=True):
        differing = pl.concat(
            (
                one.join(other, on=one.columns, how="anti", nulls_equal=True),
                other.join(one, on=one.columns, how="anti", nulls_equal=True),
            )
        )
        touched.update(differing.get_column("occurrence").to_list())
    return frozenset(touched)


def _columns(slice: Slice) -> tuple[pl.DataFrame, ...]:
    rows = slice.occurrences.drop("component", "manners", strict=False)
    versions = (frame.select("occurrence", "version_id") for frame in (slice.standing, slice.struck))
    return (rows, *versions, slice.cases)


def _changed(one: Entry, other: Entry) -> ChangedEntry | None:
    earlier, later = one.model_dump(mode="json"), other.model_dump(mode="json")
    fields = tuple(_fields(earlier, later, [name for name in later if name not in _INCIDENTAL]))
    return ChangedEntry(id=other.id, headline=other.headline, fields=fields) if fields else None


def _fields(
    earlier: dict[str, Any], later: dict[str, Any], names: Iterable[str], prefix: str = ""
) -> list[FieldChange]:
    """The fields that differ; those of a part (`when`) each by itself."""
    found: list[FieldChange] = []
    for name in names:
        one, other = earlier[name], later[name]
        if isinstance(one, dict) and isinstance(other, dict):
            found.extend(_fields(one, other, other, f"{prefix}{name}."))
        elif one != other:
            found.append(FieldChange(field=f"{prefix}{name}", before=one, after=other))
    return found
