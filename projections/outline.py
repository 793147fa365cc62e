"""The outline of a timeline: what it takes to draw all of it at once, in columns, without a word of any account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from domain.places import country_name
from domain.values import Value
from projections.frames import pl
from projections.names import with_names
from projections.projection import Projection
from projections.slice import Slice
from projections.slice_selection import Filters
from projections.slice_shown import DAY_NAMES
from projections.timeline import TimelineQuery, WithheldCount, filters_of, selected
from projections.view import View

Days = tuple[int | None, ...]


class OutlineLabel(Value):
    """A country or a case, with the name to show."""

    id: str
    name: str


class OutlineParts(Value):
    """Which occurrences have a part in what: equal places of `rows` and `label` belong together."""

    labels: tuple[OutlineLabel, ...]
    rows: Annotated[tuple[int, ...], Field(description="places in `ids`")]
    label: Annotated[tuple[int, ...], Field(description="places in `labels`")]


class OutlineLink(Value):
    """A tie between two occurrences of the outline, by their places in `ids`; `from` bears on `to`."""

    source: Annotated[int, Field(serialization_alias="from")]
    target: Annotated[int, Field(serialization_alias="to")]
    kind: str


class Outline(View):
    """Columns of equal length, one place an occurrence, in the order of the timeline.

    Days are counted from 1970-01-01; null is unbounded. `kind` gives places in `kinds`.
    """

    total: int
    withheld: WithheldCount
    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    kind: tuple[int, ...]
    realised: tuple[bool, ...]
    start_earliest: Days
    start_latest: Days
    end_earliest: Days
    end_latest: Days
    known_earliest: Days
    known_latest: Days
    countries: OutlineParts
    cases: OutlineParts
    links: tuple[OutlineLink, ...]


class TimelineOutline(Projection):
    """The whole of a timeline in columns, for drawing; `limit` and `cursor` do not apply."""

    name, Query, View = "outline", TimelineQuery, Outline

    def answer(self, slice: Slice, query: TimelineQuery) -> Outline:
        """All that the timeline shows, however much it is."""
        chosen = selected(slice, query)
        placed = pl.DataFrame({"occurrence": chosen.ids}, schema={"occurrence": pl.String}).with_row_index("place")
        rows = placed.join(slice.occurrences, on="occurrence", how="left", maintain_order="left")
        kinds = rows.get_column("kind").unique().sort()
        ranks = dict(zip(kinds.to_list(), range(len(kinds)), strict=True))
        cases = {each: with_names(case.content.title, slice.parties_known) for each, case in slice.cases_known.items()}
        days: dict[str, Any] = {name: tuple(rows.get_column(name).to_list()) for name in DAY_NAMES}
        return Outline(
            total=chosen.total,
            withheld=WithheldCount(accounts=chosen.withheld.accounts, occurrences=chosen.withheld.occurrences),
            ids=tuple(rows.get_column("occurrence").to_list()),
            kinds=tuple(kinds.to_list()),
            kind=tuple(ranks[word] for word in rows.get_column("kind").to_list()),
            realised=tuple(rows.get_column("realised").to_list()),
            countries=_parts(placed, slice.countries.rename({"code": "part"}), country_name),
            cases=_parts(placed, slice.cases.rename({"case": "part"}), lambda case: cases.get(case, case)),
            links=_links(placed, slice.links),
            **days,
        )

    def looks_at(self, slice: Slice, query: TimelineQuery) -> Filters | None:
        """What its filters let pass."""
        return filters_of(slice, query)


def _parts(placed: pl.DataFrame, parts: pl.DataFrame, name: Callable[[str], str]) -> OutlineParts:
    found = parts.select("occurrence", "part").unique().join(placed, on="occurrence").sort("place", "part")
    labels = found.get_column("part").unique().sort().to_list()
    ranks = {each: rank for rank, each in enumerate(labels)}
    return OutlineParts(
        labels=tuple(OutlineLabel(id=each, name=name(each)) for each in labels),
        rows=tuple(found.get_column("place").to_list()),
        label=tuple(ranks[each] for each in found.get_column("part").to_list()),
    )


def _links(placed: pl.DataFrame, links: pl.DataFrame) -> tuple[OutlineLink, ...]:
    ends = links.select("occurrence", "to", "kind").unique().join(placed, on="occurrence")
    targets = placed.rename({"occurrence": "to", "place": "to_place"})
    found = ends.join(targets, on="to").select("place", "to_place", "kind").sort("place", "to_place", "kind")
    return tuple(OutlineLink(source=source, target=target, kind=kind) for source, target, kind in found.iter_rows())
