"""What a slice knows by id of sources, parties, cases and rules, as registered by its position."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from domain.case import Case
from domain.party import Party
from domain.rules import Rule
from domain.source import Source
from projections.ledger_columns import upto
from projections.ledger_dates import day_or_none
from projections.slice_counts import countries_counted
from projections.slice_frames import kind_numbers
from projections.slice_lookup import Lookup
from projections.slice_query import SliceQuery
from projections.slice_records import CaseRecord, Ending, PartyRecord, RuleRecord, SourceRecord

if TYPE_CHECKING:
    from projections.ledger import Ledger
    from projections.ledger_columns import Columns
    from projections.slice_core import Core


class SliceRegisters:
    """The registers of a slice; each is decoded as it is looked up."""

    query: SliceQuery
    position: int
    known_on: int | None
    _ledger: Ledger
    _columns: Columns
    _core: Core

    @cached_property
    def sources(self) -> Mapping[str, SourceRecord]:
        """The sources registered by the position, decoded as they are looked up."""
        said = self._columns.sources_said.upto(self.position)
        return Lookup(self._columns.sources, said["source"], said["position"], self._source)

    @cached_property
    def parties_known(self) -> Mapping[str, PartyRecord]:
        """The parties registered by the position."""
        said, contents = self._columns.parties_said.upto(self.position), self._ledger.contents
        return Lookup(
            self._columns.parties,
            said["party"],
            said["position"],
            lambda party, _, position: PartyRecord(party, position, contents.content(position, Party)),
        )

    @cached_property
    def cases_known(self) -> Mapping[str, CaseRecord]:
        """The cases opened by the position."""
        said, contents = self._columns.cases_said.upto(self.position), self._ledger.contents
        return Lookup(
            self._columns.cases,
            said["case"],
            said["position"],
            lambda case, _, position: CaseRecord(case, position, contents.content(position, Case)),
        )

    @cached_property
    def rules_asked(self) -> Mapping[str, RuleRecord]:
        """The rules asked of the register by the position, whatever `known_on`, in the order they were asked in."""
        contents = self._ledger.contents
        return {
            asked.rule_id: RuleRecord(asked.rule_id, asked.position, contents.content(asked.position, Rule))
            for asked in upto(self._columns.rules_asked, self.position)
        }

    @cached_property
    def kinds_counted(self) -> dict[str, int]:
        """How many occurrences of each kind are shown."""
        counts = np.bincount(kind_numbers(self._columns, self._core, self.position), minlength=1)
        return {self._columns.kinds.texts[at]: int(counts[at]) for at in np.flatnonzero(counts).tolist()}

    @cached_property
    def countries_counted(self) -> dict[str, tuple[int, dict[str, int]]]:
        """By country, how many occurrences it has a part in, and how many give it each role."""
        return countries_counted(self._columns, self._core)

    def names_changed_since(self, position: int) -> bool:
        """Whether a party, a source or a case was registered or amended between a position and this slice's."""
        journals = (self._columns.parties_said, self._columns.sources_said, self._columns.cases_said)
        return any(
            len(each.upto(self.position)["position"]) != len(each.upto(position)["position"]) for each in journals
        )

    def _source(self, source: str, number: int, position: int) -> SourceRecord:
        days, retracted = self._core.visible.sources, self._columns.sources_retracted.upto(self.position)
        ending = None
        for at in np.flatnonzero(retracted["source"] == number).tolist():
            earliest, latest = int(retracted["disclosed_earliest"][at]), int(retracted["disclosed_latest"][at])
            acts = self.known_on is None or (earliest if self.query.certainty == "surely" else latest) <= self.known_on
            if acts:
                where = int(retracted["position"][at])
                ending = Ending("source_retraction", where, None, day_or_none(earliest), day_or_none(latest))
        return SourceRecord(
            id=source,
            position=position,
            content=self._ledger.contents.content(position, Source),
            published_earliest=day_or_none(int(days.published_earliest[number])),
            published_latest=day_or_none(int(days.published_latest[number])),
            retracted=ending,
        )
