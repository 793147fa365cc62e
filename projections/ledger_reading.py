"""One batch of the log into the columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from projections.ledger_accounts import ACCOUNT_TOPICS, ADDED, CORRECTED, RECORDED, account_columns
from projections.ledger_columns import AHEAD_FROM, AMENDMENT, CORRECTION, MANNER_NUMBER, Columns
from projections.ledger_journal import JOURNAL_TOPICS, Row, read_into_journals
from projections.log import RawBatch

Rows = npt.NDArray[np.int64]


def read_batch(columns: Columns, batch: RawBatch) -> None:
    """Append what a batch says; topics that no column is about are passed over."""
    topics = batch.topics
    endings, first_row = len(columns.endings), columns.account_rows
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
            Row(first + at, topic, batch.states[at], batch.streams[at])
            for at, topic in enumerate(topics)
            if topic in JOURNAL_TOPICS
        ]
        read_into_journals(columns, journal)
    columns.endings.settle(endings)
    share_sources(columns, first_row)


def share_sources(columns: Columns, first_row: int) -> None:
    """Put what one source tells of into one unit, where its day of publication is vague and some date hangs on it."""
    fresh = columns.source.values[first_row:]
    for source in columns.publication_matters & columns.vaguely_published:
        since = first_row if source in columns.shared_sources else 0
        rows = np.flatnonzero((fresh if since else columns.source.values) == source) + since
        columns.units.share_source(source, columns.occurrence.values[rows].tolist())
        columns.shared_sources.add(source)


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
    whole = pl.all_horizontal(pl.col("version_id", "manner", "kind", "source").is_not_null())
    readable = frame.filter(whole)
    if len(readable) < len(frame):
        columns.unreadable += frame.filter(~whole)["position"].to_list()
    first_row = columns.account_rows
    _append(columns, readable)
    _keep_relations(columns, readable, first_row)
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
        codes[is_first] = columns.record_occurrences(first["occurrence"], kinds, first["position"].to_numpy())
    if len(first) < len(frame):
        codes[~is_first] = columns.occurrence_codes(frame.filter(~is_first)["occurrence"])
    return codes


def _keep_relations(columns: Columns, frame: pl.DataFrame, first_row: int) -> None:
    """Note which occurrences may have to be solved together because of these rows."""
    whens = columns.when.values[first_row:]
    related = np.flatnonzero(columns.whens.is_related.values[whens])
    occurrences, sources = columns.occurrence.values, columns.source.values
    pairs: list[tuple[int, str]] = []
    for at in related.tolist():
        occurrence = int(occurrences[first_row + at])
        columns.units.join(occurrence, occurrence)
        for relation in columns.whens.relations(int(whens[at])):
            anchor = relation.get("anchor", {})
            if "occurrence" in anchor:
                pairs.append((occurrence, anchor["occurrence"]))
            elif "publication" in anchor:
                columns.publication_matters.add(int(sources[first_row + at]))
    ahead = frame.with_row_index("row").filter(pl.col("manner") >= AHEAD_FROM)
    for at, said_in in ahead.select("row", "said_in").iter_rows():
        row = first_row + at
        if said_in is None:
            columns.publication_matters.add(int(sources[row]))
        else:
            columns.said_in_row.append(row)
            columns.said_in.extend(columns.occurrence_codes([said_in]))
            pairs.append((int(occurrences[row]), said_in))
    for (one, _), other in zip(pairs, columns.occurrence_codes([anchor for _, anchor in pairs]), strict=True):
        columns.units.join(one, other)


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
            columns.endings.add(position, how, ended_row, row, *span)
