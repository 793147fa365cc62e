"""Where the time goes: the hot paths under the interpreter's own profiler, as shares by whose code runs.

Four paths: import, rebuild of the ledger, a page of a slice never asked before, a cached reply. Beside each stands what
the machine does for the same bytes without us, so that the distance to its limit shows. The profiler slows Python down
more than compiled code, so the share of Python is an upper bound; rates are measured without it, in `bench.results`.
Only the thread that asks is watched: what others do shows as waiting for them.

Run: `python -m bench.profile [--events 50000] [--seconds 3] [--into FILE]`; it writes `bench/PROFILE.md`.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import re
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn

from api.bootstrap import Service
from api.http.app import create_app
from api.http.connection import Connection
from api.http.serve import listen
from bench.figures import machine, other_work, seconds
from bench.load.asking import finished, start
from bench.peers.regesta import Regesta
from bench.roll import ASKED_COUNTRY, rows
from projections.country_timeline import CountryTimeline, CountryTimelineQuery
from projections.slice_query import SliceQuery
from store.settings import Settings

WHOSE = (
    ("waiting for another thread", re.compile(r"acquire.*lock|lock.*acquire|select\.|'wait'|_queue")),
    ("SQLite", re.compile(r"sqlite3\.")),
    ("validation and JSON in compiled code", re.compile(r"pydantic|msgspec|orjson|_json|json/")),
    ("hashes", re.compile(r"sha1|sha256|hashlib|HASH")),
    ("Polars and NumPy", re.compile(r"polars|numpy")),
    ("the eventsourcing library", re.compile(r"/eventsourcing/")),
    ("server: uvicorn, httptools, uvloop", re.compile(r"uvicorn|httptools|uvloop|asyncio")),
    ("framework: FastAPI, Starlette", re.compile(r"fastapi|starlette|anyio")),
    *((f"our {room}", re.compile(rf"/{room}/")) for room in ("domain", "projections", "formats", "store", "api")),
    ("the bench itself", re.compile(r"/bench/")),
)
REST = "other Python"
SHOWN_FUNCTIONS = 8
DAYS_ASKED = 5
CONNECTIONS = 32
Entry = tuple[str, int, str]


@dataclass(frozen=True)
class Profiled:
    """One path: seconds by whose code, the functions with the most time of their own, and the limit beside it."""

    name: str
    whole: float
    by_whom: Counter[str]
    functions: list[tuple[str, float]]
    limit: str


def whose(entry: Entry) -> str | None:
    """Whose code a function is; `None` for a built-in function that is nobody's in particular."""
    file, _, name = entry
    text = f"{file} {name}"
    for who, pattern in WHOSE:
        if pattern.search(text):
            return who
    return None if file == "~" else REST


def shares(profile: cProfile.Profile) -> tuple[Counter[str], list[tuple[str, float]]]:
    """Seconds by whose code; time of a nameless built-in counts for whoever called it."""
    stats: dict[Entry, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    by_whom: Counter[str] = Counter()
    for entry, (_, _, own, _, callers) in stats.items():
        who = whose(entry)
        if who is not None:
            by_whom[who] += own
            continue
        for caller, (_, _, own_there, _) in callers.items():
            by_whom[whose(caller) or REST] += own_there
    longest = sorted(stats.items(), key=lambda each: -each[1][2])[:SHOWN_FUNCTIONS]
    return by_whom, [(_title(entry), numbers[2]) for entry, numbers in longest]


def _title(entry: Entry) -> str:
    file, _, name = entry
    if file == "~":
        return re.sub(r" at 0x[0-9a-f]+", "", name.strip("<>{}"))
    return f"{'/'.join(Path(file).parts[-2:])}: {name}"


def profiled(name: str, work: Callable[[], Any], limit: Callable[[], str]) -> Profiled:
    """One path under the profiler."""
    profile = cProfile.Profile()
    profile.runcall(work)
    by_whom, functions = shares(profile)
    return Profiled(name, sum(by_whom.values()), by_whom, functions, limit())


def executemany_again(store: Path) -> str:
    """The rows of a store written once more, in one transaction."""
    with closing(sqlite3.connect(store)) as connection:
        told = connection.execute(
            "SELECT originator_id, originator_version, topic, state FROM stored_events"
        ).fetchall()
    with closing(sqlite3.connect(store.with_name("bare.sqlite"))) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE stored_events (a TEXT, b INTEGER, c TEXT, d BLOB, PRIMARY KEY (a, b))")

        def write() -> None:
            connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?)", told)
            connection.commit()

        return f"the same rows by executemany in one transaction: {seconds(write)[0]:.2f} s"


