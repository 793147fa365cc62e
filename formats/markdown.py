"""Markdown: a timeline to read or to print, with its uncertainties in words and its sources named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formats.export import Export
from formats.wording import when_in_words
from projections.entry import Entry
from projections.timeline import Timeline

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


class Markdown(Export):
    """A timeline as a list; conflicts, manners and conventional order are said, not only marked."""

    name, media_type, suffix = "markdown", "text/markdown; charset=utf-8", ".md"
    accepts = (Timeline,)

    def write(self, view: Timeline) -> Iterator[str]:
        """A heading that names the slice, the entries, and the undated ones after them."""
        known = f"as known on {view.known_on} ({view.knowledge}, {view.certainty})" if view.known_on else "as recorded"
        yield f"# Timeline, {known}\n\n"
        yield f"Position {view.position}, reading {plain(view.reading or 'none')}. "
        yield f"{view.total} entries in all, {view.total_undated} of them undated; "
        yield f"withheld: {view.withheld.occurrences} occurrences, {view.withheld.accounts} accounts.\n\n"
        for entry in view.entries:
            yield from _item(entry)
        if view.undated:
            yield "\n## Undated\n\n"
            for entry in view.undated:
                yield from _item(entry)
        if view.next:
            yield "\nThere are more entries after these.\n"


def _item(entry: Entry) -> Iterator[str]:
    manner = "" if entry.realised else plain(f"[{' or '.join(entry.manners) or 'struck'} only]") + " "
    yield f"- **{plain(when_in_words(entry))}**: {plain(entry.headline)} {manner}(`{entry.id}`, {entry.kind})\n"
    if entry.summary:
        yield f"  {plain(entry.summary)}\n"
    if entry.order is not None:
        yield f"  Order against the entry before: {entry.order}.\n"
    for conflict in entry.conflicts:
        note = f" ({conflict.note})" if conflict.note else ""
        values = " | ".join(conflict.values)
        yield f"  Accounts differ on {plain(f'{conflict.field}, {conflict.verdict}{note}: {values}')}\n"
    struck = f"; {entry.struck} struck" if entry.struck else ""
    sources = ", ".join(f"{source.title} ({source.reliability})" for source in entry.sources)
    yield f"  Accounts: {len(entry.accounts)}{struck}. Sources: {plain(sources)}\n"


def plain(text: str) -> str:
    """Text with every sign of the markup escaped, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
