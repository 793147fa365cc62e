"""The parties that have a part in the record."""

from __future__ import annotations

from domain.values import Value
from projections.frames import pl
from projections.names import PRIVATE_PERSON
from projections.projection import Projection
from projections.slice import Slice
from projections.slice_records import PartyRecord
from projections.view import View


class PartiesQuery(Value):
    """No choice but that of the slice."""


class PartyRow(Value):
    """One party; of a private person only that there is one."""

    id: str
    kind: str
    name: str
    private: bool
    aliases: tuple[str, ...]
    functions: tuple[str, ...]
    country: str | None
    occurrences: int


class PartyTable(View):
    """Parties in the order of their names."""

    rows: tuple[PartyRow, ...]
    total: int


class Parties(Projection):
    """Which parties the record tells of; private persons without their names."""

    name, Query, View = "parties", PartiesQuery, PartyTable
    path = "/parties"

    def answer(self, slice: Slice, query: PartiesQuery) -> PartyTable:
        """All of which something is known in the slice."""
        del query
        counts = occurrences_by_party(slice)
        rows = [
            party_row(slice.parties_known[each], count) for each, count in counts.items() if each in slice.parties_known
        ]
        return PartyTable(rows=tuple(sorted(rows, key=lambda row: (row.name, row.id))), total=len(rows))


def occurrences_by_party(slice: Slice) -> dict[str, int]:
    """In how many occurrences each party has a part."""
    return dict(slice.parties.group_by("party").agg(pl.col("occurrence").n_unique()).iter_rows())


def party_row(record: PartyRecord, occurrences: int) -> PartyRow:
    """A party as it may be shown anywhere."""
    content = record.content
    return PartyRow(
        id=record.id,
        kind=content.kind,
        name=PRIVATE_PERSON if content.private else content.name,
        private=content.private,
        aliases=() if content.private else content.aliases,
        functions=() if content.private else content.functions,
        country=content.country,
        occurrences=occurrences,
    )
