"""The record as of one choice of day, position, sources and reading: what every projection is a function of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from projections.slice_query import SliceQuery
from projections.slice_records import AccountRecord, CaseRecord, PartyRecord, Selection, SourceRecord, Withheld


class Slice:
    """What is in force under one `SliceQuery`; immutable, every frame computed once when first asked for.

    Days are integers since 1970-01-01 and null is unbounded. `occurrence` columns hold the id under which the
    occurrence is shown: the least id of those identified with each other.
    """

    query: SliceQuery
    position: int
    """The position of the log it was taken at: `at_position`, or the end of the log as caught up."""

    known_on: int | None
    """The day of `known_on`."""

    @property
    def standing(self) -> pl.DataFrame:
        """The account versions in force, in the order of the log.

        Columns: occurrence, recorded_as, account_id, version_id (str), position (i64), kind (as the account states
        it), manner (str), credibility (i64), source (str), reliability (str), edtf (str, null if none is stated),
        known_earliest, known_latest (i64).
        """
        raise NotImplementedError

    @property
    def struck(self) -> pl.DataFrame:
        """The account versions that were known and have been corrected or retracted; columns as in `standing`, and
        ending (str), ending_position, disclosed_earliest, disclosed_latest (i64), replaced_by (str or null).
        """
        raise NotImplementedError

    @property
    def removed(self) -> pl.DataFrame:
        """The account versions that we amended or withdrew; columns as in `struck`."""
        raise NotImplementedError

    @property
    def occurrences(self) -> pl.DataFrame:
        """One row for each occurrence with a known account, standing or struck, in the deterministic order.

        Columns: occurrence (str), kind (our judgement; str), start_earliest, start_latest, end_earliest, end_latest
        (i64), basis (stated, derived, none), manners (list[str], sorted, of its standing accounts), realised (bool: a
        standing account has the manner fact or reported), accounts (u32, standing), struck (u32), known_earliest,
        known_latest (i64: since when something of it was known), component (u32: equal for what relations connect; null
        where none do). Where `accounts` is 0 everything known of it was struck; its bounds are then those stated before.
        """
        raise NotImplementedError

    @property
    def countries(self) -> pl.DataFrame:
        """Columns: occurrence, code, role (str), standing (bool); one row for each part named by a known account."""
        raise NotImplementedError

    @property
    def parties(self) -> pl.DataFrame:
        """Columns: occurrence, party, role (str), standing (bool)."""
        raise NotImplementedError

    @property
    def cases(self) -> pl.DataFrame:
        """Columns: occurrence, case (str): what is filed where."""
        raise NotImplementedError

    @property
    def links(self) -> pl.DataFrame:
        """Columns: occurrence, kind, to (shown ids; str), recorded_as, recorded_to (str), position (i64)."""
        raise NotImplementedError

    @property
    def sources(self) -> Mapping[str, SourceRecord]:
        """The sources registered by the position, decoded as they are looked up."""
        raise NotImplementedError

    @property
    def parties_known(self) -> Mapping[str, PartyRecord]:
        """The parties registered by the position."""
        raise NotImplementedError

    @property
    def cases_known(self) -> Mapping[str, CaseRecord]:
        """The cases opened by the position."""
        raise NotImplementedError

    @property
    def withheld(self) -> Withheld:
        """How much is in the record by the position and was not known."""
        raise NotImplementedError

    def shown_as(self, occurrence: str) -> str | None:
        """The id under which an occurrence is shown, or `None` if nothing of it is known in the slice."""
        raise NotImplementedError

    def identified(self, occurrence: str) -> tuple[str, ...]:
        """All occurrences shown under the same id, itself included, sorted."""
        raise NotImplementedError

    def accounts(self, occurrences: Sequence[str], *, removed: bool = False) -> list[AccountRecord]:
        """The known accounts of these shown occurrences, standing and struck, read from the log.

        In the order of `occurrences`, then of the log. With `removed`, also those that we amended or withdrew.
        """
        raise NotImplementedError

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
        raise NotImplementedError

    def surely_before(self, one: str, other: str) -> bool:
        """Whether, on everything in force, `one` ends on an earlier day than `other` starts."""
        raise NotImplementedError
