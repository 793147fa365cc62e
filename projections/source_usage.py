"""One source, and everything that rests on it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.errors import NotFound
from domain.values import Id, Value
from projections.entries import entries
from projections.entry import EntryWhen
from projections.frames import pl
from projections.lookup import source_id
from projections.names import with_names
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.slice_records import AccountRecord
from projections.source_row import SourceRow, is_known, source_row
from projections.view import View


class SourceUsageQuery(Value):
    """Which source, and from where on."""

    id: Annotated[Id, Field(description="the id of the source, or its key")]
    reading: Reading = "best_graded"
    after: Annotated[Id | None, Field(description="the last occurrence of the page before")] = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class UsedPassage(Value):
    """One account that rests on the source: the passage cited, what it says, and whether it stands."""

    version: str
    stands: bool
    manner: str
    credibility: int
    summary: str
    ranges: Annotated[tuple[tuple[int, int], ...], Field(description="half-open, in code points of the text")]
    page: str | None
    row: int | None
    quotation: str | None


class UsedFor(Value):
    """One occurrence of which the source tells; the headline is that of all accounts, under the reading."""

    occurrence: str
    kind: str
    headline: str
    when: EntryWhen
    passages: tuple[UsedPassage, ...]


class SourceUsage(View):
    """The source and, in the order of the timeline, what it tells of; `total` counts occurrences on all pages."""

    lines = ("occurrences",)

    source: SourceRow
    occurrences: tuple[UsedFor, ...]
    total: int


class SourceUsages(Projection):
    """A source, and every occurrence and passage for which it is cited."""

    name, Query, View = "source", SourceUsageQuery, SourceUsage
    path = "/sources/{id}"

    def answer(self, slice: Slice, query: SourceUsageQuery) -> SourceUsage:
        """One page of what rests on the source."""
        source = source_id(slice, query.id)
        standing = slice.standing.filter(pl.col("source") == source).get_column("occurrence")
        struck = slice.struck.filter(pl.col("source") == source).get_column("occurrence")
        record = slice.sources[source]
        if not (len(standing) or len(struck) or is_known(slice, record)):
            raise NotFound(f"the source {query.id!r} was not known on that day", subject=source)
        told = pl.concat((standing, struck)).unique()
        ids = slice.occurrences.filter(pl.col("occurrence").is_in(told.implode())).get_column("occurrence").to_list()
        start = 0 if query.after is None or query.after not in ids else ids.index(query.after) + 1
        shown = ids[start : start + query.limit]
        passages: dict[str, list[UsedPassage]] = {each: [] for each in shown}
        for account in slice.accounts(shown):
            if account.account.citation.source == source:
                passages[account.occurrence].append(_passage(slice, account))
        return SourceUsage(
            source=source_row(slice, record, len(standing), len(struck)),
            occurrences=tuple(
                UsedFor(
                    occurrence=entry.id,
                    kind=entry.kind,
                    headline=entry.headline,
                    when=entry.when,
                    passages=tuple(sorted(passages[entry.id], key=lambda each: (each.ranges, each.version))),
                )
                for entry in entries(slice, shown, query.reading)
            ),
            total=len(ids),
        )


def _passage(slice: Slice, record: AccountRecord) -> UsedPassage:
    account = record.account
    return UsedPassage(
        version=record.version_id,
        stands=record.stands,
        manner=account.manner,
        credibility=account.credibility,
        summary=with_names(account.summary, slice.parties_known),
        ranges=tuple((each.start, each.end) for each in account.citation.ranges),
        page=account.citation.page,
        row=account.citation.row,
        quotation=account.citation.quotation,
    )
