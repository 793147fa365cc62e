"""The ledger as a partitioned Parquet data set, for engines that outgrow one machine; tables in `parquet_tables`.

A folder a table, below it a folder a kind (`kind=raid`), as Hive lays them: DuckDB and Spark read the kinds that a
question names and no others. Within a kind, rows are sorted, so that the bounds of a row group leave out most others.
Nothing is in the folder until all of it is: it is written beside, and put in place whole.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from domain.errors import Invalid, Refused
from formats.parquet_tables import KIND, SCHEMA_VERSION, TABLES, Table, differences, frame
from projections.frames import pl
from projections.slice import Slice

MANIFEST: Final = "regesta.json"
DATA_SET: Final = "regesta ledger"
ROWS_A_GROUP: Final = 122_880
ROWS_A_FILE: Final = 1_000_000
NO_KIND: Final = "__HIVE_DEFAULT_PARTITION__"
"""How Hive writes a partition without a value; here the only one of a slice without occurrences."""

LEFT_OUT: Final = (
    "summaries, quotations, particulars of the kinds, names of parties, titles of sources and the claims behind bounds"
    " stay in the log: `regesta export --to jsonl`"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows of each table, and files in all."""

    rows: dict[str, int]
    files: int


def write_data_set(slice: Slice, folder: Path) -> Written:
    """The slice as a data set in `folder`, in place of an older data set if one is there.

    Beyond the slice itself, one kind of one table is held at a time.

    Raises:
        Refused: the folder holds anything else; nothing is touched then.
    """
    folder = folder.absolute()
    older = _may_be_replaced(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        whole = beside / "new"
        written = _write_tables(slice, whole)
        (whole / MANIFEST).write_text(_manifest(slice, written), encoding="utf-8", newline="\n")
        if older:
            folder.rename(beside / "old")
        whole.rename(folder)
    finally:
        if (beside / "old").exists() and not folder.exists():
            (beside / "old").rename(folder)
        shutil.rmtree(beside)
    return written


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a data set says of itself.

    Raises:
        Invalid: the folder holds none, or one of another version.
    """
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or found.get("data_set") != DATA_SET:
        accepted = "a folder written by `regesta export --to parquet`"
        raise Invalid("no data set of this register", seen=str(folder), where="folder", accepted=accepted)
    if found.get("schema_version") != SCHEMA_VERSION:
        seen = found.get("schema_version")
        raise Invalid("a data set of another version", seen=seen, where=MANIFEST, accepted=str(SCHEMA_VERSION))
    return found


def _may_be_replaced(folder: Path) -> bool:
    """Whether an older data set is there; raises `Refused` if anything else is."""
    if not folder.exists():
        return False
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        return False
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        own = isinstance(manifest, dict) and manifest.get("data_set") == DATA_SET
    except (OSError, ValueError):
        own = False
    known = {*TABLES, MANIFEST}
    if not own or any(each.name not in known for each in folder.iterdir()):
        message = f"{folder} holds something else than an exported data set; name a new or an empty folder"
        raise Refused(message, rule="folder_not_empty", subject=str(folder))
    return True


def _write_tables(slice: Slice, whole: Path) -> Written:
    rows, files = {}, 0
    kinds = sorted(slice.occurrences[KIND].unique().to_list())
    for name, table in TABLES.items():
        rows[name] = 0
        for part, file in _parts(slice, name, table, kinds):
            (whole / file).parent.mkdir(parents=True, exist_ok=True)
            chosen = part.select(pl.col(column).cast(kept) for column, kept in table.schema.items())
            chosen.sort(table.sorted_by, nulls_last=True).write_parquet(whole / file, row_group_size=ROWS_A_GROUP)
            rows[name], files = rows[name] + part.height, files + 1
    return Written(rows, files)


def _parts(slice: Slice, name: str, table: Table, kinds: list[str]) -> Iterator[tuple[pl.DataFrame, str]]:
    """What goes into each file, and its name; every folder has a file, if need be one without rows."""
    if not table.by_kind:
        for number, part in enumerate(_gathered(differences(slice), table)):
            yield part, f"{name}/part-{number:05}.parquet"
        return
    rows = frame(slice, name)
    for kind in kinds or [NO_KIND]:
        of_kind = rows.filter(pl.col(KIND) == kind).sort(table.sorted_by, nulls_last=True)
        for number, first in enumerate(range(0, max(1, of_kind.height), ROWS_A_FILE)):
            yield of_kind.slice(first, ROWS_A_FILE), f"{name}/{KIND}={kind}/part-{number:05}.parquet"


def _gathered(frames: Iterator[pl.DataFrame], table: Table) -> Iterator[pl.DataFrame]:
    """Small frames put together into files of about the same size; at least one, even without rows."""
    held: list[pl.DataFrame] = [pl.DataFrame(schema=table.schema)]
    rows = files = 0
    for each in frames:
        held.append(each)
        rows += each.height
        if rows >= ROWS_A_FILE:
            yield pl.concat(held)
            held, rows, files = [], 0, files + 1
    if held and (rows or not files):
        yield pl.concat(held)


def _manifest(slice: Slice, written: Written) -> str:
    """What the data set says of itself: nothing of the clock, so that equal slices give equal bytes."""
    said = {
        "data_set": DATA_SET,
        "schema_version": SCHEMA_VERSION,
        "position": slice.position,
        "slice": slice.query.model_dump(mode="json"),
        "rows": written.rows,
        "left_out": LEFT_OUT,
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"
