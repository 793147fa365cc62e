"""What is asked of the store, and what came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from domain import case, decide_occurrence
from domain.case import FileOccurrence, OccurrenceFiled, PreparedFiling
from domain.errors import Invalid, RegestaError
from domain.event import Command, Event, Recorded
from domain.ids import canonical, event_id
from domain.occurrence import OccurrenceRecorded
from domain.occurrence_commands import RecordAccount
from domain.prepared_account import PreparedAccount
from store.dialect import NewRow
from store.mapper import Name, content_key, topic_of

RECORDED = topic_of(OccurrenceRecorded)
FILED = topic_of(OccurrenceFiled)

_NAME: TypeAdapter[str] = TypeAdapter(Name)


class Request(NamedTuple):
    """One command, the stream that it may add to, by whom, and on which terms.

    `event_key` is what the ids of its events are derived from: the client's idempotency key, or a fresh one. Without
    it they are derived from the events' own content, as for imports, so that the same import gets the same ids.
    """

    command: Command
    stream: str
    by: str
    event_key: str | None = None
    key: str | None = None
    request_sha256: str | None = None
    expected_version: int | None = None


class Recording(NamedTuple):
    """A prepared account of an import, with the id of its event if it is the first of its stream."""

    account: PreparedAccount
    first_id: str

    @property
    def stream(self) -> str:
        """The one stream that it may add to."""
        return self.account.stream


class Filing(NamedTuple):
    """A prepared filing of an import, with what the id of its event is derived from once its place is known."""

    filing: PreparedFiling
    content_key: str

    @property
    def stream(self) -> str:
        """The one stream that it may add to."""
        return self.filing.stream


Prepared = Recording | Filing
"""A command with all that follows from it alone, so that little is left to do when it is decided."""

Asked = Request | Prepared


class Taken(NamedTuple):
    """What came of one request: the stream as it then stood, and the rows that were added, if any.

    When it is `replayed`, an earlier request with the same key had added `added_before` events.
    """

    stream: str
    version: int
    position: int
    rows: tuple[NewRow, ...] = ()
    added_before: int = 0
    replayed: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one command.

    `version` is that of its stream and `position` that of the log afterwards; `events` are those it brought about,
    none where nothing was left to do. `replayed` says that an earlier request with the same key had brought them about.
    """

    stream: str
    version: int
    position: int
    events: tuple[Recorded[Event], ...]
    replayed: bool = False


@dataclass(frozen=True)
class Batch:
    """What came of some commands of an import, in their order: an entry each, taken or refused with its reason."""

    first_index: int
    results: tuple[Taken | RegestaError, ...]

    @property
    def added(self) -> int:
        """How many events were added."""
        return sum(len(result.rows) for result in self.results if isinstance(result, Taken))

    @property
    def unchanged(self) -> int:
        """How many commands had nothing left to do."""
        return sum(1 for result in self.results if isinstance(result, Taken) and not result.rows)

    @property
    def refused(self) -> tuple[tuple[int, RegestaError], ...]:
        """The commands that were refused: their index in the whole import, from 0, and the reason."""
        return tuple(
            (self.first_index + offset, result)
            for offset, result in enumerate(self.results)
            if isinstance(result, RegestaError)
        )

    @property
    def position(self) -> int:
        """The position of the log after the last command that was taken; 0 if none was."""
        return max((result.position for result in self.results if isinstance(result, Taken)), default=0)


def prepare(command: Command) -> Prepared | None:
    """What of a command's record can be made before the store is asked, and in any process; most commands have that."""
    if type(command) is RecordAccount:
        return prepared_account(command)
    return prepared_filing(command) if type(command) is FileOccurrence else None


def prepared_account(command: RecordAccount) -> Recording:
    """An account with the id of its event."""
    account = decide_occurrence.prepared(command)
    return Recording(account, event_id(content_key(RECORDED, account.recorded), account.stream, 1))


def prepared_filing(command: FileOccurrence) -> Filing:
    """A filing with what the id of its event is derived from."""
    filing = case.prepared_filing(command)
    return Filing(filing, content_key(FILED, filing.recorded))


def imported(command: Command, by: str) -> Asked:
    """The request that a command of an import makes: prepared, if it can be."""
    return prepare(command) or Request(command, command.stream, by)


def request_sha256(command: Command) -> str:
    """The hash by which a retry is told from another request under the same key."""
    return hashlib.sha256(canonical(command.model_dump(mode="json", exclude_none=True)).encode()).hexdigest()


def checked_name(name: str, what: str) -> str:
    """A name that can be stored; raises `Invalid` saying what it was for."""
    try:
        return _NAME.validate_python(name)
    except ValidationError:
        raise Invalid(f"cannot be used as {what}", seen=name, accepted="1 to 200 printable characters") from None


def first_fault(failure: ValidationError) -> Invalid:
    """What a value did not fit, said in the words of the house."""
    fault = failure.errors(include_url=False)[0]
    return Invalid(fault["msg"], seen=fault.get("input"), where=".".join(str(part) for part in fault["loc"]))
