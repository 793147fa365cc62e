"""Dense positions: the place of every row in the order of the log, counted from 1.

The row numbers of a database are not positions: PostgreSQL leaves gaps after a transaction that was rolled back. What
leaves this process is a row's ordinal, which is the same in every process because rows are committed in the order of
their numbers. Runs of consecutive numbers are kept, so a log without gaps costs one pair of integers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from threading import Lock
from typing import Any

from domain.errors import NotFound
from store.dialect import EVENTS_TABLE, Dialect, RowTuple, newest_row

Fetch = Callable[[str, Sequence[Any]], list[RowTuple]]


class Positions:
    """What position each row has, brought up to date from the log itself; safe to use from several threads."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known_runs: list[tuple[int, int]] = []
        self._last_id = 0
        self._head = 0
        self._turn = Lock()

    def head(self, fetch: Fetch, newest: int | None = None) -> int:
        """The position of the last row that `fetch` can see; `newest` is its number, if it is known already."""
        if newest is None:
            ((newest,),) = fetch(newest_row(self._dialect), ())
        if newest > self._last_id:
            with self._turn:
                for first_id, count in self._runs(fetch, self._last_id, newest):
                    self._extend(first_id, count)
        return self._head

    def id_at(self, position: int) -> int:
        """The row number at a position, 0 before the first; raises `NotFound` beyond the last one that is known."""
        if position == 0:
            return 0
        if not 0 < position <= self._head:
            raise NotFound(f"the log has no position {position}; it ends at {self._head}", subject=str(position))
        first_id, first_position = self._known_runs[bisect_right(self._known_runs, position, key=itemgetter(1)) - 1]
        return first_id + position - first_position

    def position_of(self, row_id: int) -> int:
        """The position of a row that is known to be in the log."""
        first_id, first_position = self._known_runs[bisect_right(self._known_runs, row_id, key=itemgetter(0)) - 1]
        return first_position + row_id - first_id

    def _runs(self, fetch: Fetch, after: int, upto: int) -> list[RowTuple]:
        """The runs of consecutive row numbers above one and up to another, as (first, count)."""
        id_, mark = self._dialect.id, self._dialect.mark
        # Counting the whole table goes by its smallest index; a condition on row numbers would read every row.
        tail, bounds = (f" WHERE {id_} > {mark} AND {id_} <= {mark}", (after, upto)) if after else ("", ())
        ((count, first, last),) = fetch(
            f"SELECT (SELECT count(*) FROM {EVENTS_TABLE}{tail}), "  # noqa: S608
            f"(SELECT min({id_}) FROM {EVENTS_TABLE}{tail}), (SELECT max({id_}) FROM {EVENTS_TABLE}{tail})",
            bounds * 3,
        )
        if not count:
            return []
        if last - first + 1 == count:
            return [(first, count)]
        return fetch(
            f"SELECT min(id), count(*) FROM (SELECT {id_} AS id, {id_} - row_number() OVER (ORDER BY {id_}) AS run "  # noqa: S608
            f"FROM {EVENTS_TABLE}{tail}) AS numbered GROUP BY run ORDER BY 1",
            bounds,
        )

    def _extend(self, first_id: int, count: int) -> None:
        if first_id <= self._last_id:
            return
        if not self._known_runs or first_id != self._last_id + 1:
            self._known_runs.append((first_id, self._head + 1))
        self._last_id = first_id + count - 1
        self._head += count
