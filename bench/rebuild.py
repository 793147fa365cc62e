"""How long the ledger takes to rebuild from the default store, beside a raw scan of it; and what slices cost.

Run: `python -m bench.rebuild [--events 1000000] [--related 0.1] [--keep FILE] [--json FILE]`. The store is filled by
plain SQL with rows as the application writes them. Scan, rebuild, start and slices run in processes of their own, so
that peak memory is theirs; figures are by the clock on the wall, and the ratio is what to compare between machines.
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
from math import log
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from bench.figures import Figure, seconds, show
from projections.ledger import Ledger
from projections.registry import projection_named
from projections.slice_query import SliceQuery
from store.application import Application
from store.mapper import EventMapper
from store.settings import Settings
from store.sqlite_recorder import SqliteRecorder

COUNTRIES = ("KH", "CN", "US", "FR", "DE", "GB", "VN", "TH", "LA", "RU")
SOURCES = 500
APPENDS = 9
AGAIN = 5
REPLAY = "replay as pydantic objects through the library"
REPLAY_BATCH = 2_000
MANY_EVENTS = 1_000_000
LONGEST_CHAIN = 1_000
"""Related occurrences hang together in chains of 2 to so many, most of them short (log-uniform)."""

MEAN_CHAIN = (LONGEST_CHAIN - 2) / log(LONGEST_CHAIN / 2)


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
    before, left = "", 0
    for number in range(count):
        occurrence = str(UUID(int=draw.getrandbits(128)))
        volume = number % SOURCES
        when: dict[str, Any] = {"edtf": f"{1950 + volume % 70}-{1 + number % 6:02d}-{1 + number % 28:02d}"}
        starts = left <= 0 and (related >= 1 or draw.random() < related / (MEAN_CHAIN * (1 - related) + related))
        if starts:
            left, when = round(2 * (LONGEST_CHAIN / 2) ** draw.random()), {"edtf": "1949"}
        elif left > 0:
            when = {"edtf": "1949", "relations": [following(before)]}
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
        before, left = occurrence, left - 1


def following(occurrence: str) -> dict[str, Any]:
    """The relation to the occurrence before, with its fields as the application writes them."""
    anchor = {"occurrence": occurrence}
    return {"endpoint": "some_day", "anchor": anchor, "anchor_endpoint": "some_day", "relation": "at_or_after"}


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
    began = time.perf_counter()
    cursor = connection.execute("SELECT rowid, originator_id, originator_version, topic, state FROM stored_events")
    while cursor.fetchmany(10_000):
        pass
    return {"raw scan": time.perf_counter() - began}


def rebuild(path: Path) -> dict[str, float]:
    """The ledger from nothing, then written down for the next start."""
    with Application(Settings(store=str(path))) as application:
        ledger = Ledger(application.log, saved=saved_beside(path))
        ledger.start_anew()
        cpu = time.process_time()
        found = {"rebuild": seconds(ledger.catch_up)[0]}
        found["rebuild, of the processor"] = time.process_time() - cpu
        found["rebuild, peak memory"] = peak_mib()
        found["live slice after a rebuild"] = seconds(ledger.slice)[0]
        found["saving the ledger"] = seconds(ledger.save)[0]
    return found


def replay(path: Path) -> dict[str, float]:
    """Every event of the log as a pydantic object, read through the library's own recorder; kept nowhere."""
    recorder, mapper = SqliteRecorder(path), EventMapper()
    began, last = time.perf_counter(), 0
    while notifications := recorder.select_notifications(last + 1, REPLAY_BATCH):
        for notification in notifications:
            mapper.to_domain_event(notification, int(notification.id))
        last = int(notifications[-1].id)
    recorder.close()
    return {REPLAY: time.perf_counter() - began}


def start(path: Path) -> dict[str, float]:
    """The ledger from what was saved, and what the first reader waits for."""
    country = projection_named("country-timeline")
    query = country.Query(code="KH")
    with Application(Settings(store=str(path))) as application:
        ledger = Ledger(application.log, saved=saved_beside(path))
        found = {"ledger from what was saved": seconds(ledger.catch_up)[0]}
        found["live slice after a start"] = seconds(ledger.slice)[0]
        found["page of a country after a start"] = seconds(lambda: country.ask(ledger.slice(), query))[0]
        found["start, peak memory"] = peak_mib()
    return found


