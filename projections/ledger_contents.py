"""Contents of single rows of the log, decoded in full for what is shown; the latest looked at are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final, TypeVar

import msgspec
from pydantic import BaseModel

from domain.account import Account
from projections.log import EventLog

CONTENTS_KEPT: Final = 20_000

M = TypeVar("M", bound=BaseModel)


class _Given(msgspec.Struct, gc=False):
    account: msgspec.Raw = msgspec.Raw(b"")
    content: msgspec.Raw = msgspec.Raw(b"")
    rule: msgspec.Raw = msgspec.Raw(b"")
    account_id: str = ""


class _Event(msgspec.Struct, gc=False):
    data: _Given


_decode = msgspec.json.Decoder(_Event).decode


class Contents:
    """Accounts, sources, cases and parties by the position of the event that states them."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._kept: OrderedDict[int, tuple[str, BaseModel]] = OrderedDict()
        self._lock = Lock()

    def accounts(self, positions: Sequence[int]) -> list[tuple[str, Account]]:
        """The account ids and the accounts of these events."""
        return self._contents(positions, Account)

    def content(self, position: int, of: type[M]) -> M:
        """The content of one event."""
        return self._contents([position], of)[0][1]

    def _contents(self, positions: Sequence[int], of: type[M]) -> list[tuple[str, M]]:
        with self._lock:
            found = {position: self._kept[position] for position in positions if position in self._kept}
        absent = sorted(set(positions) - found.keys())
        for row in self._log.rows(absent) if absent else ():
            given = _decode(row.state).data
            raw = given.account if given.account_id else given.content or given.rule
            found[row.position] = given.account_id, of.model_validate_json(bytes(raw))
        with self._lock:
            for position in absent:
                self._kept[position] = found[position]
            while len(self._kept) > CONTENTS_KEPT:
                self._kept.popitem(last=False)
        return [found[position] for position in positions]  # type: ignore[misc]
