"""Asking a slice in steps: of a kind, touching a country in a period, and then the accounts or their payloads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from domain.chronology import edtf
from domain.kind import Kind
from domain.places import CountryCode
from domain.stated import EdtfText
from projections.slice_records import AccountRecord

if TYPE_CHECKING:
    from projections.slice import Slice

K = TypeVar("K", bound=Kind)

Period = EdtfText
"""A stretch of days to look at, in EDTF: `2009-12`, `2009-12-18/2009-12-21`, `2010/..`."""


class Telling(NamedTuple, Generic[K]):
    """One account that stands, with the payload of the kind asked for."""

    occurrence: str
    what: K
    record: AccountRecord


class Found(Generic[K]):
    """The occurrences of one kind in a slice, narrowed step by step; each step gives a new value."""

    def __init__(self, slice: Slice, kind: type[K], **filters: Any) -> None:
        self._slice = slice
        self._kind = kind
        self._filters = filters

    def touching(self, country: CountryCode | None = None, during: Period | None = None) -> Found[K]:
        """Those in which the country has a part, and which may have taken place, in part, during the period."""
        filters = dict(self._filters)
        if country is not None:
            filters["country"] = (country,)
        if during is not None:
            period = edtf.parse(during)
            filters |= {"first_day": period.start_earliest, "last_day": period.end_latest}
        return Found(self._slice, self._kind, **filters)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the occurrences, in the order of the timeline."""
        chosen = self._slice.select(kind=(self._kind.word(),), struck=False, **self._filters)
        return tuple(chosen.ids.to_list())

    def __iter__(self) -> Iterator[Telling[K]]:
        """The accounts that stand and state this kind, in the order of the timeline."""
        for record in self._slice.accounts(self.ids):
            what = record.account.what
            if record.stands and isinstance(what, self._kind):
                yield Telling(record.occurrence, what, record)
