"""Events that carry no account, out of the log into the journals: endings, sources, ties, filings, cases, parties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from domain.case import CaseAmended, CaseOpened, OccurrenceFiled, OccurrenceUnfiled
from domain.chronology.bounds import parse_day
from domain.chronology.publications import last_publication_day
from domain.event import Event
from domain.ids import canonical
from domain.occurrence import (
    AccountReinstated,
    AccountRetracted,
    AccountWithdrawn,
    ClaimRestored,
    ClaimSetAside,
    OccurrenceDistinguished,
    OccurrenceIdentified,
    OccurrenceLinked,
    OccurrenceReclassified,
    OccurrenceUnlinked,
    OccurrenceWithdrawn,
)
from domain.occurrence import stream as occurrence_stream
from domain.party import PartyAmended, PartyRegistered
from domain.register import RuleAsked
from domain.source import SourceAmended, SourceRegistered, SourceRetracted
from projections.frames import pl
from projections.ledger_columns import (
    REINSTATEMENT,
    RELIABILITY_NUMBER,
    RETRACTION,
    WITHDRAWAL,
    Columns,
    Judgement,
    LinkFacts,
    RuleOnRecord,
    SetAside,
)
from projections.ledger_dates import upper


class Row(NamedTuple):
    """An event of the log that carries no account."""

    position: int
    topic: str
    state: bytes
    stream: str


Rows = Sequence[Row]


CONSTRAINING_LINKS: Final = frozenset(("part_of", "discloses"))
"""The kinds of link that say something of time."""


class _Dated(msgspec.Struct, gc=False):
    edtf: str


class _Source(msgspec.Struct, gc=False):
    published: _Dated
    read_on: str
    reliability: str
    title: str
    publisher: str = ""
    authors: tuple[str, ...] = ()


class _AboutSource(msgspec.Struct, gc=False):
    source: str
    content: _Source | None = None
    disclosed: _Dated | None = None


class _AboutVersion(msgspec.Struct, gc=False):
    ends: str | tuple[str, ...] = ()
    version_id: str = ""
    disclosed: _Dated | None = None


class _Cited(msgspec.Struct, gc=False):
    source: str


class _Link(msgspec.Struct, gc=False):
    kind: str
    to: str
    citation: _Cited | None = None
    rests_on: tuple[str, ...] = ()


class _AboutOccurrence(msgspec.Struct, gc=False):
    occurrence: str
    kind: str = ""
    same_as: str = ""
    distinct_from: str = ""
    rests_on: tuple[str, ...] = ()
    link: msgspec.Raw = msgspec.Raw(b"{}")
    claim: str = ""


class _Party(msgspec.Struct, gc=False):
    name: str
    private: bool = False
    aliases: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


class _AboutParty(msgspec.Struct, gc=False):
    party: str
    content: _Party


class _AboutRule(msgspec.Struct, gc=False):
    rule_id: str


class _AboutCase(msgspec.Struct, gc=False):
    case: str
    occurrence: str = ""


def _source_facts(columns: Columns, rows: Rows) -> None:
    for row, about in _decoded(columns, rows, _AboutSource):
        assert about.content is not None
        source, published = columns.sources.code(about.source), about.content.published.edtf
        earliest, latest = columns.dates.span(published)
        if earliest != latest:
            columns.vaguely_published.add(source)
        held = parse_day(about.content.read_on)
        if held < latest:
            masked = columns.dates.is_masked[columns.dates.code(published)]
            latest = upper(last_publication_day(published, held)) if masked else held
        columns.sources_said.add(
            row.position,
            source,
            earliest,
            latest,
            columns.dates.code(published),
            RELIABILITY_NUMBER[about.content.reliability],
        )
        names = (about.content.title, about.content.publisher, *about.content.authors)
        columns.source_texts.append("\n".join(names).casefold())


def _source_retracted(columns: Columns, rows: Rows) -> None:
    for row, about in _decoded(columns, rows, _AboutSource):
        assert about.disclosed is not None
        span = columns.dates.span(about.disclosed.edtf)
        columns.sources_retracted.add(row.position, columns.sources.code(about.source), *span)


def _ended(columns: Columns, rows: Rows) -> None:
    ends: list[tuple[Row, str, tuple[int, int]]] = []
    for row, about in _decoded(columns, rows, _AboutVersion):
        span = columns.dates.span(about.disclosed.edtf if about.disclosed is not None else None)
        versions = (about.ends,) if isinstance(about.ends, str) else about.ends or (about.version_id,)
        ends += [(row, version, span) for version in versions]
    found = columns.version_index.find(pl.Series([version for _, version, _ in ends], dtype=pl.String))
    for (row, _, span), ended in zip(ends, found.tolist(), strict=True):
        if ended >= 0:
            columns.endings.add(row.position, _HOW[row.topic], ended, -1, *span)


def _judged(columns: Columns, rows: Rows) -> None:
    pairs: list[tuple[int, int]] = []
    for row, about in _decoded(columns, rows, _AboutOccurrence):
        one, other = columns.occurrence_codes([about.occurrence, about.same_as or about.distinct_from])
        pairs.append((one, other))
        columns.judgements.append(Judgement(row.position, one, other, row.topic in _STANDS, about.rests_on))
    columns.units.join_all(pairs, tied=False)


def _linked(columns: Columns, rows: Rows) -> None:
    pairs: list[tuple[int, int]] = []
    for row, about in _decoded(columns, rows, _AboutOccurrence):
        link = msgspec.json.decode(about.link, type=_Link)
        origin, target = columns.occurrence_codes([about.occurrence, link.to])
        cited = columns.sources.code(link.citation.source if link.citation is not None else None)
        key = canonical(msgspec.json.decode(about.link))
        stands = row.topic in _STANDS
        if link.kind in CONSTRAINING_LINKS:
            pairs.append((origin, target))
        columns.links.append(LinkFacts(row.position, origin, link.kind, target, stands, key, link.rests_on, cited))
    columns.units.join_all(pairs)


def _reclassified(columns: Columns, rows: Rows) -> None:
    for row, about in _decoded(columns, rows, _AboutOccurrence):
        (occurrence,) = columns.occurrence_codes([about.occurrence])
        columns.reclassified.add(row.position, occurrence, columns.kinds.code(about.kind))


def _set_aside(columns: Columns, rows: Rows) -> None:
    alone: list[tuple[int, int]] = []
    for row, about in _decoded(columns, rows, _AboutOccurrence):
        (occurrence,) = columns.occurrence_codes([about.occurrence])
        alone.append((occurrence, occurrence))
        columns.set_aside.append(SetAside(row.position, occurrence, about.claim, row.topic in _STANDS))
    columns.units.join_all(alone)


def _filed(columns: Columns, rows: Rows) -> None:
    filings = list(_decoded(columns, rows, _AboutCase))
    occurrences = columns.occurrence_codes([about.occurrence for _, about in filings])
    for (row, about), occurrence in zip(filings, occurrences, strict=True):
        columns.filings.add(row.position, columns.cases.code(about.case), occurrence, row.topic in _STANDS)


def _case(columns: Columns, rows: Rows) -> None:
    for row, about in _decoded(columns, rows, _AboutCase):
        columns.cases_said.add(row.position, columns.cases.code(about.case))


def _party(columns: Columns, rows: Rows) -> None:
    for row, about in _decoded(columns, rows, _AboutParty):
        columns.parties_said.add(row.position, columns.parties.code(about.party))
        party = about.content
        names = () if party.private else (party.name, *party.aliases, *party.functions)
        columns.party_texts.append("\n".join(names).casefold())


def _rule_asked(columns: Columns, rows: Rows) -> None:
    for row, about in _decoded(columns, rows, _AboutRule):
        columns.rules_asked.append(RuleOnRecord(row.position, about.rule_id))


def _topic(event: type[Event]) -> str:
    return f"{event.type}/{event.version}"


_READERS: Final[dict[str, Callable[[Columns, Rows], None]]] = {
    _topic(event): reader
    for reader, events in (
        (_source_facts, (SourceRegistered, SourceAmended)),
        (_source_retracted, (SourceRetracted,)),
        (_ended, (AccountRetracted, AccountWithdrawn, AccountReinstated, OccurrenceWithdrawn)),
        (_judged, (OccurrenceIdentified, OccurrenceDistinguished)),
        (_linked, (OccurrenceLinked, OccurrenceUnlinked)),
        (_reclassified, (OccurrenceReclassified,)),
        (_set_aside, (ClaimSetAside, ClaimRestored)),
        (_filed, (OccurrenceFiled, OccurrenceUnfiled)),
        (_case, (CaseOpened, CaseAmended)),
        (_party, (PartyRegistered, PartyAmended)),
        (_rule_asked, (RuleAsked,)),
    )
    for event in events
}

_STANDS: Final = frozenset(
    _topic(event) for event in (OccurrenceIdentified, OccurrenceLinked, ClaimSetAside, OccurrenceFiled)
)

_HOW: Final = {
    _topic(AccountRetracted): RETRACTION,
    _topic(AccountWithdrawn): WITHDRAWAL,
    _topic(OccurrenceWithdrawn): WITHDRAWAL,
    _topic(AccountReinstated): REINSTATEMENT,
}

_OCCURRENCE: Final = occurrence_stream("")

JOURNAL_TOPICS: Final = frozenset(_READERS)
"""The events that go into a journal."""


def read_into_journals(columns: Columns, rows: Rows) -> None:
    """Keep what these events say; those of one journal stay in the order of the log."""
    by_reader: dict[Callable[[Columns, Rows], None], list[Row]] = {}
    for row in rows:
        by_reader.setdefault(_READERS[row.topic], []).append(row)
    for reader, of_one_journal in by_reader.items():
        reader(columns, of_one_journal)
    of_occurrences = [row for row in rows if row.stream.startswith(_OCCURRENCE)]
    occurrences = columns.occurrence_codes([row.stream.removeprefix(_OCCURRENCE) for row in of_occurrences])
    for row, occurrence in zip(of_occurrences, occurrences, strict=True):
        columns.occurrence_events.add(row.position, occurrence)


A = TypeVar("A", _AboutSource, _AboutVersion, _AboutOccurrence, _AboutCase, _AboutParty, _AboutRule)


def _decoded(columns: Columns, rows: Rows, about: type[A]) -> Iterator[tuple[Row, A]]:
    decode: Callable[[bytes], Any] = msgspec.json.Decoder(_enveloped(about)).decode
    for row in rows:
        try:
            yield row, decode(row.state).data
        except msgspec.DecodeError:
            columns.unreadable.append(row.position)


@cache
def _enveloped(about: type) -> type:
    return msgspec.defstruct(f"Enveloped{about.__name__}", [("data", about)], gc=False)
