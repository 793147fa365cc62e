"""One batch of the log decoded, as far as that needs no columns: so another thread than theirs can do it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import IO, Final, NamedTuple

import numpy as np

from projections.frames import pl
from projections.ledger_accounts import ACCOUNT_TOPICS, RECORDED, account_columns, decoded
from projections.ledger_journal import JOURNAL_TOPICS, Row
from projections.ledger_running_hash import added_by
from projections.log import JoinedBatch, OtherRow, RawBatch

FEW_ROWS: Final = 100
"""Up to so many accounts are quicker taken in one by one."""

USUAL_TOPIC: Final = RECORDED
"""The topic of most rows of a large record."""


class ToldAccount(NamedTuple):
    """A version of an account: the topic and position of its event, and its `ledger_accounts.COLUMNS`."""

    topic: str
    position: int
    fields: tuple[str | None, ...]


class ReadBatch(NamedTuple):
    """A batch of the log, decoded; the events of it that no column is about are passed over.

    Many `accounts` are a frame of the fields of `ToldAccount`. `added` is what the rows add to the running hash, where
    there are enough of them to work it out together; of fewer there are the `states` to do so later.
    """

    first_position: int
    rows: int
    accounts: pl.DataFrame | list[ToldAccount]
    journal: list[Row]
    states: Sequence[bytes] = ()
    added: int | None = None


def decode_batch(batch: RawBatch) -> ReadBatch:
    """Decode rows that were fetched one by one."""
    first = batch.first_position
    if batch.rows > FEW_ROWS:
        named = enumerate(zip(batch.topics, batch.streams, strict=True))
        others = [OtherRow(at, topic, stream) for at, (topic, stream) in named if topic != USUAL_TOPIC]
        return _decoded(first, pl.Series(batch.states, dtype=pl.Binary), others)
    told = enumerate(zip(batch.topics, batch.states, batch.streams, strict=True), first)
    rows = [Row(position, *fields) for position, fields in told]
    accounts = [ToldAccount(row.topic, row.position, decoded(row.state)) for row in rows if row.topic in ACCOUNT_TOPICS]
    return ReadBatch(first, batch.rows, accounts, [row for row in rows if row.topic in JOURNAL_TOPICS], batch.states)


def decode_joined(batch: JoinedBatch) -> ReadBatch | None:
    """Decode rows that came in a few long texts; `None` if these cannot be taken apart again.

    They can if they are texts, and nothing is missing when each line is taken for a row, which no JSON breaks.
    """
    try:
        pieces: list[IO[bytes]] = [BytesIO(piece) for piece in batch.pieces]
        lines = pl.read_lines(pieces)["line"].rechunk()
    except pl.exceptions.ComputeError:
        return None
    line_ends = batch.rows - len(batch.pieces)
    if len(lines) != batch.rows or lines.str.len_bytes().sum() + line_ends != sum(map(len, batch.pieces)):
        return None
    return _decoded(batch.first_position, lines.cast(pl.Binary), batch.others)


def _decoded(first_position: int, states: pl.Series, others: Sequence[OtherRow]) -> ReadBatch:
    is_account = np.ones(len(states), dtype=np.bool_)
    is_account[[other.row for other in others if other.topic not in ACCOUNT_TOPICS]] = False
    topics = pl.repeat(USUAL_TOPIC, len(states), eager=True)
    topics = topics.scatter([other.row for other in others], [other.topic for other in others]) if others else topics
    at = np.flatnonzero(is_account)
    all_accounts = len(at) == len(states)
    accounts = account_columns(states if all_accounts else states.gather(at)).with_columns(
        topic=topics if all_accounts else topics.gather(at), position=at + first_position
    )
    noted = [other for other in others if other.topic in JOURNAL_TOPICS]
    told = zip(noted, states.gather([other.row for other in noted]).to_list(), strict=True)
    journal = [Row(first_position + other.row, other.topic, state, other.stream) for other, state in told]
    return ReadBatch(first_position, len(states), accounts, journal, added=added_by(states, first_position))
