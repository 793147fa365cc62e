"""Entries in words, for formats that people read: every uncertainty is said."""

from __future__ import annotations

from projections.entry import Entry, EntryWhen


def summary(entry: Entry) -> str:
    """The headline, and in brackets all that keeps it from being a plain fact of one day."""
    said = [] if is_exact(entry) else [when_in_words(entry)]
    said.extend(marks(entry))
    return f"{entry.headline} ({'; '.join(said)})" if said else entry.headline


def whole_line(entry: Entry) -> str:
    """An entry on one line, without loss of any mark: its date and bounds, its headline, its order, all doubts."""
    said = [*marks(entry), *([f"order {entry.order}"] if entry.order else [])]
    return f"{when_in_words(entry)}: {entry.headline}" + (f" ({'; '.join(said)})" if said else "")


def marks(entry: Entry) -> list[str]:
    """What is in doubt besides the date: that it is not said to have happened, and where accounts differ."""
    said = [] if entry.realised else [f"{' or '.join(entry.manners) or 'struck'} only"]
    for conflict in entry.conflicts:
        note = f", {conflict.note}" if conflict.note else ""
        said.append(f"accounts differ on {conflict.field}{note}")
    return said


def when_in_words(entry: Entry) -> str:
    """The date as cited with the bounds on it, in words."""
    when = entry.when
    if when.is_undated:
        return f"undated, cited as {when.edtf}" if when.edtf else "undated"
    bounds = bounds_in_words(when)
    cited = f", cited as {when.edtf}" if when.edtf and when.edtf != bounds else ""
    return f"{bounds}, {when.basis}{cited}"


def bounds_in_words(when: EntryWhen) -> str:
    """Between which days it was; where a side is open, by when it had begun or before when it was not over."""
    if when.earliest is not None and when.latest is not None:
        return when.earliest if when.earliest == when.latest else f"between {when.earliest} and {when.latest}"
    said = [f"not before {when.earliest}"] if when.earliest else [f"not after {when.latest}"] if when.latest else []
    if when.latest is None and when.start_latest is not None:
        said = [f"begun on {when.earliest}"] if when.earliest == when.start_latest else said
        said += [] if when.earliest == when.start_latest else [f"begun by {when.start_latest}"]
    if when.earliest is None and when.end_earliest is not None:
        said = [f"ended on {when.latest}"] if when.latest == when.end_earliest else said
        said += [] if when.latest == when.end_earliest else [f"not over before {when.end_earliest}"]
    return ", ".join(said)


def is_exact(entry: Entry) -> bool:
    """Whether it is one day, stated as such, in so many words."""
    when = entry.when
    return when.earliest is not None and when.earliest == when.latest == when.edtf and when.basis == "stated"
