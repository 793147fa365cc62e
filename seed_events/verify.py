"""Hold citations against the texts that they cite: every range, every span, character for character.

The texts are files in a folder of the user's own, told by the SHA-256 of their bytes; their names do not matter. Works
for any sources, not only those of the seed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from domain.errors import Invalid
from domain.occurrence_commands import RecordAccount
from domain.provenance import Citation, Range
from domain.source import RegisterSource, Source
from seed_events.loader import commands


class Cited(NamedTuple):
    """A source with everything that is cited from it."""

    source: str
    content: Source
    citations: tuple[Citation, ...]


class Fault(NamedTuple):
    """One range that does not hold: where, and what was found there."""

    source: str
    title: str
    start: int
    end: int
    problem: str


class Verification(NamedTuple):
    """What came of it; `without_text` are sources whose text is not in the folder, `unused` files nothing cites."""

    ranges_checked: int
    sources_checked: tuple[str, ...]
    without_text: tuple[str, ...]
    unused: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether no range failed and no cited text was missing."""
        return not self.faults and not self.without_text


def verify(directory: Path, cited: Iterable[Cited] | None = None) -> Verification:
    """Check every range against the files of a folder; without `cited`, those of the seed.

    A source without `text_sha256` (an editorial note) has no text to be held against and is left out. Raises `Invalid`
    if the folder cannot be read.
    """
    files = _files_by_hash(directory)
    checked, missing, faults, ranges, used = [], [], [], 0, set()
    for each in seed_citations() if cited is None else cited:
        wanted = each.content.text_sha256
        if wanted is None:
            continue
        if wanted not in files:
            missing.append(each.content.title)
            continue
        used.add(wanted)
        checked.append(each.content.title)
        text = files[wanted].read_bytes().decode("utf-8")
        spans = list(dict.fromkeys(span for citation in each.citations for span in citation.ranges))
        ranges += len(spans)
        faults += [fault for span in spans for fault in _faults(each, text, span)]
    unused = sorted(path.name for hash_, path in files.items() if hash_ not in used)
    return Verification(ranges, tuple(checked), tuple(missing), tuple(unused), tuple(faults))


def seed_citations() -> Iterator[Cited]:
    """The sources of the seed with all their citations, those of `public_since` among them."""
    contents: dict[str, Source] = {}
    citations: dict[str, list[Citation]] = {}
    for command in commands():
        if isinstance(command, RegisterSource):
            contents[command.source] = command.content
        elif isinstance(command, RecordAccount):
            account = command.account
            cited = (account.citation, *((account.public_since.citation,) if account.public_since else ()))
            for citation in cited:
                citations.setdefault(citation.source, []).append(citation)
    for source, content in contents.items():
        yield Cited(source, content, tuple(citations.get(source, ())))


def span_sha256(text: str, start: int, end: int) -> str:
    """The SHA-256 of a span's UTF-8 bytes; offsets are Unicode code points, half-open."""
    return hashlib.sha256(text[start:end].encode("utf-8")).hexdigest()


def _faults(cited: Cited, text: str, span: Range) -> Iterator[Fault]:
    problem = None
    if span.end > len(text):
        problem = f"the text has {len(text)} characters"
    elif span_sha256(text, span.start, span.end) != span.span_sha256:
        problem = "the span has another hash"
    if problem:
        yield Fault(cited.source, cited.content.title, span.start, span.end, problem)


def _files_by_hash(directory: Path) -> dict[str, Path]:
    if not directory.is_dir():
        raise Invalid("no such folder", seen=directory.name, accepted="a folder of source texts")
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(directory.iterdir()) if path.is_file()
    }
