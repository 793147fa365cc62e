"""One batch of the log into the columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from projections.ledger_accounts import ACCOUNT_TOPICS, ADDED, CORRECTED, RECORDED, account_columns
from projections.ledger_columns import AMENDMENT, CORRECTION, MANNER_NUMBER, Columns, EndingFacts
from projections.ledger_journal import JOURNAL_TOPICS, Row, read_into_journals
from projections.log import RawBatch

Rows = npt.NDArray[np.int64]


def read_batch(columns: Columns, batch: RawBatch) -> None:
    """Append what a batch says. Topics that no column is about (an event this version does not know) are passed over."""
    topics = batch.topics
    with_accounts = [at for at, topic in enumerate(topics) if topic in ACCOUNT_TOPICS]
    if len(with_accounts) == len(topics):
        _read_accounts(columns, list(topics), list(batch.states), list(batch.streams), _positions(batch, with_accounts))
    else:
        _read_accounts(
            columns,
            [topics[at] for at in with_accounts],
            [batch.states[at] for at in with_accounts],
            [batch.streams[at] for at in with_accounts],
            _positions(batch, with_accounts),
        )
        first = batch.first_position
        journal = [
            Row(first + at, topic, batch.states[at]) for at, topic in enumerate(topics) if topic in JOURNAL_TOPICS
        ]
        read_into_journals(columns, journal)


def _positions(batch: RawBatch, at: list[int]) -> Rows:
    return np.array(at, dtype=np.int64) + batch.first_position


def _read_accounts(
    columns: Columns, topics: list[str], states: list[bytes], streams: list[str], positions: Rows
) -> None:
    if not states:
        return
    frame = account_columns(states, streams).with_columns(
        topic=pl.Series(topics), position=positions, manner=pl.col("manner").replace_strict(MANNER_NUMBER, default=None)
    )
    readable = frame.filter(pl.all_horizontal(pl.col("version_id", "manner", "kind", "source").is_not_null()))
    if len(readable) < len(frame):
        columns.unreadable += frame.filter(pl.col("version_id").is_null())["position"].to_list()
    first_row = columns.account_rows
    _append(columns, readable)
    _keep_relations(columns, first_row)
    _keep_endings(columns, readable, first_row)


def _append(columns: Columns, frame: pl.DataFrame) -> None:
    columns.occurrence.extend(_occurrences(columns, frame))
    columns.version.extend(frame["version_id"])
    columns.kind.extend(columns.kinds.column(frame["kind"]))
    columns.manner.extend(frame["manner"].to_numpy())
    columns.source.extend(columns.sources.column(frame["source"]))
    columns.when.extend(columns.whens.words.column(frame["when"]))
    columns.country_list.extend(columns.countries.words.column(frame["countries"]))
    columns.party_list.extend(columns.parties_named.words.column(frame["parties"]))
    columns.public_since.extend(columns.public_sinces.words.column(frame["public_since"]))
    columns.position.extend(frame["position"].to_numpy())


def _occurrences(columns: Columns, frame: pl.DataFrame) -> Rows:
    is_first = (frame["topic"] == RECORDED).to_numpy()
    codes = np.zeros(len(frame), dtype=np.int64)
    first = frame.filter(is_first) if not is_first.all() else frame
    if len(first):
        kinds = columns.kinds.column(first["recorded_kind"])
        codes[is_first] = columns.record_occurrences(first["occurrence"], kinds)
    if len(first) < len(frame):
        codes[~is_first] = columns.occurrence_codes(frame.filter(~is_first)["occurrence"])
    return codes


def _keep_relations(columns: Columns, first_row: int) -> None:
    whens = columns.when.values[first_row:]
    related = np.flatnonzero(columns.whens.is_related.values[whens])
    if not len(related):
        return
    columns.related_row.extend(related + first_row)
    rows: list[int] = []
    anchors: list[str] = []
    for at in related.tolist():
        for relation in columns.whens.relations[int(whens[at])]:
            anchor = relation.get("anchor", {}).get("occurrence")
            if anchor is not None:
                rows.append(at + first_row)
                anchors.append(anchor)
    columns.anchored_row.extend(rows)
    columns.anchored_to.extend(columns.occurrence_codes(anchors))


def _keep_endings(columns: Columns, frame: pl.DataFrame, first_row: int) -> None:
    replacing = frame.with_row_index("row").filter(~pl.col("topic").is_in([RECORDED, ADDED]))
    if not len(replacing):
        return
    ended = columns.version_index.find(replacing["ends"])
    for (at, position, topic, disclosed), ended_row in zip(
        replacing.select("row", "position", "topic", "disclosed").iter_rows(), ended.tolist(), strict=True
    ):
        row = at + first_row
        how, span = AMENDMENT, columns.dates.span(None)
        if topic == CORRECTED:
            how, span = CORRECTION, columns.dates.span(disclosed)
            gate: tuple[int, int] | None = span
        else:
            gate = columns.gate_of(ended_row) if ended_row >= 0 else None
        if gate is not None:
            columns.gated_row.append(row)
            columns.gate_earliest.append(gate[0])
            columns.gate_latest.append(gate[1])
        if ended_row >= 0:
            columns.endings.append(EndingFacts(position, how, ended_row, row, *span))