def slices(path: Path) -> dict[str, float]:
    """What a reader waits for: slices never asked before, pages, and the next read after an append; milliseconds."""
    found: dict[str, float] = {}

    def timed(name: str, ask: Callable[[], Any]) -> Any:
        taken, answer = seconds(ask)
        found[name] = taken * 1000
        return answer

    country, countries, kinds = (projection_named(name) for name in ("country-timeline", "countries", "kinds"))
    query = country.Query(code="KH")
    with Application(Settings(store=str(path))) as application:
        ledger = Ledger(application.log, saved=saved_beside(path))
        ledger.catch_up()
        live = ledger.slice()
        timed("slice of a day not asked before", lambda: ledger.slice(SliceQuery(known_on="1990-01-01")))
        timed("slice of another day not asked before", lambda: ledger.slice(SliceQuery(known_on="2005-01-01")))
        half = SliceQuery(at_position=ledger.position // 2)
        timed("slice at a position not asked before", lambda: ledger.slice(half))
        timed("page of a country, first", lambda: country.ask(live, query))
        again = [seconds(lambda: country.ask(live, query))[0] for _ in range(AGAIN)]
        found["page of a country, again"] = median(again) * 1000
        timed("countries", lambda: countries.ask(live, countries.Query()))
        timed("kinds", lambda: kinds.ask(live, kinds.Query()))
        timed("full text, first", lambda: live.select(q="resolution 49"))
        timed("full text, again", lambda: live.select(q="resolution 50"))
        appended: dict[str, list[float]] = {}
        for _ in range(APPENDS):
            append_one(path)
            for name, ask in (
                ("catch-up after an append", ledger.catch_up),
                ("live slice after an append", ledger.slice),
                (
                    "whether an append touches a country",
                    lambda: ledger.is_touched(ledger.position - 1, country=("FR",)),
                ),
                ("page of a country after an append", lambda: country.ask(ledger.slice(), query)),
            ):
                appended.setdefault(name, []).append(seconds(ask)[0] * 1000)
        found |= {name: median(taken) for name, taken in appended.items()}
    return found


def saved_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.ledger")


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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


PARTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "scan": scan,
    "rebuild": rebuild,
    "replay": replay,
    "start": start,
    "slices": slices,
}


def in_a_process(part: str, path: Path) -> dict[str, float]:
    """One part in a process of its own."""
    command = [sys.executable, "-m", "bench.rebuild", "--part", part, "--keep", str(path)]
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ)).stdout
    measured: dict[str, float] = json.loads(found.splitlines()[-1])
    return measured


def measured(path: Path, events: int, rounds: int) -> list[Figure]:
    """Every part, as often as there are rounds, in turns; what takes half a minute only in the first."""
    in_a_process("scan", path)
    parts = [part for part in PARTS if part != "replay" or events <= MANY_EVENTS]
    taken: dict[str, list[tuple[str, float]]] = {}
    for number in range(rounds):
        for part in parts:
            if part == "replay" and number and events >= MANY_EVENTS:
                continue
            for name, value in in_a_process(part, path).items():
                taken.setdefault(name, []).append((part, value))
    found: list[Figure] = []
    for name, values in taken.items():
        unit = "MiB" if name.endswith("memory") else "ms" if values[0][0] == "slices" else "s"
        yardstick = "rebuild" if name == REPLAY else "raw scan"
        beside = next((each for each in found if each.name == yardstick), None) if unit == "s" else None
        found.append(Figure.of("rebuild", name, events, unit, [value for _, value in values], beside=beside))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--related", type=float, default=0.0)
    parser.add_argument("--rounds", type=int, default=0, help="default: 3, beyond a million events 1")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--part", choices=PARTS)
    asked = parser.parse_args()
    if asked.part is not None:
        print(json.dumps(PARTS[asked.part](asked.keep)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "bench.sqlite"
        if not path.exists():
            fill(path, asked.events, asked.related)
        rounds = asked.rounds or (3 if asked.events <= MANY_EVENTS else 1)
        show(measured(path, asked.events, rounds), asked.json)


if __name__ == "__main__":
    main()
