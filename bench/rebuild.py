"""How long the ledger takes to rebuild from the default store, beside a raw scan of it; and what slices cost.

Run: `python -m bench.rebuild [--events 1000000] [--related 0.1] [--keep FILE]`. The store is filled by plain SQL with
rows as the application writes them. Scan and rebuild run in processes of their own, so that peak memory is theirs;
figures are wall-clock seconds, and the ratio is what to compare between machines.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from projections.ledger import Ledger
from projections.slice_query import SliceQuery
from store.application import Application
from store.settings import Settings

COUNTRIES = ("KH", "CN", "US", "FR", "DE", "GB", "VN", "TH", "LA", "RU")
SOURCES = 500
COMPONENT = 10
"""Related occurrences hang together in chains of this length."""


def fill(path: Path, events: int, related: float) -> None:
    """A store with its sources and one occurrence an event, of which a share states a relation to the one before."""
    with Application(Settings(store=str(path))):
        pass
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?)", source_rows())
    connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?)", account_rows(events - SOURCES, related))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def source_rows() -> Iterator[tuple[str, int, str, bytes]]:
    for number in range(SOURCES):
        content = {
            "kind": "official_document",
            "title": f"Roll of votes, volume {number}",
            "published": {"edtf": f"{1950 + number % 70}-06-30", "basis": "stated"},
            "read_on": "2024-01-01",
            "reliability": "B",
        }
        yield row(
            f"source:roll-{number}", "SourceRegistered/1", {"source": f"roll-{number}", "content": content}, number
        )


def account_rows(count: int, related: float) -> Iterator[tuple[str, int, str, bytes]]:
    draw = random.Random(7)
    before = ""
    for number in range(count):
        occurrence = str(UUID(int=draw.getrandbits(128)))
        volume = number % SOURCES
        when: dict[str, Any] = {"edtf": f"{1950 + volume % 70}-{1 + number % 6:02d}-{1 + number % 28:02d}"}
        if draw.random() < related and number % COMPONENT:
            anchor = {"occurrence": before}
            when = {"relations": [{"relation": "at_or_after", "anchor": anchor}], "edtf": f"{1950 + volume % 70}"}
        code = COUNTRIES[number % len(COUNTRIES)]
        account = {
            "citation": {"source": f"roll-{volume}", "row": number},
            "attribution": [{"manner": "fact"}],
            "credibility": 2,
            "summary": f"The delegation of country {number % 200} voted on draft resolution {number // 200}",
            "what": {"kind": "statement", "stance": "support", "topic": f"resolution {number // 200}"},
            "when": when,
            "countries": [{"code": code, "role": "acting", "name": f"Country {code}"}],
            "parties": [{"party": f"delegation-{number % 200}", "role": "speaker"}],
        }
        event = {
            "occurrence": occurrence,
            "kind": "statement",
            "account_id": str(UUID(int=draw.getrandbits(128))),
            "version_id": str(UUID(int=draw.getrandbits(128))),
            "account": account,
        }
        yield row(f"occurrence:{occurrence}", "OccurrenceRecorded/1", event, SOURCES + number)
        before = occurrence


def row(stream: str, topic: str, event: dict[str, Any], number: int) -> tuple[str, int, str, bytes]:
    envelope = {
        "event_id": str(UUID(int=number)),
        "recorded_at": "2026-11-22T00:00:00.000000Z",
        "recorded_by": "import",
        "request_sha256": f"{number:064x}",
        "key": f"import-{number}",
        "data": event,
    }
    return stream, 1, topic, json.dumps(envelope, separators=(",", ":")).encode()


def scan(path: Path) -> dict[str, float]:
    """Every row of the log to Python tuples, and nothing else."""
    connection = sqlite3.connect(path)
    start = time.perf_counter()
    cursor = connection.execute("SELECT rowid, originator_id, originator_version, topic, state FROM stored_events")
    while cursor.fetchmany(10_000):
        pass
    return {"raw scan": time.perf_counter() - start}


def rebuild(path: Path) -> dict[str, float]:
    """The ledger from nothing."""
    with Application(Settings(store=str(path))) as application:
        ledger = Ledger(application.log)
        cpu = time.process_time()
        start = time.perf_counter()
        ledger.catch_up()
        return {
            "rebuild": time.perf_counter() - start,
            "rebuild, processor seconds": time.process_time() - cpu,
            "rebuild, peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def slices(path: Path) -> dict[str, float]:
    """What a reader waits for: slices never asked before, pages, and the next read after an append."""
    found: dict[str, float] = {}

    def timed(name: str, ask: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        answer = ask()
        found[f"{name}, ms"] = (time.perf_counter() - start) * 1000
        return answer

    with Application(Settings(store=str(path))) as application:
        ledger = Ledger(application.log)
        ledger.catch_up()
        live = timed("first slice", ledger.slice)
        timed("slice of a new day", lambda: ledger.slice(SliceQuery(known_on="1990-01-01")))
        timed("slice of another new day", lambda: ledger.slice(SliceQuery(known_on="2005-01-01")))
        timed("slice of a new position", lambda: ledger.slice(SliceQuery(at_position=ledger.position // 2)))
        chosen = timed("country, first", lambda: live.select(country=("KH",)))
        timed("country, again", lambda: live.select(country=("KH",)))
        page = timed("page of ids", lambda: chosen.page(50))
        timed("accounts of a page, first", lambda: live.accounts(page))
        timed("accounts of a page, again", lambda: live.accounts(page))
        timed("rows of a page", lambda: live.rows_of(page))
        append_one(path)
        timed("catch-up after an append", ledger.catch_up)
        grown = timed("live slice after an append", ledger.slice)
        timed("country after an append", lambda: grown.select(country=("KH",)).page(50))
        found["all, peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def append_one(path: Path) -> None:
    connection = sqlite3.connect(path)
    (last,) = connection.execute("SELECT max(rowid) FROM stored_events").fetchone()
    (appended,) = (each for each in account_rows(1, 0))
    stream = f"{appended[0][:-4]}{last % 10_000:04d}"
    state = appended[3].replace(
        appended[0].removeprefix("occurrence:").encode(), stream.removeprefix("occurrence:").encode()
    )
    connection.execute("INSERT INTO stored_events VALUES (?,?,?,?)", (stream, 1, appended[2], state))
    connection.commit()
    connection.close()


PARTS: dict[str, Callable[[Path], dict[str, float]]] = {"scan": scan, "rebuild": rebuild, "slices": slices}


def in_a_process(part: str, path: Path) -> dict[str, float]:
    """One part in a process of its own."""
    command = [sys.executable, "-m", "bench.rebuild", "--part", part, "--keep", str(path)]
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ)).stdout
    measured: dict[str, float] = json.loads(found.splitlines()[-1])
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--related", type=float, default=0.0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--part", choices=PARTS)
    asked = parser.parse_args()
    if asked.part is not None:
        print(json.dumps(PARTS[asked.part](asked.keep)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "bench.sqlite"
        if not path.exists():
            fill(path, asked.events, asked.related)
        in_a_process("scan", path)
        measured = {name: value for part in PARTS for name, value in in_a_process(part, path).items()}
        measured["rebuild / raw scan"] = measured["rebuild"] / measured["raw scan"]
        for name, value in measured.items():
            print(f"{name:32} {value:10.2f}")


if __name__ == "__main__":
    main()
