"""The core of a slice out of that of an earlier position, where nothing came since but occurrences of their own.

That is what an append mostly is: a new occurrence without relations, from a source that is there or new as well. Then
nothing shown before changes, and what is new takes its place among it. Anything else is built from the columns.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns
from projections.ledger_dates import BEFORE_ALL
from projections.slice_core import NO_COMPONENT, Core
from projections.slice_query import SliceQuery
from projections.slice_room import Room
from projections.slice_shown import Shown, show
from projections.slice_solving import SolvedUnits, Solver
from projections.slice_visibility import Visibility, see_new

Numbers = npt.NDArray[Any]

_MOST_NEW: Final = 1_000
"""More rows than this are sooner built from the columns than put in their places one by one."""

_MOST_NEW_SOURCES: Final = 64


def grown(columns: Columns, kept: SolvedUnits, query: SliceQuery, since: int, position: int, old: Core) -> Core | None:
    """The core at `position`, given that at `since`; `None` where more has changed than new occurrences."""
    rows = columns.rows_by(position)
    if query.known_on is not None or old.held_back or rows - old.rows > _MOST_NEW or not len(old.shown.occurrence):
        return None
    if not _only_new_occurrences(columns, since, position, old, rows):
        return None
    added_visible = see_new(columns, query, position, old.rows, rows, old.visible.known)
    ties = old.ties
    if ties.shown_as is not None:
        ties = ties._replace(shown_as=np.concatenate([ties.shown_as, np.arange(len(ties.shown_as), _named(columns))]))
    added = show(columns, added_visible, ties, old.rows)
    if added.unsolved.any():
        return None
    room = old.room or Room()
    visible, shown = _seen(room, old.visible, added_visible), _joined(room, old.shown, added)
    with columns.lock:
        solver = Solver(columns, position, visible, ties, shown, kept)
    alone = np.full(len(added.occurrence), NO_COMPONENT, dtype=np.int32)
    component = room.appended("component", old.component, alone)
    places = _inserted(columns, old, shown, len(added.occurrence))
    return old._replace(
        rows=rows,
        visible=visible,
        ties=ties,
        shown=shown,
        solver=solver,
        component=component,
        order=places,
        room=room,
    )


def _only_new_occurrences(columns: Columns, since: int, position: int, old: Core, rows: int) -> bool:
    journals = (columns.endings, columns.sources_retracted, columns.reclassified)
    if any(len(journal.upto(position)["position"]) > len(journal.upto(since)["position"]) for journal in journals):
        return False
    lists: tuple[list[Any], ...] = (columns.judgements, columns.links, columns.set_aside)
    if any(since < each.position <= position for entries in lists for each in reversed(entries[-_MOST_NEW:])):
        return False
    said = columns.sources_said.upto(position)["source"][len(columns.sources_said.upto(since)["source"]) :]
    cited = columns.source.values[: old.rows]
    if len(said) > _MOST_NEW_SOURCES or any((cited == source).any() for source in said.tolist()):
        return False
    occurrence = columns.occurrence.values[old.rows : rows].astype(np.int64)
    follows = np.append(old.shown.occurrence[-1], occurrence)
    return bool(np.all(np.diff(follows) > 0)) and not columns.units.labels[occurrence].any()


def _seen(room: Room, old: Visibility, added: Visibility) -> Visibility:
    rows: dict[str, Any] = {
        name: room.appended(f"visible {name}", getattr(old, name), getattr(added, name))
        for name in ("standing", "struck", "removed", "withheld")
    }
    return old._replace(**rows, known=added.known)


def _joined(room: Room, old: Shown, added: Shown) -> Shown:
    added = added._replace(starts=added.starts + np.int32(len(old.rows)))
    rows: dict[str, Any] = {
        name: room.appended(name, getattr(old, name), getattr(added, name)) for name in Shown._fields
    }
    return old._replace(**rows)


def _inserted(columns: Columns, old: Core, shown: Shown, count: int) -> Numbers:
    """The order with the last `count` rows of `shown` in their places."""

    def key(row: int) -> tuple[int, int, str]:
        earliest, latest = int(shown.start_earliest[row]), int(shown.end_latest[row])
        first = latest if earliest == BEFORE_ALL else earliest
        return first, latest, columns.occurrences.ids.at(int(shown.occurrence[row]))

    def place(row: int) -> int:
        wanted, low, high = key(row), 0, len(old.order)
        while low < high:
            middle = (low + high) // 2
            if key(int(old.order[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    total = len(shown.occurrence)
    rows = sorted(range(total - count, total), key=key)
    found = np.empty(total, dtype=old.order.dtype)
    taken = 0
    for count_before, row in enumerate(rows):
        until = place(row)
        found[taken + count_before : until + count_before] = old.order[taken:until]
        found[until + count_before] = row
        taken = until
    found[taken + len(rows) :] = old.order[taken:]
    return found


def _named(columns: Columns) -> int:
    return len(columns.occurrences)
