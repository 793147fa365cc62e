"""The passages on which an occurrence rests, where the user attached the texts.

They are read from the user's own copies at the moment of asking and are part of no view: a view is a function of the
log, and the texts are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from domain.provenance import Citation
from domain.values import Value
from projections.lookup import occurrence_id
from projections.slice import Slice
from store.texts import Texts


class ShownPassage(Value):
    """A cited span with the text around it; offsets count Unicode code points."""

    version: Annotated[str, Field(description="the version of the account that cites it")]
    source: str
    title: str
    start: int
    end: int
    before: str
    cited: str
    after: str


class Passages(Value):
    """What could be shown; `without_text` names the sources of which no text is attached."""

    occurrence: str
    passages: tuple[ShownPassage, ...]
    without_text: tuple[str, ...]


def passages(slice: Slice, texts: Texts, occurrence: str) -> Passages:
    """Every cited passage of the known accounts of an occurrence; raises `NotFound` if nothing of it is known."""
    shown = occurrence_id(slice, occurrence)
    found: list[ShownPassage] = []
    missing: set[str] = set()
    for record in slice.accounts([shown]):
        since = record.account.public_since
        for citation in (record.account.citation, *((since.citation,) if since else ())):
            some = list(_passages(slice, texts, record.version_id, citation))
            found += some
            if not some and citation.ranges:
                missing.add(slice.sources[citation.source].content.title)
    return Passages(occurrence=shown, passages=tuple(found), without_text=tuple(sorted(missing)))


def _passages(slice: Slice, texts: Texts, version: str, citation: Citation) -> Iterator[ShownPassage]:
    source = slice.sources[citation.source].content
    if source.text_sha256 is None:
        return
    for span in citation.ranges:
        passage = texts.passage(source.text_sha256, span.start, span.end)
        if passage is not None:
            yield ShownPassage(
                version=version,
                source=citation.source,
                title=source.title,
                start=span.start,
                end=span.end,
                **passage._asdict(),
            )
