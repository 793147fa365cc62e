"""Entries in words, for formats that people read: every uncertainty is said."""

from __future__ import annotations

from projections.entry import Entry


def summary(entry: Entry) -> str:
    """The headline, and in brackets all that keeps it from being a plain fact of one day."""
    marks = []
    if not is_exact(entry):
        marks.append(when_in_words(entry))
    if not entry.realised:
        marks.append(f"{' or '.join(entry.manners) or 'struck'} only")
    marks.extend(f"accounts differ on {conflict.field}" for conflict in entry.conflicts)
    return f"{entry.headline} ({'; '.join(marks)})" if marks else entry.headline


def when_in_words(entry: Entry) -> str:
    """The date as cited with the bounds on it, in words."""
    when = entry.when
    if when.earliest is None and when.latest is None:
        return f"undated, cited as {when.edtf}" if when.edtf else "undated"
    if when.earliest == when.latest:
        bounds = str(when.earliest)
    elif when.earliest is None:
        bounds = f"not after {when.latest}"
    elif when.latest is None:
        bounds = f"not before {when.earliest}"
    else:
        bounds = f"between {when.earliest} and {when.latest}"
    cited = f", cited as {when.edtf}" if when.edtf and when.edtf != bounds else ""
    return f"{bounds}, {when.basis}{cited}"


def is_exact(entry: Entry) -> bool:
    """Whether it is one day, stated as such, in so many words."""
    when = entry.when
    return when.earliest is not None and when.earliest == when.latest == when.edtf and when.basis == "stated"
