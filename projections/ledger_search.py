"""The words of accounts, for full-text search: read from the log when the first search is made, kept up afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any

import msgspec
import polars as pl

from projections.ledger_accounts import ACCOUNT_TOPICS
from projections.ledger_columns import Columns
from projections.ledger_texts import TextColumn
from projections.log import EventLog


class _Told(msgspec.Struct, gc=False):
    summary: str
    what: dict[str, Any]
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
        self._texts = TextColumn()
        self._position = 0
        self._lock = Lock()

    def texts(self, rows: int) -> pl.Series:
        """The texts of the first `rows` versions."""
        with self._lock:
            if len(self._texts) < rows:
                self._read(rows)
            return self._texts.series.head(rows)

    def _read(self, rows: int) -> None:
        positions = self._columns.position.values
        last = int(positions[-1])
        for batch in self._log.batches(self._position):
            texts: list[str] = []
            for at, (topic, state) in enumerate(zip(batch.topics, batch.states, strict=True)):
                row = len(self._texts) + len(texts)
                if topic in ACCOUNT_TOPICS and row < len(positions) and positions[row] == batch.first_position + at:
                    told = _decode(state).data.account
                    texts.append("\n".join((told.headline, told.summary, *_texts(told.what))).casefold())
            self._texts.extend(texts)
            self._position = min(batch.first_position + len(batch.topics) - 1, last)
            if len(self._texts) >= rows:
                return


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
