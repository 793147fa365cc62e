"""One batch of the log into the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.provenance import MANNERS
from projections.frames import pl
from projections.ledger_accounts import ADDED, COLUMNS, CORRECTED, RECORDED
from projections.ledger_columns import AHEAD_FROM, AMENDMENT, CORRECTION, MANNER_NUMBER, Columns
from projections.ledger_decoding import ReadBatch, ToldAccount
from projections.ledger_journal import read_into_journals
from projections.ledger_words import numbers_of

Rows = npt.NDArray[np.int64]


def read_batch(columns: Columns, batch: ReadBatch) -> None:
    """Append what a batch says."""
    endings, first_row = len(columns.endings), columns.account_rows
    if isinstance(batch.accounts, list):
        _read_few(columns, batch.accounts)
    else:
        _read_accounts(columns, batch.accounts)
    if batch.journal:
        read_into_journals(columns, batch.journal)
    columns.endings.settle(endings)
    share_sources(columns, first_row)


def share_sources(columns: Columns, first_row: int) -> None:
    """Put what one source tells of into one unit, where its day of publication is vague and some date hangs on it."""
    vague = columns.publication_matters & columns.vaguely_published
    _share(columns, vague - columns.shared_sources, 0)
    _share(columns, columns.shared_sources, first_row)
    columns.shared_sources |= vague


def _share(columns: Columns, of_these: set[int], first_row: int) -> None:
    if not of_these:
        return
    sources, wanted = columns.source.values[first_row:], np.zeros(len(columns.sources), dtype=np.bool_)
    wanted[list(of_these)] = True
    at = np.flatnonzero(wanted[sources])
    columns.units.share_sources(sources[at], columns.occurrence.values[first_row + at])


def _read_accounts(columns: Columns, accounts: pl.DataFrame) -> None:
    told = pl.all_horizontal(pl.col("version_id", "kind", "source").is_not_null())
    whole = told & pl.col("manner").is_in(MANNERS).fill_null(value=False)
    if not accounts.select(whole.all()).item():
        columns.unreadable += accounts.filter(~whole)["position"].to_list()
        accounts = accounts.filter(whole)
    if not len(accounts):
        return
    first_row = columns.account_rows
    _append(columns, accounts)
    ahead = np.flatnonzero(columns.manner.values[first_row:] >= AHEAD_FROM)
    said_in = accounts["said_in"].gather(ahead).to_list() if len(ahead) else []
    _keep_relations(columns, first_row, list(zip(ahead.tolist(), said_in, strict=True)))
    if not accounts["topic"].is_in([RECORDED, ADDED]).all():
        ending = accounts.with_row_index("row").filter(~pl.col("topic").is_in([RECORDED, ADDED]))
        _keep_endings(columns, first_row, ending.select("row", "position", "topic", "ends", "disclosed").rows())


def _read_few(columns: Columns, accounts: list[ToldAccount]) -> None:
    """The same for so few rows that every column operation would cost more than all of them."""
    if not accounts:
        return
    told: list[tuple[str, int, dict[str, str]]] = []
    for topic, position, fields in accounts:
        account: dict[str, Any] = dict(zip(COLUMNS, fields, strict=True))
        if account["manner"] in MANNER_NUMBER and None not in (
            account[name] for name in ("version_id", "kind", "source")
        ):
            told.append((topic, position, account))
        else:
            columns.unreadable.append(position)
    first_row = columns.account_rows
    _append_few(columns, told)
    ahead = [
        (row, account["said_in"])
        for row, (_, _, account) in enumerate(told)
        if MANNER_NUMBER[account["manner"]] >= AHEAD_FROM
    ]
    _keep_relations(columns, first_row, ahead)
    ending = [
        (row, position, topic, account["ends"], account["disclosed"])
        for row, (topic, position, account) in enumerate(told)
        if topic not in (RECORDED, ADDED)
    ]
    _keep_endings(columns, first_row, ending)


def _append_few(columns: Columns, told: list[tuple[str, int, dict[str, str]]]) -> None:
    first = [(position, account) for topic, position, account in told if topic == RECORDED]
    recorded = columns.record_occurrences(
        pl.Series([account["occurrence"] for _, account in first], dtype=pl.String),
        np.array([columns.kinds.code(account["recorded_kind"]) for _, account in first], dtype=np.uint32),
        np.array([position for position, _ in first], dtype=np.int64),
    ).tolist()
    later = columns.occurrence_codes([account["occurrence"] for topic, _, account in told if topic != RECORDED])
    new, known, accounts = iter(recorded), iter(later), [account for _, _, account in told]
    columns.occurrence.extend([next(new) if topic == RECORDED else next(known) for topic, _, _ in told])
    columns.version.extend([account["version_id"] for account in accounts])
    columns.kind.extend([columns.kinds.code(account["kind"]) for account in accounts])
    columns.manner.extend([MANNER_NUMBER[account["manner"]] for account in accounts])
    columns.source.extend([columns.sources.code(account["source"]) for account in accounts])
    columns.when.extend([columns.whens.words.code(account["when"]) for account in accounts])
    columns.country_list.extend([columns.countries.words.code(account["countries"]) for account in accounts])
    columns.party_list.extend([columns.parties_named.words.code(account["parties"]) for account in accounts])
    columns.public_since.extend([columns.public_sinces.words.code(account["public_since"]) for account in accounts])
    columns.position.extend([position for _, position, _ in told])


def _append(columns: Columns, frame: pl.DataFrame) -> None:
    numbers = numbers_of(
        frame,
        recorded_kind=columns.kinds.codes,
        kind=columns.kinds.codes,
        manner=lambda manners: [MANNER_NUMBER[manner] for manner in manners],
        source=columns.sources.codes,
        when=columns.whens.words.codes,
        countries=columns.countries.words.codes,
        parties=columns.parties_named.words.codes,
        public_since=columns.public_sinces.words.codes,
    )
    columns.occurrence.extend(_occurrences(columns, frame, numbers["recorded_kind"]))
    columns.version.extend(frame["version_id"])
    columns.kind.extend(numbers["kind"])
    columns.manner.extend(numbers["manner"])
    columns.source.extend(numbers["source"])
    columns.when.extend(numbers["when"])
    columns.country_list.extend(numbers["countries"])
    columns.party_list.extend(numbers["parties"])
    columns.public_since.extend(numbers["public_since"])
    columns.position.extend(frame["position"].to_numpy())


def _occurrences(columns: Columns, frame: pl.DataFrame, kinds: npt.NDArray[np.uint32]) -> Rows:
    is_first = (frame["topic"] == RECORDED).to_numpy()
    ids, positions = frame["occurrence"], frame["position"].to_numpy()
    if is_first.all():
        return columns.record_occurrences(ids, kinds, positions)
    codes = np.zeros(len(frame), dtype=np.int64)
    codes[is_first] = columns.record_occurrences(ids.filter(is_first), kinds[is_first], positions[is_first])
    codes[~is_first] = columns.occurrence_codes(ids.filter(~is_first))
    return codes


def _keep_relations(columns: Columns, first_row: int, ahead: Sequence[tuple[Any, ...]]) -> None:
    """Note what the rows from the first on relate, and which occurrences may have to be solved together because of it.

    `ahead` are the rows, counted from there, that speak of what lies ahead, and where each was said.
    """
    related = columns.whens.is_related.values[columns.when.values[first_row:]]
    rows = first_row + np.flatnonzero(related)
    pairs = [_related_pairs(columns, rows)] if len(rows) else []
    uttered = [(first_row + at, said_in) for at, said_in in ahead if said_in is not None]
    unsaid = [first_row + at for at, said_in in ahead if said_in is None]
    columns.publication_matters.update(columns.source.values[unsaid].tolist())
    if uttered:
        said = [row for row, _ in uttered]
        told_in = columns.occurrence_codes([said_in for _, said_in in uttered])
        columns.said_in_row.extend(said)
        columns.said_in.extend(told_in)
        pairs.append(np.stack((columns.occurrence.values[said], told_in), axis=1))
    if pairs:
        columns.units.join_all(np.concatenate(pairs))


def _related_pairs(columns: Columns, rows: Rows) -> Rows:
    """Keep what these rows relate; each of their occurrences with itself, and with those that it names."""
    told, names = columns.whens.told(columns.when.values[rows].tolist())
    hanging = rows[[each.on_publication for each in told]]
    columns.publication_matters.update(columns.source.values[hanging].tolist())
    own = columns.occurrence.values[rows].astype(np.int64)
    named = np.array(columns.occurrence_codes(names), dtype=np.int64)
    columns.gaps.add(rows, own, told, named)
    naming = np.repeat(own, [each.named for each in told])
    return np.stack((np.concatenate((own, naming)), np.concatenate((own, named))), axis=1)


def _keep_endings(columns: Columns, first_row: int, replacing: Sequence[tuple[Any, ...]]) -> None:
    """Note what the rows replace: the row, counted from the first, its position, topic, what it ends and since when."""
    ended = columns.version_rows([ends for _, _, _, ends, _ in replacing])
    for (at, position, topic, _, disclosed), ended_row in zip(replacing, ended, strict=True):
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
