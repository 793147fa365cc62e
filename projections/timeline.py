"""The timeline of the whole record, and what the timelines of countries and cases share with it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from domain.chronology import edtf
from domain.kinds import kind_named
from domain.places import CountryCode
from domain.stated import EdtfText
from domain.values import Id, Line, Value, Word
from projections.cursor import Cursor, question_hash, read_cursor, write_cursor
from projections.entries import entry_rows
from projections.entry import BOUNDS, Entry
from projections.lookup import case_id, party_id
from projections.projection import Projection
from projections.readings import Reading
from projections.slice import Slice
from projections.slice_records import Selection
from projections.slice_selection import Filters
from projections.view import View

Many = Field(max_length=50)

MOST_ENTRIES = 1000
"""More than this on one page are not given; the next page is."""


class TimelineQuery(Value):
    """What to show of a slice. Each filter that is given must hold, by any one of its values."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Annotated[
        EdtfText | None, Field(alias="from", description="no entry that surely ended before (EDTF; possible overlap)")
    ] = None
    to: Annotated[EdtfText | None, Field(description="no entry that surely began after (EDTF; possible overlap)")] = (
        None
    )
    kind: Annotated[tuple[Word, ...], Many] = ()
    country: Annotated[tuple[CountryCode, ...], Many] = ()
    case: Annotated[tuple[Id, ...], Many, Field(description="ids or keys of cases")] = ()
    party: Annotated[tuple[Id, ...], Many] = ()
    q: Annotated[
        Line | None, Field(description="words looked for in headlines, summaries, parties with aliases, and sources")
    ] = None
    reading: Reading = "best_graded"
    limit: Annotated[int, Field(ge=1, le=MOST_ENTRIES)] = 100
    cursor: Annotated[str | None, Field(max_length=1000, description="the `next` of the page before")] = None


class WithheldCount(Value):
    """What the record holds by this position and was not known on that day."""

    accounts: int
    occurrences: int


class Timeline(View):
    """One page of a timeline.

    Entries that nothing bounds on any side stand in `undated`, in the same order; `total` counts both, on all pages.
    """

    unhashed = View.unhashed | {"next"}
    lines = ("entries", "undated")

    entries: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    total: Annotated[int, Field(description="entries and undated ones, on all pages")]
    total_undated: int
    withheld: WithheldCount
    next: Annotated[str | None, Field(description="the cursor of the next page")] = None
    timeline_hash: Annotated[str, Field(description="SHA-256 of the ids and versions of all entries, in order")]


class WholeTimeline(Projection):
    """Everything in the record, in order."""

    name, Query, View = "timeline", TimelineQuery, Timeline
    path = "/timeline"
    argument = "country"

    def content(self, slice: Slice, query: TimelineQuery) -> dict[str, Any]:
        """One page of the timeline of everything."""
        return timeline(slice, query)

    def looks_at(self, slice: Slice, query: TimelineQuery) -> Filters | None:
        """What its filters let pass."""
        return filters_of(slice, query)


def timeline(
    slice: Slice, query: TimelineQuery, *, within_country: str | None = None, within_case: str | None = None
) -> dict[str, Any]:
    """One page of a timeline, of a country or a case if one is given beside the filters: its fields, in their order."""
    question = _question(slice, query, within_country, within_case)
    cursor = None if query.cursor is None else read_cursor(query.cursor, question)
    if cursor is not None and cursor.position != slice.position:
        slice = slice.beside(at_position=cursor.position)
    chosen = selected(slice, query, within_country=within_country, within_case=within_case)
    ids = chosen.page(query.limit, None if cursor is None else cursor.last)
    shown = entry_rows(slice, ids, query.reading, marked=True, before=None if cursor is None else cursor.last)
    more = bool(ids) and chosen.goes_on_after(ids[-1])
    return {
        "position": slice.position,
        "entries": [each for each in shown if _is_dated(each)],
        "undated": [each for each in shown if not _is_dated(each)],
        "total": chosen.total,
        "total_undated": chosen.total_undated,
        "withheld": {"accounts": chosen.withheld.accounts, "occurrences": chosen.withheld.occurrences},
        "next": _after(slice, question, shown[-1]) if more else None,
        "timeline_hash": chosen.timeline_hash,
    }


def filters_of(
    slice: Slice, query: TimelineQuery, *, within_country: str | None = None, within_case: str | None = None
) -> Filters | None:
    """The filters that decide what a timeline shows, or more than they let pass.

    `None` for full text, which looks at everything, and where a key is used that later may be the id of something else.
    """
    cases = query.case if within_case is None else (within_case,)
    named = ((cases, slice.cases_known), (query.party, slice.parties_known), (slice.query.source, slice.sources))
    if query.q is not None or any(each not in known for ids, known in named for each in ids):
        return None
    countries = query.country if within_country is None else (within_country,)
    return Filters.of(q=None, kind=query.kind, country=countries, case=cases, party=query.party)


def selected(
    slice: Slice, query: TimelineQuery, *, within_country: str | None = None, within_case: str | None = None
) -> Selection:
    """All that a timeline shows, in order.

    Raises:
        Invalid: if a kind is none of the registered ones.
        NotFound: if a case or a party is none that the record knows.
    """
    for word in query.kind:
        kind_named(word)
    cases = tuple(case_id(slice, each) for each in query.case)
    found = slice.select(
        kind=query.kind,
        country=query.country if within_country is None else (within_country,),
        case=cases if within_case is None else (within_case,),
        party=tuple(party_id(slice, each) for each in query.party),
        first_day=None if query.from_ is None else edtf.parse(query.from_).start_earliest,
        last_day=None if query.to is None else edtf.parse(query.to).end_latest,
        q=query.q,
    )
    if within_country is not None and query.country:
        found = found.also_in(slice.select(country=query.country))
    if within_case is not None and cases:
        found = found.also_in(slice.select(case=cases))
    return found


def _is_dated(entry: dict[str, Any]) -> bool:
    when = entry["when"]
    return any(when[bound] for bound in BOUNDS)


def _after(slice: Slice, question: str, last: dict[str, Any]) -> str:
    when, day = last["when"], slice.query.known_on
    cursor = Cursor(
        question=question,
        position=slice.position,
        known_on=day,
        earliest=when["earliest"],
        latest=when["latest"],
        last=last["id"],
    )
    return write_cursor(cursor)


def _question(slice: Slice, query: TimelineQuery, *within: str | None) -> str:
    asked = [each.model_dump(mode="json", exclude_none=True) for each in (slice.query, query)]
    return question_hash(asked[0] | asked[1] | {"within": within})
