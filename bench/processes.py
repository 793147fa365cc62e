"""Several API processes over one store: nothing is skipped, all give the same bytes, and what the store bears.

Writers load several `regesta serve` processes at once while a reader tails the log through another of them, page by
page. What it saw must be the whole log in order, as a process started later tells it; and each process must give the
same bytes for the same position. PostgreSQL comes out of a wheel, as for the tests, and runs without fsync: its rates
compare numbers of processes with each other, not with SQLite, which flushes every commit.

Run: `python -m bench.processes [--events 2000] [--counts 1 2 3] [--writers 6] [--writes 600] [--json FILE]`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from subprocess import Popen

from bench.figures import Figure, machine, show
from bench.load.asking import finished, start, writing
from bench.load.serving import Served, imported, regesta
from bench.roll import ASKED_COUNTRY
from tests.store.postgres import running_server

PAGE_EVENTS = 200
WRITER_CONNECTIONS = 4
AT_ONCE = 100_000.0
"""Writes a second that are due: more than any store takes, so that writers go as fast as they are answered."""

READ_SECONDS = 1.0
READ_CONNECTIONS = 16
TAILED = tuple[int, str]


@dataclass(frozen=True)
class Found:
    """What one number of processes did."""

    writes_per_second: float
    reads_per_second: float
    skipped: int
    differing: int
    compared: int


def tail(served: Served, seen: list[TAILED]) -> None:
    """Take the next page of the log."""
    after = seen[-1][0] if seen else 0
    body, _ = served.get(f"/v1/events?after={after}&limit={PAGE_EVENTS}")
    seen += [(each["position"], each["stream"]) for each in json.loads(body)["events"]]


def head(served: Served) -> int:
    """The position of the last event."""
    return int(json.loads(served.get("/v1/health")[0])["position"])


def written(servers: list[Served], writers: int, writes: int, first_row: int, tailing: Callable[[], None]) -> float:
    """Durable writes a second of several writers, spread over the servers, while a reader tails the log."""
    each = writes // writers
    at_work: list[Popen[str]] = [
        writing(
            servers[number % len(servers)].url, AT_ONCE, each / AT_ONCE, first_row + number * each, WRITER_CONNECTIONS
        )
        for number in range(writers)
    ]
    while any(writer.poll() is None for writer in at_work):
        tailing()
    told = [finished(writer) for writer in at_work]
    if any(each_told["unanswered"] or set(each_told["statuses"]) != {"201"} for each_told in told):
        raise SystemExit(f"not every write was taken: {told}")
    return float(sum(each_told["answered"] for each_told in told) / max(each_told["seconds"] for each_told in told))


def read(servers: list[Served]) -> float:
    """Cached replies a second, of all servers together, each with a load of its own."""
    target = f"/v1/countries/{ASKED_COUNTRY}/timeline?limit=10&at_position={head(servers[0])}"
    for served in servers:
        served.get(target)
    job = {"do": "flat_out", "seconds": READ_SECONDS, "connections": READ_CONNECTIONS}
    at_work = [start(job | {"url": served.url + target}) for served in servers]
    return float(sum(finished(reader)["per_second"] for reader in at_work))


def differing(servers: list[Served], end: int) -> tuple[int, int]:
    """How many of some replies, each named with its position, are not the same bytes in every process."""
    targets = [
        target.format(position=position)
        for position in sorted({end, end - 1, end // 2})
        for target in (
            f"/v1/countries/{ASKED_COUNTRY}/timeline?at_position={{position}}",
            "/v1/timeline?limit=200&at_position={position}",
            "/v1/timeline?known_on=1994-03-05&at_position={position}",
        )
    ]
    targets += [f"/v1/events?after={after}&limit={PAGE_EVENTS}" for after in range(0, end - PAGE_EVENTS, PAGE_EVENTS)]
    unequal = sum(len({served.get(target)[0] for served in servers}) > 1 for target in targets)
    return unequal, len(targets)


def tried(store: str, processes: int, writers: int, writes: int, first_row: int) -> Found:
    """One number of processes over one store."""
    seen: list[TAILED] = []
    with ExitStack() as stack:
        servers = [stack.enter_context(regesta(store)) for _ in range(processes)]
        last = servers[-1]
        rate = written(servers, writers, writes, first_row, lambda: tail(last, seen))
        end = head(servers[0])
        while not seen or seen[-1][0] < end:
            tail(last, seen)
        later = stack.enter_context(regesta(store))
        whole: list[TAILED] = []
        while len(whole) < end:
            tail(later, whole)
        skipped = len(set(whole) - set(seen)) + sum(at != place for place, (at, _) in enumerate(seen, 1))
        unequal, compared = differing([*servers, later], end)
        return Found(rate, read(servers), skipped, unequal, compared)


@contextmanager
def postgres_store(events: int) -> Iterator[str]:
    """A database with so many occurrences."""
    with running_server() as server, server.fresh_database() as name:
        url = server.url(name)
        imported(url, events)
        yield url


def figures(kind: str, found: dict[int, Found], events: int, writers: int) -> list[Figure]:
    """The figures of a store, those of several processes beside those of one."""
    made: list[Figure] = []
    first: dict[str, Figure] = {}
    for processes, each in found.items():
        start_of_title = f"{kind}, {processes} {'process' if processes == 1 else 'processes'}: "
        told = {
            "durable writes": ("/s", each.writes_per_second, f"{writers} writers"),
            "cached replies": ("req/s", each.reads_per_second, "a load each, on the same cores"),
            "events skipped by a tailing reader": ("events", each.skipped, f"{writers} writers"),
            "replies that differ between processes": ("replies", each.differing, f"{each.compared} compared"),
        }
        for name, (unit, value, note) in told.items():
            beside = first.get(name)
            figure = Figure.of("processes", start_of_title + name, events, unit, [value], beside=beside, note=note)
            first.setdefault(name, figure)
            made.append(figure)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 2, 3], help="numbers of processes")
    parser.add_argument("--writers", type=int, default=6)
    parser.add_argument("--writes", type=int, default=600, help="in all, for each number of processes")
    parser.add_argument("--without-postgres", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    print(machine())
    first_row = count(30_000_000, asked.writes)

    def all_counts(store: str, counts: list[int]) -> dict[int, Found]:
        return {number: tried(store, number, asked.writers, asked.writes, next(first_row)) for number in counts}

    made: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="regesta-bench-") as folder:
        store = Path(folder) / "record.sqlite"
        imported(str(store), asked.events)
        found = all_counts(str(store), [number for number in asked.counts if number <= 2])
        made += figures("SQLite", found, asked.events, asked.writers)
    if not asked.without_postgres:
        with postgres_store(asked.events) as url:
            made += figures("PostgreSQL", all_counts(url, asked.counts), asked.events, asked.writers)
    show(made, asked.json)
    if any(each.median for each in made if each.unit in ("events", "replies")):
        raise SystemExit("something was skipped, or differs")


if __name__ == "__main__":
    main()
