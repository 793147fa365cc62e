"""How long the ledger takes to rebuild from PostgreSQL, beside a raw scan of the same rows by the same driver.

Run: `python -m bench.rebuild_postgres [--events 100000] [--rounds 3] [--json FILE]`. PostgreSQL comes out of a wheel,
as for the tests, and shares the machine's cores with whoever asks it. The scan takes every row of the log to Python
tuples, in pieces of as many rows as the ledger's batches, by a binary cursor (pieces of 5,000 were a tenth quicker when
last compared); both run in one process, in turns.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import psycopg

from bench.figures import Figure, seconds, show
from bench.rebuild import MANY_EVENTS, SOURCES, account_rows, source_rows
from projections.ledger import Ledger
from projections.ledger_feed import BATCH_ROWS
from store.application import Application
from store.settings import Settings
from tests.store.postgres import running_server

ROWS = "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"


def fill(url: str, rows: Iterable[tuple[str, int, str, bytes]]) -> None:
    """The rows by COPY, into the table that the application makes."""
    with Application(Settings(store=url)):
        pass
    into = "COPY stored_events (originator_id, originator_version, topic, state) FROM STDIN (FORMAT BINARY)"
    with psycopg.connect(url) as connection, connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types(["text", "int8", "text", "bytea"])
        for row in rows:
            copy.write_row(row)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE stored_events")


def scan(url: str) -> float:
    """Seconds to take every row to Python tuples, and nothing else."""
    with psycopg.connect(url) as connection, connection.cursor(binary=True) as cursor:
        began = time.perf_counter()
        last = 0
        while rows := cursor.execute(
            f"{ROWS} WHERE notification_id > %s ORDER BY notification_id LIMIT {BATCH_ROWS}", (last,)
        ).fetchall():
            last = rows[-1][0]
        return time.perf_counter() - began


def rebuild(url: str) -> float:
    """Seconds to read the whole log into the columns of a ledger."""
    with Application(Settings(store=url)) as application:
        return seconds(Ledger(application.log).catch_up)[0]


def measured(events: int, rounds: int) -> list[Figure]:
    """Both, as often as there are rounds."""
    with running_server() as server, server.fresh_database() as name:
        url = server.url(name)
        fill(url, chain(source_rows(), account_rows(events - SOURCES, 0)))
        scan(url)
        taken = [(scan(url), rebuild(url)) for _ in range(rounds)]
    beside = Figure.of("rebuild-postgres", "PostgreSQL: raw scan", events, "s", [each for each, _ in taken])
    whole = [each for _, each in taken]
    return [beside, Figure.of("rebuild-postgres", "PostgreSQL: rebuild", events, "s", whole, beside=beside)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=0, help="default: 3, beyond a million events 1")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    show(measured(asked.events, asked.rounds or (3 if asked.events <= MANY_EVENTS else 1)), asked.json)


if __name__ == "__main__":
    main()
