"""The ledger beside the store, so that a start need not read the whole log: a cache, thrown away at any doubt.

A folder of files, numbers to be mapped and texts to be read, and `ledger.json`, which names the position, the hash of
the row there, a running hash over all rows, and the hash of each file. At a start the files are held against their
hashes, and the position and its row against the log; `is_true_to` reads every row and compares the running hash, for
`verify`.
The folder is put in place by renaming it, so one that was half written is never looked at; and processes that save at
the same time write apart.
"""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from domain.errors import NotFound
from projections.frames import polars_version
from projections.ledger_columns import Columns
from projections.ledger_files import Code, FileHashes, same_code, this_code
from projections.ledger_running_hash import RunningHash
from projections.ledger_saved_parts import BesideColumns, Parts, take_back, write
from projections.log import EventLog

FORMAT: Final = 6
"""To be raised with every change of how the files are laid out."""

_MANIFEST: Final = "ledger.json"
_FORSAKEN_SECONDS: Final = 3600
"""A folder in the making that is so much older than another belongs to a process that is gone."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a saved ledger says of itself; `code` is what worked out the columns."""

    format: int
    polars: str
    code: Code
    position: int
    last_row: str
    running: int
    files: dict[str, str]


class Found(NamedTuple):
    """A saved ledger that fits the log as far as its end tells."""

    columns: Columns
    beside: BesideColumns
    manifest: Manifest


def save(parts: Parts, log: EventLog, position: int, running: int, folder: Path) -> bool:
    """Write down what the ledger holds as of a position; `False` if another process was in the way."""
    fresh, gone = (folder.with_name(f"{folder.name}.{os.getpid()}.{word}") for word in ("new", "old"))
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    hashes = FileHashes().of(fresh, write(parts, fresh))
    manifest = Manifest(FORMAT, polars_version(), this_code(), position, _row_hash(log, position), running, hashes)
    (fresh / _MANIFEST).write_bytes(msgspec.json.encode(manifest))
    _clear_forsaken(folder, fresh.stat().st_mtime)
    try:
        if folder.exists():
            folder.rename(gone)
        fresh.rename(folder)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        return False
    finally:
        shutil.rmtree(gone, ignore_errors=True)
    return True


def load(log: EventLog, folder: Path, hashes: FileHashes) -> Found | str:
    """What was saved in a folder, if it belongs to this log as far as its end tells; else why it is not used.

    `hashes` may have been started ahead.
    """
    if not folder.exists():
        return "none was saved"
    try:
        manifest = _manifest(folder)
        if (manifest.format, manifest.polars) != (FORMAT, polars_version()) or not same_code(manifest.code):
            return "it was saved by another version"
        if manifest.position > log.head():
            return "the log is shorter"
        if manifest.last_row != _row_hash(log, manifest.position):
            return "the log holds another event at its end"
        if hashes.of(folder, manifest.files) != manifest.files:
            return "a file of it was changed"
        columns, beside = take_back(folder)
        if columns.account_rows != columns.rows_by(manifest.position):
            return "it holds more than it says"
    except (OSError, ValueError, LookupError, TypeError, NotFound) as failure:
        return f"it cannot be read ({type(failure).__name__})"
    return Found(columns, beside, manifest)


def is_true_to(log: EventLog, folder: Path) -> bool:
    """Whether a saved ledger is whole and was made of exactly the rows that the log holds; reads them all."""
    try:
        manifest = _manifest(folder)
        if FileHashes().of(folder, manifest.files) != manifest.files:
            return False
    except (OSError, ValueError):
        return False
    running = RunningHash()
    for batch in log.batches(0):
        rows = manifest.position - batch.first_position + 1
        if rows <= 0:
            break
        running.add(batch.first_position, batch.states[:rows])
    return running.value == manifest.running


def _manifest(folder: Path) -> Manifest:
    return msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=Manifest)


def _row_hash(log: EventLog, position: int) -> str:
    if not position:
        return ""
    (row,) = log.rows([position])
    return sha256(b"\n".join((row.topic.encode(), row.stream.encode(), row.state))).hexdigest()


def _clear_forsaken(folder: Path, made: float) -> None:
    """Remove what processes left that ended while they saved."""
    for path in folder.parent.glob(f"{folder.name}.*.[no][el][wd]"):
        try:
            if made - path.stat().st_mtime > _FORSAKEN_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue
