"""A source as views show it: what it is, when it could be read, how it is graded, and what rests on it."""

from __future__ import annotations

from domain.values import Value
from projections.entries import shown_day
from projections.entry import ShownDay
from projections.names import with_names
from projections.slice import Slice
from projections.slice_records import Ending, SourceRecord


class ShownPublication(Value):
    """When the public could read it: the EDTF with its basis, and the days that bound it."""

    edtf: str
    basis: str
    reasoning: str | None
    earliest: ShownDay
    latest: ShownDay


class ShownRetraction(Value):
    """That those who published it retracted it, and since when that is known."""

    earliest: ShownDay
    latest: ShownDay


class SourceRow(Value):
    """One source. `accounts` and `struck` count what rests on it in the slice."""

    id: str
    key: str | None
    kind: str
    title: str
    publisher: str | None
    authors: tuple[str, ...]
    language: str | None
    written: str | None
    published: ShownPublication
    read_on: str
    found: str | None
    text_sha256: str | None
    reliability: str
    reliability_reason: str | None
    note: str | None
    retracted: ShownRetraction | None
    accounts: int
    struck: int


def source_row(slice: Slice, record: SourceRecord, accounts: int, struck: int) -> SourceRow:
    """A source as it is shown."""
    content = record.content

    def text(words: str | None) -> str | None:
        return None if words is None else with_names(words, slice.parties_known)

    return SourceRow(
        id=record.id,
        key=content.key,
        kind=content.kind,
        title=with_names(content.title, slice.parties_known),
        publisher=content.publisher,
        authors=content.authors,
        language=content.language,
        written=content.written,
        published=ShownPublication(
            edtf=content.published.edtf,
            basis=content.published.basis,
            reasoning=text(content.published.reasoning),
            earliest=shown_day(record.published_earliest),
            latest=shown_day(record.published_latest),
        ),
        read_on=content.read_on.isoformat(),
        found=content.found,
        text_sha256=content.text_sha256,
        reliability=content.reliability,
        reliability_reason=text(content.reliability_reason),
        note=text(content.note),
        retracted=_retraction(record.retracted),
        accounts=accounts,
        struck=struck,
    )


def _retraction(ending: Ending | None) -> ShownRetraction | None:
    if ending is None:
        return None
    return ShownRetraction(earliest=shown_day(ending.disclosed_earliest), latest=shown_day(ending.disclosed_latest))


def is_known(slice: Slice, record: SourceRecord) -> bool:
    """Whether the source could be read on the day of the slice, surely or possibly as the slice has it."""
    if slice.known_on is None:
        return True
    surely = slice.query.certainty == "surely"
    day = record.published_latest if surely else record.published_earliest
    return day <= slice.known_on if day is not None else not surely
