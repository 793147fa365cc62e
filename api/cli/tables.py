"""Views as tables for a terminal: timelines in a form of their own, all others by their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from formats.wording import bounds_in_words
from projections.entry import Entry
from projections.timeline import Timeline
from projections.view import View

MOST_COLUMNS = 7
SHORT_ID_CHARS = 8
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STAMPED = frozenset(View.model_fields) | {"timeline_hash", "next"}


def print_table(view: View, console: Console | None = None) -> None:
    """Print a view as a table, with the choice it rests on and what it leaves out below."""
    out = console or Console(highlight=False)
    if isinstance(view, Timeline):
        out.print(timeline_table(view))
        out.print(f"{view.total} entries, {view.total_undated} of them undated. {_basis_of(view)}", style="dim")
        if view.withheld.accounts:
            out.print(
                f"Withheld, because it was not known: {view.withheld.accounts} accounts; "
                f"{view.withheld.occurrences} occurrences altogether.",
                style="dim",
            )
        if view.next:
            out.print(f"More: --cursor {view.next}", style="dim", soft_wrap=True)
        return
    rows = getattr(view, "rows", None)
    if rows and isinstance(rows[0], BaseModel):
        out.print(rows_table(rows))
    else:
        out.print(tree(type(view).__name__, {name: getattr(view, name) for name in _own_fields(view)}))
    out.print(_basis_of(view), style="dim")


def timeline_table(view: Timeline) -> Table:
    """Entries in order, the undated ones last, each with the words of a historian rather than codes."""
    table = Table(box=None, padding=(0, 1), header_style="bold", show_edge=False)
    for column, ratio in (("When", None), ("What", 1), ("Where", None), ("Told by", None)):
        table.add_column(column, ratio=ratio, overflow="fold", no_wrap=column == "When")
    for entry in view.entries:
        table.add_row(*_cells(entry))
    for entry in view.undated:
        table.add_row(*_cells(entry))
    return table


def _cells(entry: Entry) -> tuple[Text, Text, Text, Text]:
    what = Text(entry.headline)
    what.append(f"\n{short_id(entry.id)} {entry.kind.replace('_', ' ')}", style="dim")
    if not entry.realised and entry.manners:
        what.append(f", {', '.join(entry.manners)} only", style="italic dim")
    for conflict in entry.conflicts:
        if conflict.verdict == "incompatible":
            what.append(f"\n! {conflict.field}: {' | '.join(conflict.values)}", style="yellow")
    countries = sorted({country.code for country in entry.countries})
    told = f"{len(entry.accounts)} account{'s' if len(entry.accounts) != 1 else ''}"
    if entry.struck:
        told += f", {entry.struck} struck"
    return Text(when_in_words(entry)), what, Text(" ".join(countries)), Text(told)


def short_id(occurrence: str) -> str:
    """The beginning of an id, by which commands find it again as long as no other begins so."""
    return occurrence[:SHORT_ID_CHARS] if UUID.fullmatch(occurrence) else occurrence


def when_in_words(entry: Entry) -> str:
    """The bounds of an entry in one cell; `~` before it: placed after the entry before by convention only."""
    when = entry.when
    sign = {"certain": "", "conventional": "~ ", None: ""}[entry.order]
    if when.is_undated:
        return f"{sign}undated"
    if when.earliest is None or when.latest is None:
        return f"{sign}{bounds_in_words(when)}"
    return f"{sign}{when.earliest}" if when.earliest == when.latest else f"{sign}{when.earliest} / {when.latest}"


def rows_table(rows: Iterable[BaseModel]) -> Table:
    """Rows of one model: a column for each field that holds something plain."""
    kept = list(rows)
    names = [name for name in type(kept[0]).model_fields if any(_plain(getattr(row, name)) for row in kept)]
    table = Table(box=None, padding=(0, 1), header_style="bold", show_edge=False)
    for name in names[:MOST_COLUMNS]:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in kept:
        table.add_row(*(Text(_cell(getattr(row, name))) for name in names[:MOST_COLUMNS]))
    return table


def tree(title: str, value: Any) -> Tree:
    """Nested values as a tree, absent ones left out."""
    root = Tree(Text(title, style="bold"))
    _grow(root, value)
    return root


def _grow(branch: Tree, value: Any) -> None:
    fields = _fields_of(value)
    for name, inner in fields:
        if inner is None or inner in ((), {}, ""):
            continue
        if _fields_of(inner):
            _grow(branch.add(Text(name, style="bold")), inner)
        else:
            branch.add(Text.assemble((f"{name}: ", "dim"), str(inner)))


def _fields_of(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, BaseModel):
        return [(name.replace("_", " "), getattr(value, name)) for name in type(value).model_fields]
    if isinstance(value, dict):
        return [(str(name).replace("_", " "), inner) for name, inner in value.items()]
    if isinstance(value, tuple) and any(isinstance(each, (BaseModel, dict)) for each in value):
        return [(f"{number}", each) for number, each in enumerate(value, start=1)]
    return []


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int, float, dict, tuple)) and value not in ("", (), {})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_cell(inner)}" for name, inner in value.items())
    if isinstance(value, tuple):
        return ", ".join(_cell(each) for each in value)
    if isinstance(value, BaseModel):
        return ", ".join(f"{_cell(inner)}" for _, inner in _fields_of(value) if inner is not None)
    return str(value)


def _own_fields(view: View) -> list[str]:
    return [name for name in type(view).model_fields if name not in _STAMPED]


def _basis_of(view: View) -> str:
    known = (
        f"as {view.certainty} known ({view.knowledge}) on {view.known_on}" if view.known_on else "all that is recorded"
    )
    reading = f"; reading: {view.reading}" if view.reading else ""
    return f"The record at position {view.position}, {known}{reading}."
