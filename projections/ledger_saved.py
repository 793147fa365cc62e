"""The ledger beside the store, so that a start need not read the whole log: a cache, thrown away at any doubt.

A folder of Arrow files (one for each column or journal, read in one go), the distinct texts, and `ledger.json`
with the position, the hash of the row there and a running hash over all rows. At a start the position and that row are
compared with the log; `is_true_to` reads every row and compares the running hash, for `verify`.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import polars as pl

from domain.errors import NotFound
from projections.ledger_columns import Columns, Judgement, LinkFacts, RuleOnRecord, SetAside
from projections.ledger_texts import Identities, TextColumn
from projections.ledger_units import Units
from projections.ledger_words import GrowingColumn, Journal, Words
from projections.log import EventLog, RawBatch

FORMAT: Final = 1
"""To be raised with every change of what the columns mean."""

_MEANT: Final = ("dates", "whens", "countries", "parties_named", "public_sinces", "stated_kinds")
"""Distinct texts whose meaning is worked out again when they are read; each needs only those before it."""

_LISTS: Final[dict[str, Any]] = {
    "judgements": list[Judgement],
    "links": list[LinkFacts],
    "set_aside": list[SetAside],
    "rules_asked": list[RuleOnRecord],
    "unreadable": list[int],
    "source_texts": list[str],
    "party_texts": list[str],
    "publication_matters": set[int],
    "vaguely_published": set[int],
    "shared_sources": set[int],
}
_NOT_SAVED: Final = ("lock", "version_index", "kinds", "_named_only")
"""Worked out again: locks and indexes; `kinds` are the words of `stated_kinds`."""


class Manifest(msgspec.Struct, frozen=True):
    """What a saved ledger says of itself."""

    format: int
    polars: str
    position: int
    last_row: str
    running: int


class RunningHash:
    """A hash over every row of the log, in order, cheap enough to be kept while reading a million of them."""

    def __init__(self, value: int = 0) -> None:
        self.value = value

    def add(self, batch: RawBatch) -> None:
        """Take in a batch."""
        states = pl.Series(batch.states, dtype=pl.Binary).hash(7).to_numpy()
        places = np.arange(batch.first_position, batch.first_position + len(states)).astype(np.uint64)
        mixed = (states ^ places) * (2 * places + np.uint64(1))
        self.value = (self.value + int(mixed.sum(dtype=np.uint64))) & 0xFFFFFFFFFFFFFFFF


def save(columns: Columns, log: EventLog, position: int, running: int, folder: Path) -> None:
    """Write the columns down as of a position; the folder appears whole or not at all."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, thing in vars(columns).items():
        if name not in _NOT_SAVED:
            _write(thing, name, fresh)
    manifest = Manifest(FORMAT, pl.__version__, position, _row_hash(log, position), running)
    (fresh / "ledger.json").write_bytes(msgspec.json.encode(manifest))
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def load(log: EventLog, folder: Path) -> tuple[Columns, Manifest] | None:
    """The columns saved in a folder, if they belong to this log as far as its end tells; `None` at any doubt."""
    try:
        manifest = msgspec.json.decode((folder / "ledger.json").read_bytes(), type=Manifest)
        if (manifest.format, manifest.polars) != (FORMAT, pl.__version__) or manifest.position > log.head():
            return None
        if manifest.last_row != _row_hash(log, manifest.position):
            return None
        return _columns(folder), manifest
    except (OSError, ValueError, LookupError, NotFound, pl.exceptions.PolarsError):
        return None


def is_true_to(log: EventLog, folder: Path) -> bool:
    """Whether a saved ledger was made of exactly the rows that the log holds up to its position; reads them all."""
    manifest = msgspec.json.decode((folder / "ledger.json").read_bytes(), type=Manifest)
    running = RunningHash()
    for batch in log.batches(0):
        rows = manifest.position - batch.first_position + 1
        if rows <= 0:
            break
        running.add(batch._replace(states=batch.states[:rows]))
    return running.value == manifest.running


def _row_hash(log: EventLog, position: int) -> str:
    if not position:
        return ""
    (row,) = log.rows([position])
    return sha256(b"\n".join((row.topic.encode(), row.stream.encode(), row.state))).hexdigest()


def _write(thing: Any, name: str, folder: Path) -> None:
    path = folder / f"{name}.arrow"
    match thing:
        case GrowingColumn():
            _ipc(pl.DataFrame({"value": thing.values}), path)
        case Journal():
            _ipc(pl.DataFrame(thing.upto(np.iinfo(np.int64).max)), path)
        case TextColumn():
            _ipc(pl.DataFrame({"value": thing.series}), path)
        case Identities():
            _ipc(pl.DataFrame({"value": thing.ids.series}), path)
        case Units():
            _ipc(pl.DataFrame({"value": thing.labels}), path)
            _ipc(pl.DataFrame({"value": thing.tied}), folder / f"{name}.tied.arrow")
            (folder / f"{name}.json").write_bytes(msgspec.json.encode(thing.of_source))
        case _ if name in _LISTS:
            (folder / f"{name}.json").write_bytes(msgspec.json.encode(thing))
        case _:
            words = thing if isinstance(thing, Words) else thing.words
            _ipc(pl.DataFrame({"value": words.texts[1:]}, schema={"value": pl.String}), path)


def _ipc(frame: pl.DataFrame, path: Path) -> None:
    frame.rechunk().write_ipc(path)


def _columns(folder: Path) -> Columns:
    columns = Columns()
    names = [*_MEANT, *(name for name in vars(columns) if name not in (*_NOT_SAVED, *_MEANT))]
    for name in names:
        _read(getattr(columns, name), name, folder, columns)
    columns.settle_saved()
    return columns


def _read(thing: Any, name: str, folder: Path, columns: Columns) -> None:
    def values() -> pl.Series:
        return pl.read_ipc(folder / f"{name}.arrow")["value"]

    def content(of: Any) -> Any:
        return msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=of)

    match thing:
        case GrowingColumn():
            thing.extend(values().to_numpy())
        case Journal():
            thing.fill(pl.read_ipc(folder / f"{name}.arrow").to_numpy())
        case TextColumn():
            thing.extend(values())
        case Identities():
            thing.ids.extend(values())
        case Units():
            tied = pl.read_ipc(folder / f"{name}.tied.arrow")["value"]
            thing.fill(values().to_numpy(), tied.to_numpy(), content(dict[int, int]))
        case _ if name in _LISTS:
            setattr(columns, name, content(_LISTS[name]))
        case _:
            words = thing if isinstance(thing, Words) else thing.words
            words.codes(values().to_list())
