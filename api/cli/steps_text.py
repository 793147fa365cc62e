"""Replay and difference for reading in a terminal: what appeared, what went, what changed from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from api.cli.tables import short_id, when_in_words
from projections.changes import ChangedEntry
from projections.difference import Difference
from projections.entry import Entry
from projections.replay import Replay

MOST_CHARS = 160


def print_replay(view: Replay, out: Console) -> None:
    """One heading for each day of knowledge, with what it changed."""
    for step in view.steps:
        out.print(Text(f"\nKnown on {step.known_on}: {step.total} altogether", style="bold"))
        _print_changes(step.appeared, step.disappeared, step.changed, out)
    if view.next_after:
        out.print(f"\nMore: --after {view.next_after}", style="dim")
    if view.never:
        out.print(f"\n{view.never} are not known on any day that can be told.", style="dim")


def print_difference(view: Difference, out: Console) -> None:
    """What the second slice shows otherwise than the first."""
    totals = f"{view.total_appeared} appeared, {view.total_disappeared} went, {view.total_changed} changed"
    out.print(Text(totals, style="bold"))
    _print_changes(view.appeared, view.disappeared, view.changed, out)


def _print_changes(
    appeared: Sequence[Entry], disappeared: Sequence[Entry], changed: Sequence[ChangedEntry], out: Console
) -> None:
    for sign, entries in (("+", appeared), ("-", disappeared)):
        for entry in entries:
            when = when_in_words(entry).removeprefix("~ ")
            out.print(Text.assemble(f"{sign} {when}  {entry.headline}  ", (short_id(entry.id), "dim")))
    for each in changed:
        out.print(Text.assemble(f"* {each.headline}  ", (short_id(each.id), "dim")))
        for field in each.fields:
            if plain(field.before) != plain(field.after):
                out.print(Text(f"    {field.field}: {plain(field.before)} -> {plain(field.after)}", style="dim"))


def plain(value: Any) -> str:
    """A value on one line: what has a title or a name by that, bounds by their days; cut where it is long."""
    text = _plain(value)
    return text if len(text) <= MOST_CHARS else f"{text[:MOST_CHARS]}..."


def _plain(value: Any) -> str:
    if value is None or value in ((), [], {}):
        return "none"
    if isinstance(value, dict):
        if "earliest" in value and "latest" in value:
            return f"{value['earliest'] or '..'} / {value['latest'] or '..'}"
        for telling in ("title", "name", "field", "id"):
            if telling in value:
                return str(value[telling])
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, (tuple, list)):
        return "; ".join(_plain(each) for each in value)
    return _plain(value.model_dump()) if hasattr(value, "model_dump") else str(value)
