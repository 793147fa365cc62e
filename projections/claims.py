"""What one account states, field by field: the unit that is compared, picked by a reading, and shown."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import orjson
from pydantic import BaseModel

from domain.comparison import field_hints
from domain.known import OneOf, Unknown
from domain.provenance import Manner
from domain.stated import EdtfText
from domain.values import Line, Text, Word
from projections.slice_records import AccountRecord

Mood = Literal["asserted", "intended", "denied"]
"""What an account does with its particulars: says that they were so, that they are to be, or that they were not."""

_MOODS: dict[Manner, Mood] = {
    "fact": "asserted",
    "reported": "asserted",
    "alleged": "asserted",
    "planned": "intended",
    "forecast": "intended",
    "denied": "denied",
}


class Stated:
    """One value of one field in one account; `hint` is the type of the field. Made by the thousand: kept small."""

    __slots__ = ("_key", "hint", "path", "record", "value")

    def __init__(self, path: str, value: Any, hint: Any, record: AccountRecord) -> None:
        self.path = path
        self.value = value
        self.hint = hint
        self.record = record
        self._key: bytes | None = None

    @property
    def key(self) -> bytes:
        """Equal for equal values, whatever their account; worked out only where two are compared."""
        if self._key is None:
            self._key = orjson.dumps(plain(self.value), option=orjson.OPT_SORT_KEYS)
        return self._key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stated) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[str, bytes, str]:
        return self.path, self.key, self.record.version_id

    @property
    def mood(self) -> Mood:
        """Whether the account asserts, intends or denies it."""
        return mood(self.record)


def mood(record: AccountRecord) -> Mood:
    """What the account does with its particulars."""
    return _MOODS[record.account.manner]


def stated(record: AccountRecord) -> Iterator[Stated]:
    """Every field that the account states, except its relations of time, which only the whole can weigh."""
    for path, value, hint in _fields(record):
        yield Stated(path, value, hint, record)


def own_words(record: AccountRecord) -> Iterator[Stated]:
    """Our own wording of the account, its headline and summary: picked by a reading, never compared."""
    for path, value in (("headline", record.account.headline), ("summary", record.account.summary)):
        if value is not None:
            yield Stated(path, value, Line if path == "headline" else Text, record)


def _fields(record: AccountRecord) -> Iterator[tuple[str, Any, Any]]:
    account = record.account
    yield "kind", account.what.kind, Word
    if account.when is not None and account.when.edtf is not None:
        yield "when.edtf", account.when.edtf, EdtfText
    for name, hint in field_hints(type(account.what)).items():
        value = getattr(account.what, name)
        if name != "kind" and value is not None and value != ():
            yield f"of.{name}", value, hint
    for role in sorted({part.role for part in account.countries}):
        yield f"countries.{role}", frozenset(each.code for each in account.countries if each.role == role), frozenset
    for party_role in sorted({part.role for part in account.parties}):
        parties = frozenset(each.party for each in account.parties if each.role == party_role)
        yield f"parties.{party_role}", parties, frozenset
    if account.places:
        yield "places", tuple(place.name for place in account.places), tuple[Line, ...]
    yield "manner", account.manner, Word


def plain(value: Any) -> Any:
    """A value as plain JSON content, as it is recorded: what is absent was not stated."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, frozenset):
        return sorted(plain(each) for each in value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, (str, int, bool)):
        return value
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def in_words(value: Any) -> str:
    """A value for people to read."""
    if isinstance(value, Unknown):
        return "not known, says the source"
    if isinstance(value, OneOf):
        return " or ".join(in_words(each) for each in value.one_of)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(in_words(each) for each in value))
    if isinstance(value, tuple):
        return ", ".join(in_words(each) for each in value)
    return str(value)
