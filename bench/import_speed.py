"""How fast an import goes through the real path, beside `sqlite3.executemany` of the same bytes in the same run.

Real path: JSON lines are validated as commands, decided, given deterministic ids and appended in durable batches. The
bare insert writes the very rows that this made, with the same pragmas and batches. A second import of the same lines
has nothing left to do, and shows what resuming costs.

Run: `python -m bench.import_speed [--events 200000] [--postgres URL]`. Prints rates, their ratio and the peak memory.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import orjson

from domain.commands import COMMAND
from domain.event import Command
from domain.ids import identity
from store.application import BATCH_COMMANDS, Application
from store.settings import Settings
from store.sqlite_recorder import CHECKPOINT_PAGES, WRITER_CACHE_KIB

COUNTRIES = ("KH", "CN", "TH", "US", "VN", "LA")


@dataclass(frozen=True)
class Spent:
    """What a piece of work took: by the clock on the wall, and of one core."""

    seconds: float
    core_seconds: float


def lines(events: int) -> Iterator[bytes]:
    """A source, and so many raids, one account each: about 800 bytes a stored row."""
    content = {
        "kind": "table",
        "title": "A table of raids",
        "published": {"edtf": "2021-01-01", "basis": "stated"},
        "read_on": "2026-11-20",
        "reliability": "B",
    }
    yield orjson.dumps({"do": "register_source", "source": "table-1", "content": content})
    for row in range(events):
        account = {
            "citation": {"source": "table-1", "row": row},
            "attribution": [{"manner": "fact"}],
            "credibility": 2,
            "summary": f"Police searched a building in district {row % 977} and took {row % 9 + 1} people along.",
            "what": {"kind": "raid"},
            "when": {"stated": "on that day", "edtf": f"{2000 + row % 20}-{row % 12 + 1:02}-{row % 28 + 1:02}"},
            "countries": [{"code": COUNTRIES[row % len(COUNTRIES)], "role": "where", "name": "as in the table"}],
        }
        wanted = {"do": "record_account", "occurrence": identity("occurrence", f"raid:{row}"), "kind": "raid"}
        yield orjson.dumps({**wanted, "account": account})


def commands(file: Path) -> Iterator[Command]:
    with file.open("rb") as opened:
        for line in opened:
            yield COMMAND.validate_json(line)


def timed(work: Callable[[], object]) -> Spent:
    wall, core = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - core)


def run_import(settings: Settings, file: Path) -> int:
    with Application(settings) as application:
        return sum(batch.added for batch in application.execute_many(commands(file), by="a bench"))


def run_bare(rows: list[tuple[str, int, str, bytes]], path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.execute(
            "CREATE TABLE stored_events (originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB, "
            "PRIMARY KEY (originator_id, originator_version))"
        )
        for first in range(0, len(rows), BATCH_COMMANDS):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?)", rows[first : first + BATCH_COMMANDS])
            connection.execute("COMMIT")


def stored_rows(path: Path) -> list[tuple[str, int, str, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        columns = "originator_id, originator_version, topic, state"
        return connection.execute(f"SELECT {columns} FROM stored_events ORDER BY rowid").fetchall()  # noqa: S608


def said(name: str, count: int, spent: Spent) -> None:
    print(f"{name:38} {count / spent.seconds:>10,.0f} /s {count / spent.core_seconds:>12,.0f} /s of one core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--postgres", help="the URL of an empty database to import into as well")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="regesta-bench-"))
    try:
        file, store = folder / "raids.jsonl", folder / "record.sqlite"
        with file.open("wb") as opened:
            opened.writelines(chain.from_iterable((line, b"\n") for line in lines(asked.events)))
        count = asked.events + 1
        said("reading and validating commands", count, timed(lambda: [None for _ in commands(file)]))
        imported = timed(lambda: run_import(Settings.of(store), file))
        peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        said("import into SQLite, whole path", count, imported)
        said("the same again: nothing left to do", count, timed(lambda: run_import(Settings.of(store), file)))
        rows = stored_rows(store)
        bare = timed(lambda: run_bare(rows, folder / "bare.sqlite"))
        said("bare executemany of the same rows", count, bare)
        ratio = bare.seconds / imported.seconds
        print(f"import at {ratio:.2f} of the bare insert's speed, peak memory {peak_mib:.0f} MiB")
        if asked.postgres:
            said("import into PostgreSQL", count, timed(lambda: run_import(Settings.of(asked.postgres), file)))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
