"""The entries of single occurrences, by their ids: for whoever drew an outline and wants the words of a part of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.values import Id, Value
from projections.entries import entries
from projections.entry import Entry
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.view import View

MOST_NAMED = 100


class NamedEntriesQuery(Value):
    """Which occurrences, and how to read them."""

    id: Annotated[
        tuple[Id, ...], Field(max_length=MOST_NAMED, description="ids under which occurrences are shown")
    ] = ()
    reading: Reading = "best_graded"


class NamedEntries(View):
    """The entries in the order of their ids, each once; ids of which nothing is known here are named beside them."""

    lines = ("entries",)

    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]


class EntriesByName(Projection):
    """The entries of up to a hundred occurrences that are named by their ids."""

    name, Query, View = "entries", NamedEntriesQuery, NamedEntries

    def answer(self, slice: Slice, query: NamedEntriesQuery) -> NamedEntries:
        """What the timeline shows of each, without the order between them."""
        asked = sorted(set(query.id))
        known = sorted({shown for each in asked if (shown := slice.shown_as(each)) is not None})
        return NamedEntries(
            entries=entries(slice, known, query.reading),
            unknown=tuple(each for each in asked if slice.shown_as(each) is None),
        )