def scan(store: Path) -> str:
    """Every row to Python once."""
    with closing(sqlite3.connect(store)) as connection:
        query = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
        taken, _ = seconds(lambda: connection.execute(query).fetchall())
        return f"a raw scan of the same rows: {taken:.2f} s"


def cold_pages(service: Service) -> None:
    """Pages of days never asked before, told as over HTTP."""
    timeline, query = CountryTimeline(), CountryTimelineQuery(code=ASKED_COUNTRY)
    for each in range(DAYS_ASKED):
        timeline.tell(service.slice(SliceQuery(known_on=f"{1960 + 9 * each}-10-1{each}")), query)


def cached_reads(service: Service, read_seconds: float) -> Callable[[], None]:
    """A server in this thread, asked for one cached page from another process until that is done."""
    target = f"/v1/countries/{ASKED_COUNTRY}/timeline?limit=10&at_position={service.head()}"
    listening = listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}{target}"
    config = uvicorn.Config(
        create_app(service),
        http=Connection,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # else what is ready goes the long way, which `regesta serve` spares it
    )
    server = uvicorn.Server(config)

    def ask_then_stop() -> None:
        finished(start({"do": "flat_out", "url": url, "seconds": read_seconds, "connections": CONNECTIONS}))
        server.should_exit = True

    def serve() -> None:
        asking = threading.Thread(target=ask_then_stop)
        asking.start()
        server.run(sockets=[listening])
        asking.join()

    return serve


def all_paths(events: int, folder: Path, read_seconds: float) -> list[Profiled]:
    """The four paths over one store."""
    peer, store = Regesta(folder), folder / "record.sqlite"
    peer.take(rows(events))
    found = [profiled(f"Import of {events:,} rows", peer.load, lambda: executemany_again(store))]
    found.append(profiled("Rebuild of the ledger", peer.rebuild, lambda: scan(store)))
    peer.close()
    with Service(Settings.of(store)) as service:
        service.ledger.catch_up()
        service.ledger.slice()
        whole_again, _ = seconds(lambda: service.ledger.slice(SliceQuery(known_on="1999-09-09")))
        slice_alone = f"a slice of a new day without its page: {whole_again * 1000:.0f} ms, not profiled"
        name = f"{DAYS_ASKED} pages of days never asked before"
        found.append(profiled(name, lambda: cold_pages(service), lambda: slice_alone))
        beside = "a bare hello on the same server, in `RESULTS.md`"
        found.append(
            profiled("Cached replies, the event loop's thread", cached_reads(service, read_seconds), lambda: beside)
        )
    return found


def page(found: list[Profiled], events: int) -> str:
    """The page that is kept."""
    lines = [
        "# Where the time goes\n",
        f"`python -m bench.profile --events {events}`, {datetime.now(UTC):%Y-%m-%d}, {machine()}. {other_work()}\n",
        "Seconds under the interpreter's profiler, by whose code runs. The profiler makes Python slower and leaves",
        "compiled code as it is; waiting for a thread is that thread's work.",
    ]
    for each in found:
        lines += [f"\n## {each.name}: {each.whole:.2f} s\n", f"Beside it, {each.limit}.\n"]
        lines += ["| whose | share | seconds |", "|---|---:|---:|"]
        for who, spent in each.by_whom.most_common():
            if spent / each.whole >= 0.01:
                lines.append(f"| {who} | {spent / each.whole:.0%} | {spent:.2f} |")
        longest = "; ".join(f"`{name}` {spent / each.whole:.0%}" for name, spent in each.functions)
        lines.append(f"\nThe longest functions: {longest}.")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="of cached replies")
    parser.add_argument("--into", type=Path, default=Path(__file__).with_name("PROFILE.md"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="regesta-bench-") as folder:
        told = page(all_paths(asked.events, Path(folder), asked.seconds), asked.events)
    asked.into.write_text(told, "utf-8")
    print(told)


if __name__ == "__main__":
    main()
