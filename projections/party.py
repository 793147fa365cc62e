"""One party, by its name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.values import Id, Value
from projections.lookup import party_id
from projections.parties import PartyRow, occurrences_by_party, party_row
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class PartyQuery(Value):
    """Which party."""

    id: Annotated[Id, Field(description="the id of the party, or its key")]


class PartyView(View):
    """The party's own entry: the one place that names a private person."""

    party: PartyRow
    note: str | None


class OneParty(Projection):
    """One party, by its name."""

    name, Query, View = "party", PartyQuery, PartyView
    path = "/parties/{id}"

    def answer(self, slice: Slice, query: PartyQuery) -> PartyView:
        """What is registered of it."""
        record = slice.parties_known[party_id(slice, query.id)]
        row = party_row(record, occurrences_by_party(slice).get(record.id, 0))
        content = record.content
        named = {"name": content.name, "aliases": content.aliases, "functions": content.functions}
        return PartyView(party=row.model_copy(update=named), note=content.note)
