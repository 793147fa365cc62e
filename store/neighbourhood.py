"""What a decision may know of other streams, kept up to date from the log.

Only the few types of event that matter to other streams are read, through a partial index, so starting on a log of
millions of rows costs what its sources, parties, cases and judgements cost, not what its accounts do. It is brought up
to date within the writing transaction, so nothing that another process wrote is ever missed.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from domain.case import CaseOpened
from domain.errors import Unreadable
from domain.event import Event
from domain.occurrence import OccurrenceDistinguished, OccurrenceIdentified
from domain.party import Party, PartyAmended, PartyRegistered
from domain.private_names import PrivateNames, fold_name
from domain.source import SourceAmended, SourceRegistered
from domain.surroundings import Surroundings
from store.dialect import LogRecorder, Transaction, newest_row
from store.mapper import EventMapper, RowOfLog

NOTED_TYPES: tuple[type[Event], ...] = (
    SourceRegistered,
    SourceAmended,
    PartyRegistered,
    PartyAmended,
    CaseOpened,
    OccurrenceIdentified,
    OccurrenceDistinguished,
)
PAGE_ROWS = 5_000


class Neighbourhood:
    """The surroundings of every decision; used only within the writing transaction, by one thread at a time."""

    def __init__(
        self, recorder: LogRecorder, mapper: EventMapper, unreadable: Callable[[RowOfLog, Unreadable], None]
    ) -> None:
        self._mapper = mapper
        self._unreadable = unreadable
        self._noted_topics = mapper.topics_of(NOTED_TYPES)
        dialect = recorder.dialect
        self._rows = dialect.rows(
            f"{dialect.topics(self._noted_topics)} AND {dialect.id} > {dialect.mark}", limited=True
        )
        self._newest = newest_row(dialect)
        recorder.index_topics("noted", self._noted_topics)
        self.forget()

    def forget(self) -> None:
        """Start over from the log: after a transaction that did not commit, what was noted of it is void."""
        self._read_up_to = 0
        self._names_of: dict[str, frozenset[str]] = {}
        self._private_names = PrivateNames()
        self._published: dict[str, str] = {}
        self._parties: set[str] = set()
        self._cases: set[str] = set()
        self._same_as: set[tuple[str, str]] = set()
        self.around = Surroundings(
            private_names=self._private_names,
            published=MappingProxyType(self._published),
            parties=self._parties,
            cases=self._cases,
            same_as=self._same_as,
        )
        """What the next decision may know; it follows whatever is noted later."""

    def catch_up(self, transaction: Transaction) -> None:
        """Read what others appended since this process last wrote."""
        ((newest,),) = transaction.fetch(self._newest)
        if newest == self._read_up_to:
            return
        after = self._read_up_to
        while rows := transaction.fetch(self._rows, (after, PAGE_ROWS)):
            for fields in rows:
                row = RowOfLog(*fields)
                try:
                    self.note(self._mapper.read(row).event)
                except Unreadable as failure:
                    self._unreadable(row, failure)
            after = rows[-1][0]
        self._read_up_to = newest

    def skip_own(self, transaction: Transaction) -> None:
        """Take the rows that this transaction appended as read: they were noted when they were decided."""
        ((self._read_up_to,),) = transaction.fetch(self._newest)

    def note(self, event: Event) -> None:
        """Take one event into account; most are of no concern to other streams."""
        if type(event) not in NOTED_TYPES:
            return
        match event:
            case SourceRegistered(source=source, content=content) | SourceAmended(source=source, content=content):
                self._published[source] = content.published.edtf
            case PartyRegistered(party=party, content=who) | PartyAmended(party=party, content=who):
                self._parties.add(party)
                self._note_names(party, who)
            case CaseOpened(case=case):
                self._cases.add(case)
            case OccurrenceIdentified(occurrence=one, same_as=other):
                self._same_as.add((one, other))
            case OccurrenceDistinguished(occurrence=one, distinct_from=other):
                self._same_as -= {(one, other), (other, one)}

    def _note_names(self, party: str, who: Party) -> None:
        """Keep the names of a private person; two persons may share one, and then either keeps it refused."""
        names = frozenset(fold_name(name) for name in (who.name, *who.aliases)) if who.private else frozenset[str]()
        for gone in self._names_of.pop(party, frozenset()) - names:
            bearers = [other for other, borne in self._names_of.items() if gone in borne]
            if bearers:
                self._private_names[gone] = min(bearers)
            else:
                self._private_names.pop(gone, None)
        if names:
            self._names_of[party] = names
        for name in names:
            if name:
                self._private_names[name] = min(party, self._private_names.get(name, party))
