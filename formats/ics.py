"""iCalendar (RFC 5545): timelines as all-day entries, with every uncertainty said in the summary.

An entry whose first and last possible day are both known becomes a VEVENT over all of its possible days. Any other
(undated, unbounded on a side, or outside the years 1 to 9999 that the format can write) becomes a VJOURNAL without a
day, so that none is lost. Every DTSTAMP is the same instant: the format asks for one, and the same view must give the
same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.chronology.bounds import format_day, parse_day
from formats.export import Export
from formats.wording import is_exact, summary
from projections.entry import Entry
from projections.timeline import Timeline

_STAMP = "19700101T000000Z"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOLD_OCTETS = 73


class ICalendar(Export):
    """Timelines as calendar entries; uncertain dates say so in the summary."""

    name, media_type, suffix = "ics", "text/calendar; charset=utf-8", ".ics"
    accepts = (Timeline,)

    def write(self, view: Timeline) -> Iterator[str]:
        """One calendar."""
        known = f"known on {view.known_on} ({view.knowledge}, {view.certainty})" if view.known_on else "all recorded"
        described = f"Position {view.position}; {known}; reading {view.reading}; {view.total} entries in all"
        yield from ("BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:-//Regesta//Timeline//EN\r\n")
        yield _line("X-WR-CALDESC", described)
        for entry in (*view.entries, *view.undated):
            yield from _component(entry, view.reading)
        yield "END:VCALENDAR\r\n"


def _component(entry: Entry, reading: str | None) -> Iterator[str]:
    days = _days(entry)
    component = "VJOURNAL" if days is None else "VEVENT"
    yield f"BEGIN:{component}\r\n"
    yield _line("UID", f"{entry.id}@regesta")
    yield f"DTSTAMP:{_STAMP}\r\n"
    if days is not None:
        yield f"DTSTART;VALUE=DATE:{days[0]}\r\nDTEND;VALUE=DATE:{days[1]}\r\n"
        yield f"STATUS:{'CONFIRMED' if is_exact(entry) else 'TENTATIVE'}\r\nTRANSP:TRANSPARENT\r\n"
    yield _line("SUMMARY", summary(entry))
    yield _line("DESCRIPTION", "\n".join(_description(entry, reading)))
    yield _line("CATEGORIES", entry.kind)
    for name, value in (
        ("X-REGESTA-EDTF", entry.when.edtf),
        ("X-REGESTA-BASIS", entry.when.basis),
        ("X-REGESTA-ORDER", entry.order),
    ):
        if value is not None:
            yield _line(name, value)
    yield f"END:{component}\r\n"


def _days(entry: Entry) -> tuple[str, str] | None:
    """First day and the day after the last, as the format writes them; `None` where it cannot."""
    earliest, latest = entry.when.earliest, entry.when.latest
    if earliest is None or latest is None or not (_DAY.fullmatch(earliest) and _DAY.fullmatch(latest)):
        return None
    after = format_day(parse_day(latest) + 1)
    if not _DAY.fullmatch(after) or earliest.startswith("0000"):
        return None
    return earliest.replace("-", ""), after.replace("-", "")


def _description(entry: Entry, reading: str | None) -> Iterator[str]:
    if entry.summary:
        yield entry.summary
    for conflict in entry.conflicts:
        note = f" ({conflict.note})" if conflict.note else ""
        yield f"{conflict.field}, {conflict.verdict.replace('_', ' ')}{note}: {' | '.join(conflict.values)}"
    if entry.conflicts:
        yield f"Values shown are those of the reading {reading}."
    yield f"Known since {entry.known_since.earliest or '?'} to {entry.known_since.latest or '?'}"
    yield from (f"Source: {source.title} ({source.reliability})" for source in entry.sources)
    if entry.struck:
        yield f"Struck accounts: {entry.struck}"


def _line(name: str, text: str) -> str:
    """A content line, escaped and folded at 75 octets without cutting a character."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    pieces, piece, octets = [], "", 0
    for char in f"{name}:{escaped}":
        width = len(char.encode())
        if octets + width > _FOLD_OCTETS:
            pieces.append(piece)
            piece, octets = "", 0
        piece += char
        octets += width
    return "\r\n ".join([*pieces, piece]) + "\r\n"
