"""From the accounts of some occurrences to the entries of a timeline, under a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter

from domain.chronology.bounds import format_day
from domain.comparison import field_hints
from domain.kind import Kind
from domain.kinds import KINDS
from projections.agreement import agreed_dates, width
from projections.claims import Stated, in_words, own_words, stated
from projections.conflicts import FieldComparison, conflicts
from projections.entry import Entry
from projections.names import filled_headline, party_name, with_names
from projections.readings import Reading, pick
from projections.slice import Slice
from projections.slice_records import AccountRecord

Row = dict[str, Any]
_ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])
"""Checks all entries of a page in one go, which is many times as fast as one by one."""


def entries(
    slice: Slice, ids: Sequence[str], reading: Reading, *, marked: bool = False, before: str | None = None
) -> tuple[Entry, ...]:
    """The entries of some occurrences in the order given.

    `marked` tells the order of each against the one before it; `before` is the occurrence shown before the first.
    """
    if not ids:
        return ()
    records: dict[str, list[AccountRecord]] = {each: [] for each in ids}
    for record in slice.accounts(ids):
        records[record.occurrence].append(record)
    rows = slice.rows_of(ids)
    cases = slice.cases_of(ids)
    if before is not None:
        rows |= slice.rows_of([before])
    pairs = zip((before, *ids), ids, strict=False)
    orders = [_order(slice, rows, one, other) if marked else None for one, other in pairs]
    return _ENTRIES.validate_python(
        [
            _entry(slice, rows[each], records[each], cases.get(each, ()), reading, order)
            for each, order in zip(ids, orders, strict=True)
        ]
    )


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
    shown = Picked(slice, standing or records, reading)
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


class Picked:
    """What a reading picks out of the accounts of one occurrence, field by field."""

    def __init__(self, slice: Slice, records: Sequence[AccountRecord], reading: Reading) -> None:
        self._slice = slice
        self._records = records
        self._reading = reading
        self._claims: dict[str, list[Stated]] = {}
        for record in records:
            for claim in (*stated(record), *own_words(record)):
                self._claims.setdefault(claim.path, []).append(claim)

    def claim(self, path: str) -> Stated | None:
        """The claim picked for a field; `None` where no account states it, or the reading picks none."""
        return pick(self._reading, self._claims.get(path, ()), self._slice.sources)

    def edtf(self) -> str | None:
        """The date as cited: where all dates fit together the most precise one, else that of the reading."""
        dates = agreed_dates(self._claims.get("when.edtf", ()))
        if dates:
            return dates[0] if len(dates) == 1 else min(dates, key=width)
        claim = self.claim("when.edtf")
        return claim.value if claim is not None and isinstance(claim.value, str) else None

    def summary(self) -> str | None:
        """Our words for the account picked."""
        claim = self.claim("summary")
        return None if claim is None else with_names(claim.value, self._slice.parties_known)

    def headline(self, word: str) -> str:
        """A headline that an account gives, or that of the kind, composed of the values picked for its fields."""
        own = self.claim("headline")
        if own is not None:
            return with_names(own.value, self._slice.parties_known)
        kind = KINDS.get(word)
        if kind is None:
            return word.replace("_", " ").capitalize()
        claims = {name: self._of(word, name) for name in field_hints(kind) if name != "kind"}
        values = {name: claim.value for name, claim in claims.items() if claim is not None}
        if not _required(kind) <= values.keys():
            return kind.label().capitalize()
        roles = {path.removeprefix("parties.") for path in self._claims if path.startswith("parties.")}
        composed = with_names(self._particulars(kind, values).headline(), self._slice.parties_known)
        return filled_headline(composed, {role: self._names(role) for role in sorted(roles)})

    def _particulars(self, kind: type[Kind], values: dict[str, Any]) -> Kind:
        """The payload of the values picked: that of the account itself, where there is one and all of it was picked."""
        own = self._records[0].account.what
        if len(self._records) == 1 and type(own) is kind:
            stated_fields = [path for path in self._claims if path.startswith("of.")]
            if len(values) == len(stated_fields):
                return own
        return kind.model_construct(**values)

    def _of(self, word: str, name: str) -> Stated | None:
        """The claim picked for a field of the payload, among the accounts that state this very kind."""
        stated_of = self._claims.get(f"of.{name}")
        if stated_of is None:
            return None
        claims = [claim for claim in stated_of if claim.record.account.what.kind == word]
        return pick(self._reading, claims, self._slice.sources)

    def _names(self, role: str) -> list[str]:
        """The names of the parties in a role, in the order in which the account picked cites them."""
        claim = self.claim(f"parties.{role}")
        if claim is None:
            return []
        parts = claim.record.account.parties
        return [party_name(part.party, self._slice.parties_known) for part in parts if part.role == role]

    def countries(self) -> list[Row]:
        """Every country and role that an account names; its name from the account that the reading would pick."""
        found: dict[tuple[str, str], list[Stated]] = {}
        for record in self._records:
            for part in record.account.countries:
                found.setdefault((part.code, part.role), []).append(Stated("name", part.name, str, record))
        return [
            {"code": code, "role": role, "name": self._name(claims)} for (code, role), claims in sorted(found.items())
        ]

    def _name(self, claims: list[Stated]) -> str:
        chosen = pick(self._reading, claims, self._slice.sources)
        return str((chosen or min(claims, key=lambda claim: claim.key)).value)

    def parties(self) -> list[Row]:
        """Every party and role that an account names."""
        found = {(part.party, part.role) for record in self._records for part in record.account.parties}
        known = self._slice.parties_known
        return [{"id": party, "role": role, "name": party_name(party, known)} for party, role in sorted(found)]

    def sources(self) -> list[Row]:
        """The sources of the accounts."""
        found = sorted({record.account.citation.source for record in self._records})
        contents = [(each, self._slice.sources[each].content) for each in found]
        return [{"id": each, "title": content.title, "reliability": content.reliability} for each, content in contents]


@cache
def _required(kind: type[Kind]) -> frozenset[str]:
    """The fields of a payload without which its headline cannot be composed."""
    return frozenset(name for name, field in kind.model_fields.items() if field.is_required())


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
