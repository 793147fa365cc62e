"""The oracle: what a slice holds, folded from domain events one by one in plain Python. Slow, and meant to be read.

Everything that the ledger does with columns is said here a second time with dictionaries and loops, straight from the
rules: what counts when, what ends what, what is shown as what. Dates that hang together are solved by the domain, in
one network for the whole slice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from domain import case, occurrence, source
from domain.account import Account
from domain.chronology import edtf
from domain.chronology.bounds import UNBOUNDED, Bounds
from domain.chronology.compile_claims import (
    StatedTime,
    claims_of,
    disclosure_claim,
    identity_claim,
    lasting_occurrences,
    part_claim,
)
from domain.chronology.days import day_number
from domain.chronology.network import Network
from domain.chronology.publications import last_publication_day
from domain.event import Event
from domain.identification import representatives
from domain.kinds import KINDS
from domain.provenance import REALISED, RELIABILITIES
from projections.slice_query import SliceQuery

INFINITE = float("inf")
Span = tuple[float, float]
"""The earliest and the latest day, possibly infinite."""


@dataclass
class Version:
    """One account version, and everything that was recorded of its ending."""

    id: str
    recorded_as: str
    account: Account
    gate: Span | None = None
    ended_by: list[tuple[str, Span]] = field(default_factory=list)
    amended_to: str | None = None
    withdrawn: bool = False

    @property
    def removed(self) -> bool:
        return self.withdrawn or self.amended_to is not None


@dataclass
class Folded:
    """The record by a position."""

    versions: dict[str, Version] = field(default_factory=dict)
    sources: dict[str, source.Source] = field(default_factory=dict)
    retracted: dict[str, Span] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    judgements: dict[frozenset[str], tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    links: dict[tuple[str, str], occurrence.Link] = field(default_factory=dict)
    filed: set[tuple[str, str]] = field(default_factory=set)
    set_aside: set[tuple[str, str]] = field(default_factory=set)


def span(text: str) -> Span:
    """The first and last day of an EDTF text."""
    read = edtf.parse(text)
    return (
        -INFINITE if read.start_earliest is None else read.start_earliest,
        INFINITE if read.end_latest is None else read.end_latest,
    )


def fold(events: list[Event]) -> Folded:
    """The record after these events."""
    record = Folded()
    for event in events:
        take(record, event)
    return record


def take(record: Folded, event: Event) -> None:
    """One event more."""
    match event:
        case source.SourceRegistered(source=name, content=content) | source.SourceAmended(source=name, content=content):
            record.sources[name] = content
        case source.SourceRetracted(source=name, disclosed=disclosed):
            record.retracted[name] = span(disclosed.edtf)
        case occurrence.OccurrenceRecorded(occurrence=where, kind=kind):
            record.kinds[where] = kind
            add(record, event)
        case occurrence.AccountAdded():
            add(record, event)
        case occurrence.AccountCorrected(ends=ends, disclosed=disclosed):
            record.versions[ends].ended_by.append(("correction", span(disclosed.edtf)))
            add(record, event).gate = span(disclosed.edtf)
        case occurrence.AccountAmended(ends=ends, version_id=version):
            record.versions[ends].amended_to = version
            add(record, event).gate = record.versions[ends].gate
        case occurrence.AccountRetracted(ends=ends, disclosed=disclosed):
            record.versions[ends].ended_by.append(("retraction", span(disclosed.edtf)))
        case _:
            take_removal(record, event)


def take_removal(record: Folded, event: Event) -> None:
    match event:
        case occurrence.AccountWithdrawn(ends=ends):
            record.versions[ends].withdrawn = True
        case occurrence.AccountReinstated(version_id=version):
            record.versions[version].withdrawn = False
        case occurrence.OccurrenceWithdrawn(ends=versions):
            for version in versions:
                record.versions[version].withdrawn = True
        case _:
            take_tie(record, event)


def take_tie(record: Folded, event: Event) -> None:
    match event:
        case occurrence.OccurrenceReclassified(occurrence=where, kind=kind):
            record.kinds[where] = kind
        case occurrence.OccurrenceIdentified(occurrence=one, same_as=other, rests_on=rests_on):
            record.judgements.setdefault(frozenset((one, other)), (one, other, rests_on))
        case occurrence.OccurrenceDistinguished(occurrence=one, distinct_from=other):
            record.judgements.pop(frozenset((one, other)), None)
        case occurrence.OccurrenceLinked(occurrence=where, link=link):
            record.links[where, link.model_dump_json()] = link
        case occurrence.OccurrenceUnlinked(occurrence=where, link=link):
            record.links.pop((where, link.model_dump_json()), None)
        case occurrence.ClaimSetAside(occurrence=where, claim=claim):
            record.set_aside.add((where, claim))
        case occurrence.ClaimRestored(occurrence=where, claim=claim):
            record.set_aside.discard((where, claim))
        case case.OccurrenceFiled(case=filed_in, occurrence=where):
            record.filed.add((filed_in, where))
        case case.OccurrenceUnfiled(case=filed_in, occurrence=where):
            record.filed.discard((filed_in, where))


def add(record: Folded, event: Any) -> Version:
    version = Version(event.version_id, event.occurrence, event.account)
    record.versions[event.version_id] = version
    return version


class Seen:
    """The record as one query sees it."""

    def __init__(self, record: Folded, query: SliceQuery) -> None:
        self.record = record
        self.query = query
        self.day = query.known_on_day
        self.surely = query.certainty == "surely"
        self.disclosed_days = self._disclosed_days() if query.knowledge == "public" else {}
        self.standing = [each for each in record.versions.values() if self.status(each) == "standing"]
        self.struck = [each for each in record.versions.values() if self.status(each) == "struck"]
        self.withheld = [each for each in record.versions.values() if self.status(each) == "withheld"]
        self.edges = [(one, other) for one, other, rests_on in record.judgements.values() if self._all_stand(rests_on)]
        self.representative = representatives(self.edges)
        self.links = [(where, link) for (where, _), link in record.links.items() if self._link_holds(link)]

    # What counts

    def status(self, version: Version) -> str:
        if version.removed:
            return "removed"
        name = version.account.citation.source
        if self.query.source and name not in self.query.source:
            return "not chosen"
        if self.query.min_reliability is not None:
            grade = self.record.sources[name].reliability if name in self.record.sources else "F"
            if RELIABILITIES.index(grade) > RELIABILITIES.index(self.query.min_reliability):
                return "not chosen"
        if not self._is_known(version):
            return "withheld"
        return "struck" if self._is_struck(version) else "standing"

    def published(self, name: str) -> Span:
        content = self.record.sources.get(name)
        if content is None:
            return -INFINITE, INFINITE
        held = content.read_on
        last = last_publication_day(content.published.edtf, day_number(held.year, held.month, held.day))
        return span(content.published.edtf)[0], INFINITE if last is None else last

    def known_since(self, version: Version, *, disclosed: bool = True) -> Span:
        earliest, latest = self.published(version.account.citation.source)
        since = version.account.public_since
        if self.query.knowledge == "public":
            if since is not None:
                told = span(since.edtf)
                earliest, latest = min(earliest, told[0]), min(latest, told[1])
            if disclosed:
                earliest = min(earliest, self.disclosed_days.get(version.recorded_as, INFINITE))
        if version.gate is not None:
            earliest, latest = max(earliest, version.gate[0]), max(latest, version.gate[1])
        return earliest, latest

    def _is_known(self, version: Version) -> bool:
        if self.day is None:
            return True
        if version.account.citation.source not in self.record.sources:
            return False
        earliest, latest = self.known_since(version)
        return (latest if self.surely else earliest) <= self.day

    def _is_struck(self, version: Version) -> bool:
        endings = [days for _, days in version.ended_by]
        name = version.account.citation.source
        if name in self.record.retracted:
            endings.append(self.record.retracted[name])
        return any(self.day is None or (days[0] if self.surely else days[1]) <= self.day for days in endings)

    # What a disclosure makes possibly public

    def _disclosed_days(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for (where, _), link in self.record.links.items():
            if link.kind != "discloses" or self.record.kinds.get(where) != "disclosure":
                continue
            if not self._possibly_counts(link):
                continue
            for version in self.record.versions.values():
                day = self._day_told(version)
                if version.recorded_as == where and day is not None:
                    found[link.to] = min(found.get(link.to, INFINITE), day)
        return found

    def _possibly_counts(self, link: occurrence.Link) -> bool:
        if self.day is not None and link.citation is not None:
            name = link.citation.source
            if name not in self.record.sources or self.published(name)[0] > self.day:
                return False
        for id_ in link.rests_on:
            version = self._current(id_)
            if version is None or version.removed:
                return False
            if self.day is not None:
                if version.account.citation.source not in self.record.sources:
                    return False
                if self.known_since(version, disclosed=False)[0] > self.day:
                    return False
        return True

    def _day_told(self, version: Version) -> float | None:
        when = version.account.when
        if version.removed or version.account.manner not in ("fact", "reported", "alleged"):
            return None
        if when is None or not isinstance(when.edtf, str):
            return None
        day = edtf.parse(when.edtf).start_earliest
        earliest = -INFINITE if day is None else day
        return earliest if version.gate is None else max(earliest, version.gate[0])

    # What holds occurrences together

    def _current(self, id_: str) -> Version | None:
        version = self.record.versions.get(id_)
        while version is not None and version.amended_to is not None:
            version = self.record.versions[version.amended_to]
        return version

    def _all_stand(self, rests_on: tuple[str, ...]) -> bool:
        current = [self._current(id_) for id_ in rests_on]
        return all(version is not None and version in self.standing for version in current)

    def _link_holds(self, link: occurrence.Link) -> bool:
        if not self._all_stand(link.rests_on):
            return False
        if link.citation is None or self.day is None:
            return True
        name = link.citation.source
        if name not in self.record.sources:
            return False
        earliest, latest = self.published(name)
        return (latest if self.surely else earliest) <= self.day

    def shown(self, where: str) -> str:
        return self.representative.get(where, where)

    # What it comes to

    @property
    def occurrences(self) -> dict[str, list[Version]]:
        found: dict[str, list[Version]] = {}
        for version in self.record.versions.values():
            if version in self.standing or version in self.struck:
                found.setdefault(self.shown(version.recorded_as), []).append(version)
        return found

    @property
    def withheld_occurrences(self) -> set[str]:
        return {self.shown(version.recorded_as) for version in self.withheld} - set(self.occurrences)

    def realised(self, shown: str) -> bool:
        return any(each.account.manner in REALISED for each in self.occurrences[shown] if each in self.standing)

    def stated(self, versions: list[Version]) -> list[StatedTime]:
        found = []
        for version in versions:
            account = version.account
            when = account.when
            said_in = [voice.occurrence for voice in account.attribution if voice.occurrence is not None]
            content = self.record.sources.get(account.citation.source)
            found.append(
                StatedTime(
                    account=version.id,
                    occurrence=version.recorded_as,
                    source=account.citation.source,
                    manner=account.manner,
                    edtf=when.edtf if when is not None and isinstance(when.edtf, str) else None,
                    relations=() if when is None else when.relations,
                    published=None if content is None else content.published.edtf,
                    public_by=None if content is None else int(self.published(account.citation.source)[1]),
                    said_in=said_in[-1] if said_in and account.manner in ("planned", "forecast") else None,
                    lasts=bool(getattr(KINDS[account.what.kind], "lasts", False)),
                )
            )
        return found

    def network(self) -> Network:
        """Everything in force, solved together."""
        stated = self.stated(self.standing)
        claims = list(claims_of(stated))
        known = {each for versions in self.occurrences.values() for each in (v.recorded_as for v in versions)}
        known |= set(self.occurrences)
        claims += [identity_claim(f"{one}={other}", one, other) for one, other in self.edges]
        for where, link in self.links:
            if link.kind == "part_of":
                claims.append(part_claim(f"{where}>part_of>{link.to}", where, link.to))
            if link.kind == "discloses":
                claims.append(disclosure_claim(f"{where}>discloses>{link.to}", where, link.to))
        lasting = lasting_occurrences(stated)
        shown_lasting = {self.shown(each) for each in lasting}
        members = {each for each in self.representative if self.shown(each) in shown_lasting}
        return Network(claims, lasting=lasting | members, set_aside={claim for _, claim in self.record.set_aside})

    def members(self, shown: str) -> list[str]:
        """What is shown as one; nothing if all that was known of it was struck."""
        if not any(version in self.standing for version in self.occurrences[shown]):
            return []
        return sorted(each for each in self.representative if self.shown(each) == shown) or [shown]

    def bounds(self, network: Network, shown: str) -> Bounds:
        versions = self.occurrences[shown]
        if not any(version in self.standing for version in versions):
            return struck_bounds(self.stated(versions))
        found = [network.bounds(each) for each in self.members(shown) if network.component(each) is not None]
        if not found:
            return UNBOUNDED
        hull = found[0]
        for other in found[1:]:
            hull = hull.hull(other)
        return hull


def struck_bounds(stated: list[StatedTime]) -> Bounds:
    """What struck accounts had said: the intersection of their dates, unbounded where they have none in common."""
    dates = [edtf.parse(each.edtf) for each in stated if each.edtf is not None and each.manner != "denied"]
    found = UNBOUNDED
    for date in dates:
        found = found.intersection(Bounds.of(date))
    if not dates:
        return found
    start_earliest, start_latest, end_earliest, end_latest = found
    both = [day for day in (start_earliest, end_earliest) if day is not None]
    end_earliest = max(both, default=None)
    both = [day for day in (start_latest, end_latest) if day is not None]
    start_latest = min(both, default=None)
    if any(not date.is_extent for date in dates):
        start_earliest, end_latest = end_earliest, start_latest
    found = Bounds(start_earliest, start_latest, end_earliest, end_latest)
    return UNBOUNDED if found.is_empty else found
