"""The words of accounts, for full-text search: read from the log when the first search is made, kept up afterwards.

Payloads are few where accounts are many (a vote is cast by two hundred states), so that each distinct one is read once
and goes by its number; and each text is folded once, when it is read. A search then asks columns only.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from projections.frames import pl
from projections.ledger_accounts import ACCOUNT_TOPICS
from projections.ledger_columns import Columns
from projections.ledger_texts import TextColumn
from projections.ledger_words import GrowingColumn
from projections.log import EventLog, RawBatch

Flags = npt.NDArray[np.bool_]


class _Told(msgspec.Struct, gc=False):
    summary: str
    what: msgspec.Raw
    headline: str = ""


class _Given(msgspec.Struct, gc=False):
    account: _Told


class _Event(msgspec.Struct, gc=False):
    data: _Given


_decode = msgspec.json.Decoder(_Event).decode


class AccountTexts:
    """Headline, summary and payload of each account version, casefolded, by row of the accounts.

    The payload counts because the headline of a kind is made of it ("Denial by ...: mistreatment in camps").
    """

    def __init__(self, log: EventLog, columns: Columns) -> None:
        self._log = log
        self._columns = columns
        self._own = TextColumn()
        self._what = GrowingColumn(np.uint32)
        self._numbers: dict[bytes, int] = {}
        self._whats: list[str] = []
        self._position = 0
        self._lock = Lock()

    def holding(self, word: str, rows: int) -> Flags:
        """By row, for the first `rows` versions: whether a casefolded word, or part of one, stands in its texts."""
        with self._lock:
            if len(self._own) < rows:
                self._read(rows)
            own, whats = self._own.series.head(rows), pl.Series(self._whats, dtype=pl.String)
        found: Flags = own.str.contains(word, literal=True).to_numpy().copy()
        told: Flags = whats.str.contains(word, literal=True).to_numpy()
        if told.any():
            found |= told[self._what.values[:rows]]
        return found

    def _read(self, rows: int) -> None:
        last = int(self._columns.position.values[-1])
        for batch in self._log.batches(self._position):
            self._take_in(batch)
            self._position = min(batch.first_position + len(batch.topics) - 1, last)
            if len(self._own) >= rows:
                return

    def _take_in(self, batch: RawBatch) -> None:
        positions, row = self._columns.position.values, len(self._own)
        own: list[str] = []
        whats: list[int] = []
        for position, topic, state in zip(
            range(batch.first_position, batch.first_position + len(batch.topics)),
            batch.topics,
            batch.states,
            strict=True,
        ):
            if topic in ACCOUNT_TOPICS and row < len(positions) and positions[row] == position:
                told = _decode(state).data.account
                own.append(f"{told.headline}\n{told.summary}".casefold() if told.headline else told.summary.casefold())
                whats.append(self._number(bytes(told.what)))
                row += 1
        self._own.extend(own)
        self._what.extend(whats)

    def _number(self, what: bytes) -> int:
        found = self._numbers.get(what)
        if found is None:
            found = self._numbers[what] = len(self._whats)
            self._whats.append("\n".join(_texts(msgspec.json.decode(what))).casefold())
        return found


def _texts(content: Any) -> Iterator[str]:
    """Every text in plain content, words of closed lists without their underscores."""
    if isinstance(content, str):
        yield content.replace("_", " ")
    elif isinstance(content, dict):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)
