"""From the accounts of some occurrences to the entries of a timeline, under a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from domain.chronology.bounds import format_day
from projections.claims import in_words
from projections.conflicts import FieldComparison, conflicts
from projections.entry import Entry
from projections.names import party_name, with_names
from projections.picked import picked
from projections.readings import Reading
from projections.slice import Slice
from projections.slice_records import AccountRecord

Row = dict[str, Any]
_ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])
"""Checks all entries of a page in one go, which is many times as fast as one by one."""


def entries(slice: Slice, ids: Sequence[str], reading: Reading) -> tuple[Entry, ...]:
    """The entries of some occurrences in the order given."""
    return _ENTRIES.validate_python(entry_rows(slice, ids, reading)) if ids else ()


def entry_rows(
    slice: Slice, ids: Sequence[str], reading: Reading, *, marked: bool = False, before: str | None = None
) -> list[Row]:
    """The entries of some occurrences in the order given, as plain content with the fields of `Entry` in their order.

    `marked` tells the order of each against the one before it; `before` is the occurrence shown before the first.
    """
    if not ids:
        return []
    records: dict[str, list[AccountRecord]] = {each: [] for each in ids}
    for record in slice.accounts(ids):
        records[record.occurrence].append(record)
    rows = slice.rows_of(ids)
    cases = slice.cases_of(ids)
    if before is not None:
        rows |= slice.rows_of([before])
    pairs = zip((before, *ids), ids, strict=False)
    orders = [_order(slice, rows, one, other) if marked else None for one, other in pairs]
    return [
        _entry(slice, rows[each], records[each], cases.get(each, ()), reading, order)
        for each, order in zip(ids, orders, strict=True)
    ]


def _order(slice: Slice, rows: dict[str, Row], one: str | None, other: str) -> Any:
    """How an entry stands to the one before it; relations are asked only where the days do not tell."""
    if one is None:
        return None
    end, start = rows[one]["end_latest"], rows[other]["start_earliest"]
    if end is not None and start is not None and end < start:
        return "certain"
    component = rows[one]["component"]
    related = component is not None and component == rows[other]["component"]
    return "certain" if related and slice.surely_before(one, other) else "conventional"


def _entry(
    slice: Slice,
    row: Row,
    records: Sequence[AccountRecord],
    cases: Iterable[str],
    reading: Reading,
    order: Any,
) -> Row:
    standing = [record for record in records if record.stands]
    shown = picked(slice, standing or records, reading)
    return {
        "id": row["occurrence"],
        "kind": row["kind"],
        "headline": shown.headline(row["kind"]),
        "summary": shown.summary(),
        "when": {
            "edtf": shown.edtf(),
            "earliest": shown_day(row["start_earliest"]),
            "latest": shown_day(row["end_latest"]),
            "start_latest": _unless(row["start_latest"], row["end_latest"]),
            "end_earliest": _unless(row["end_earliest"], row["start_earliest"]),
            "basis": row["basis"],
        },
        "known_since": {"earliest": shown_day(row["known_earliest"]), "latest": shown_day(row["known_latest"])},
        "countries": shown.countries(),
        "cases": [{"id": case, "title": slice.cases_known[case].content.title} for case in sorted(cases)],
        "parties": shown.parties(),
        "sources": shown.sources(),
        "accounts": [_account(record) for record in sorted(standing, key=lambda record: record.version_id)],
        "struck": len(records) - len(standing),
        "manners": row["manners"],
        "realised": row["realised"],
        "conflicts": [_conflict(slice, field) for field in conflicts(standing)],
        "order": order,
    }


@lru_cache(maxsize=65_536)
def shown_day(day: int | None) -> str | None:
    """A bound as it is shown; `None` stays unbounded."""
    return None if day is None else format_day(day)


def _unless(day: int | None, outer: int | None) -> str | None:
    """An inner bound, where the outer one does not say the same."""
    return None if day == outer else shown_day(day)


def _account(record: AccountRecord) -> Row:
    account = record.account
    return {
        "id": record.version_id,
        "source": account.citation.source,
        "manner": account.manner,
        "credibility": account.credibility,
    }


def _conflict(slice: Slice, field: FieldComparison) -> Row:
    return {
        "field": field.path,
        "verdict": field.verdict,
        "note": field.result.note,
        "values": [value_in_words(slice, field.path, variant.value) for variant in field.variants],
    }


def value_in_words(slice: Slice, path: str, value: Any) -> str:
    """A value for people to read, parties by name."""
    if path.startswith("parties."):
        return ", ".join(sorted(party_name(each, slice.parties_known) for each in value))
    return with_names(in_words(value), slice.parties_known)
