"""The record as of one choice of day, position, sources and reading: what every projection is a function of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from domain.chronology.network import Network
from projections import slice_frames as frames
from projections import slice_networks as networks
from projections.found import Found, K
from projections.frames import pl
from projections.ledger_dates import day_or_none
from projections.ledger_ids import MISSING
from projections.log import RawRow
from projections.slice_core import Core
from projections.slice_endings import Endings
from projections.slice_judged import judgements_by
from projections.slice_naming import filed_by
from projections.slice_query import SliceQuery
from projections.slice_records import (
    AccountRecord,
    Selection,
    Withheld,
)
from projections.slice_registers import SliceRegisters
from projections.slice_selection import Chooser, Filters
from projections.slice_trail import filing_positions, positions_of
from projections.slice_versions import fingerprints, known_days, timeline_hash

if TYPE_CHECKING:
    from projections.ledger import Ledger

Numbers = npt.NDArray[np.int64]

_ROWS_OF_A_PAGE: Final = 1_000
"""What names so few is asked about them next: where they stand is remembered instead of looked up again."""


class Slice(SliceRegisters):
    """What is in force under one `SliceQuery`; immutable, every frame computed once when first asked for.

    Days are integers since 1970-01-01 and null is unbounded. `occurrence` columns hold the id under which the
    occurrence is shown: the least id of those identified with each other. `position` is the position of the log it was
    taken at, `known_on` the day of knowledge.
    """

    def __init__(self, ledger: Ledger, query: SliceQuery, position: int, core: Core) -> None:
        self.query = query
        self.position = position
        self.known_on = query.known_on_day
        self._ledger = ledger
        self._columns = ledger.columns
        self._core = core
        self._selections: dict[Filters, Selection] = {}
        self._looked_up: dict[str, int] = {}

    @property
    def rows_held(self) -> int:
        """How many account versions it looks at, which is what it costs to keep."""
        return self._core.rows

    @property
    def core(self) -> Core:
        """What it is made of, for the ledger to grow the next one from."""
        return self._core

    def asked_as(self, query: SliceQuery) -> Slice:
        """The same slice under another query that means the same, such as one that names its position."""
        found = copy(self)
        found.query = query
        return found

    @cached_property
    def standing(self) -> pl.DataFrame:
        """The account versions in force, in the order of the log.

        Columns: occurrence, recorded_as, version_id (str), position (i64), kind (as the account states it), manner,
        source, reliability, edtf (str, null if no date is stated), known_earliest, known_latest (i64).
        """
        return frames.account_frame(self._columns, self._core, np.flatnonzero(self._core.visible.standing))

    @cached_property
    def struck(self) -> pl.DataFrame:
        """The account versions that were known and have been corrected or retracted by those who published them.

        Columns as in `standing`, and ending (str), ending_position, disclosed_earliest, disclosed_latest (i64),
        replaced_by (str or null).
        """
        return self._ended(np.flatnonzero(self._core.visible.struck))

    @cached_property
    def removed(self) -> pl.DataFrame:
        """The account versions that we amended or withdrew, whatever `known_on`; columns as in `struck`."""
        return self._ended(np.flatnonzero(self._core.visible.removed))

    @cached_property
    def occurrences(self) -> pl.DataFrame:
        """One row for each occurrence with a known account, standing or struck, in the deterministic order.

        Columns: occurrence (str), kind (our judgement; str), start_earliest, start_latest, end_earliest, end_latest
        (i64), basis (stated, derived, none), manners (list[str], sorted, of its standing accounts), realised (bool: a
        standing account has the manner fact or reported), accounts (u32, standing), struck (u32), known_earliest,
        known_latest (i64: since when something of it was known), component (u32: equal for what relations connect; null
        where none do). Where `accounts` is 0 all that was known of it was struck, and its bounds are those of that.
        """
        return frames.occurrence_frame(self._columns, self._core, self._kinds, self._core.order)

    @cached_property
    def countries(self) -> pl.DataFrame:
        """Columns: occurrence, code, role (str), standing (bool); one row for each part named by a known account."""
        numbers = self._columns.country_list.values[: self._core.rows]
        return frames.part_frame(self._columns, self._core, self._columns.countries, numbers, ("occurrence", "code"))

    @cached_property
    def parties(self) -> pl.DataFrame:
        """Columns: occurrence, party, role (str), standing (bool)."""
        numbers = self._columns.party_list.values[: self._core.rows]
        named = self._columns.parties_named
        return frames.part_frame(self._columns, self._core, named, numbers, ("occurrence", "party"))

    @cached_property
    def cases(self) -> pl.DataFrame:
        """Columns: occurrence, case (str): what is filed where, of all that is shown."""
        case, occurrence = filed_by(self._columns, self.position)
        shown = self._core.ties.shown(occurrence)
        known = self._core.shown.groups_of(shown) != MISSING
        found = {
            "occurrence": self._columns.occurrences.ids.gather(shown[known]),
            "case": frames.words(self._columns.cases, case[known]),
        }
        return pl.DataFrame(found).unique(maintain_order=True)

    @cached_property
    def links(self) -> pl.DataFrame:
        """Columns: occurrence, kind, to (shown ids; str), recorded_as, recorded_to (str), position (i64)."""
        id_of, shown = self._columns.occurrences.ids.at, self._core.ties.shown_one
        links = self._core.ties.links
        return pl.DataFrame(
            {
                "occurrence": [id_of(shown(link.origin)) for link in links],
                "kind": [link.kind for link in links],
                "to": [id_of(shown(link.target)) for link in links],
                "recorded_as": [id_of(link.origin) for link in links],
                "recorded_to": [id_of(link.target) for link in links],
                "position": [link.position for link in links],
            },
            schema=dict.fromkeys(("occurrence", "kind", "to", "recorded_as", "recorded_to"), pl.String)
            | {"position": pl.Int64},
        )

    @cached_property
    def identifications(self) -> pl.DataFrame:
        """The judgements of sameness in force: occurrence (shown), recorded_as, same_as (str), position (i64)."""
        id_of, ties = self._columns.occurrences.ids.at, self._core.ties
        edges = set(ties.edges)
        held = [each for each in judgements_by(self._columns, self.position) if (each.one, each.other) in edges]
        return pl.DataFrame(
            {
                "occurrence": [id_of(ties.shown_one(each.one)) for each in held],
                "recorded_as": [id_of(each.one) for each in held],
                "same_as": [id_of(each.other) for each in held],
                "position": [each.position for each in held],
            },
            schema=dict.fromkeys(("occurrence", "recorded_as", "same_as"), pl.String) | {"position": pl.Int64},
        )

    @cached_property
    def withheld(self) -> Withheld:
        """How much is in the record by the position and was not known."""
        return Withheld(*self._chooser.withheld(Filters()))

    def shown_as(self, occurrence: str) -> str | None:
        """The id under which an occurrence is shown, or `None` if nothing of it is known in the slice."""
        number = self._shown_number(occurrence)
        return None if number is None else self._columns.occurrences.ids.at(number)

    def identified(self, occurrence: str) -> tuple[str, ...]:
        """All occurrences shown under the same id, itself included, sorted."""
        number = self._columns.occurrences.code(occurrence)
        if number is None:
            return (occurrence,)
        members = self._core.ties.members.get(self._core.ties.shown_one(number), (number,))
        return tuple(sorted(self._columns.occurrences.ids.at(each) for each in members))

    def rows_of(self, occurrences: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The rows of `occurrences` for these shown ids, as far as they are shown, without looking at the others."""
        at = self._groups(occurrences)
        return frames.occurrence_rows(self._columns, self._core, self.position, at[at != MISSING])

    def cases_of(self, occurrences: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The cases in which each of these shown occurrences is filed, sorted; those filed nowhere are left out."""
        at = self._groups(occurrences)
        case, occurrence = self._filings_of(self._core.shown.occurrence[at[at != MISSING]])
        found: dict[str, set[str]] = {}
        for filed, number in zip(case.tolist(), occurrence.tolist(), strict=True):
            found.setdefault(self._columns.occurrences.ids.at(number), set()).add(self._columns.cases.texts[filed])
        return {id_: tuple(sorted(cases)) for id_, cases in found.items()}

    def accounts(self, occurrences: Sequence[str], *, removed: bool = False) -> list[AccountRecord]:
        """The known accounts of these shown occurrences, standing and struck, read from the log.

        In the order of `occurrences`, then of the log. With `removed`, also those that we amended or withdrew.
        """
        shown, visible = self._core.shown, self._core.visible
        rows: list[int] = []
        for occurrence, group in zip(occurrences, self._groups(occurrences).tolist(), strict=True):
            if group == MISSING:
                continue
            of_one = shown.rows_of_one(group).tolist()
            if removed:
                members = self._columns.occurrences.find(self.identified(occurrence))
                mine = np.isin(self._columns.occurrence.values[: self._core.rows], members)
                of_one = sorted({*of_one, *np.flatnonzero(mine & visible.removed).tolist()})
            rows += of_one
        contents = self._ledger.contents.accounts([int(self._columns.position.values[row]) for row in rows])
        return frames.account_records(self._columns, self._core, self._endings, rows, contents)

    def rows(self, positions: Sequence[int]) -> list[RawRow]:
        """Rows of the log, in the order asked for."""
        return self._ledger.log.rows(positions)

    def events_of(self, streams: Sequence[str]) -> list[RawRow]:
        """The rows of these streams by the position, in the order of the log, whatever `known_on`."""
        return self.rows(positions_of(self._columns, streams, self.position))

    def events_about(self, occurrences: Sequence[str]) -> list[RawRow]:
        """The rows of the streams of these occurrences and of their filings, by the position, in the log's order."""
        own = positions_of(self._columns, [f"occurrence:{each}" for each in occurrences], self.position)
        return self.rows(sorted({*own, *filing_positions(self._columns, occurrences, self.position)}))

    # Asking

    def select(
        self,
        *,
        kind: Iterable[str] = (),
        country: Iterable[str] = (),
        case: Iterable[str] = (),
        party: Iterable[str] = (),
        first_day: int | None = None,
        last_day: int | None = None,
        q: str | None = None,
        struck: bool = True,
    ) -> Selection:
        """The occurrences to show: each filter that is given must hold, by any one of its values.

        `first_day` and `last_day` test possible overlap. `q` looks for all of its words, folded, in headlines,
        summaries, names and aliases of parties, and titles and publishers of sources. Without `struck`, occurrences
        of which nothing stands are left out.
        """
        filters = Filters.of(
            q=q,
            kind=kind,
            country=country,
            case=case,
            party=party,
            first_day=first_day,
            last_day=last_day,
            struck=struck,
        )
        found = self._selections.get(filters)
        if found is None:
            found = self._selections[filters] = self._select(filters)
        return found

    def fingerprints(self, chosen: Selection) -> pl.DataFrame:
        """Column `occurrence` and columns of numbers: equal rows in two slices of one ledger show the same entry.

        Not covered: names and titles of parties, sources and cases, which only amendments change.
        """
        numbers = fingerprints(self._core, self._kinds, self._filings, chosen.places)
        return pl.concat((pl.DataFrame({"occurrence": chosen.ids}), pl.from_numpy(numbers)), how="horizontal")

    def days_of_knowledge(self, chosen: Selection) -> list[int]:
        """The days on which something selected became known, or was disclosed to be corrected or retracted."""
        surely = self.query.certainty == "surely"
        known = known_days(self._core, chosen.places, surely=surely)
        struck = self.struck.filter(pl.col("occurrence").is_in(chosen.ids.implode()))
        ended = struck.get_column("disclosed_earliest" if surely else "disclosed_latest").drop_nulls()
        bounded = {day for each in known.tolist() if (day := day_or_none(each)) is not None}
        return sorted(bounded | set(ended.to_list()))

    def of_kind(self, kind: type[K]) -> Found[K]:
        """The occurrences of a kind, to be narrowed and read step by step."""
        return Found(self, kind)

    def surely_before(self, one: str, other: str) -> bool:
        """Whether, on everything in force, `one` ends on an earlier day than `other` starts."""
        first, then = self._groups([one, other]).tolist()
        if MISSING in (first, then) or first == then:
            return False
        if self._core.are_related(first, then):
            return self._core.solver.surely_before(self.network([one]), first, then)
        return self._core.is_earlier(first, then)

    def network(self, occurrences: Sequence[str]) -> Network:
        """The network of claims in force on these shown occurrences and on all that relations connect them with.

        In it an occurrence goes by the id it is recorded as; those shown as one are joined by the claim that they are
        the same.
        """
        return networks.connecting(
            self._core, [group for group in self._groups(occurrences).tolist() if group != MISSING]
        )

    def networks(self) -> Iterator[Network]:
        """The networks of all that has a relation or a tie, or contradicts itself; the rest is tied to nothing."""
        return networks.all_of(self._core)

    def contradictory_networks(self, chosen: Selection | None = None) -> Iterator[Network]:
        """Those in which claims contradict each other: every contradiction is in one; or those of what is chosen.

        Raises `Invalid` where there are more than can be told at once.
        """
        return networks.contradictory(self._core, None if chosen is None else chosen.places)

    def beside(self, **changes: Any) -> Slice:
        """The slice of the same ledger whose query differs in these fields; at this slice's position unless changed."""
        asked = {**self.query.model_dump(), "at_position": self.position, **changes}
        return self._ledger.slice(SliceQuery.model_validate(asked))

    @cached_property
    def _kinds(self) -> Numbers:
        return frames.kind_numbers(self._columns, self._core, self.position)

    @cached_property
    def _chooser(self) -> Chooser:
        return Chooser(self._columns, self._core, self.position, lambda: self._kinds, self._ledger.texts)

    @cached_property
    def _endings(self) -> Endings:
        return Endings(self._columns, self.query, self.position, self._core.visible)

    @cached_property
    def _filings(self) -> tuple[Numbers, Numbers]:
        case, occurrence = filed_by(self._columns, self.position)
        return case, self._core.ties.shown(occurrence)

    def _filings_of(self, shown: Numbers) -> tuple[Numbers, Numbers]:
        """The cases of what is shown by these numbers, and beside each the number."""
        ties, columns = self._core.ties, self._columns
        recorded = [each for number in shown.tolist() for each in ties.members.get(number, (number,))]
        rows = columns.concordances.filed.rows(recorded, columns.filings.length_by(self.position))
        if rows is not None:
            case, occurrence = filed_by(columns, self.position, rows)
            return case, ties.shown(occurrence)
        case, occurrence = self._filings
        at = np.flatnonzero(np.isin(occurrence, shown))
        return case[at], occurrence[at]

    def _select(self, filters: Filters) -> Selection:
        at = self._core.in_order(self._chooser.chosen(filters), self._ledger.ranks())
        withheld = Withheld(*self._chooser.withheld(filters))
        hashed = partial(timeline_hash, self._columns, self._core)
        return Selection(at, self._core.shown.undated(at), withheld, self._series_of, self._ids_of, self._place, hashed)

    def _series_of(self, places: Numbers) -> pl.Series:
        return self._columns.occurrences.ids.gather(self._core.shown.occurrence[places])

    def _ids_of(self, places: Numbers) -> list[str]:
        found = self._columns.occurrences.ids.texts(self._core.shown.occurrence[places])
        if len(places) <= _ROWS_OF_A_PAGE:
            self._looked_up = dict(zip(found, places.tolist(), strict=True))
        return found

    def _place(self, occurrence: str) -> int | None:
        (place,) = self._groups([occurrence]).tolist()
        return None if place == MISSING else int(place)

    def _ended(self, rows: Numbers) -> pl.DataFrame:
        return frames.ended_frame(self._columns, self._core, self._endings, rows)

    def _shown_number(self, occurrence: str) -> int | None:
        number = self._columns.occurrences.code(occurrence)
        if number is None or (self._core.ties.shown_as is not None and number >= len(self._core.ties.shown_as)):
            return None
        shown = self._core.ties.shown_one(number)
        return shown if self._core.shown.groups_of(np.array([shown]))[0] != MISSING else None

    def _groups(self, occurrences: Sequence[str]) -> Numbers:
        """The row in `shown` of each shown id, `MISSING` where it is none; a page asks for the same ones repeatedly."""
        looked_up = self._looked_up
        if not all(each in looked_up for each in occurrences):
            numbers = self._columns.occurrences.find(occurrences)
            found = self._core.shown.groups_of(numbers)
            looked_up = self._looked_up = dict(zip(occurrences, found.tolist(), strict=True))
        return np.array([looked_up[each] for each in occurrences], dtype=np.int64)
