"""Several processes on one store: a reader that tails the log passes over nothing, and all see one order."""

from __future__ import annotations

import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from store.application import Application
from store.settings import Settings
from store.sqlite_recorder import PAGE_BYTES
from tests.store.asking import open_case
from tests.store.writing import start


def tail(application: Application, after: int) -> list[tuple[int, str]]:
    """What is new, as (position, stream)."""
    return [
        (batch.first_position + offset, stream)
        for batch in application.log.batches(after, size=13)
        for offset, stream in enumerate(batch.streams)
    ]


def test_a_tailing_reader_sees_every_event_once_and_in_its_place(settings: Settings) -> None:
    number, count = (6, 60) if settings.is_postgres else (2, 120)
    with Application(settings) as reader:
        writers = [
            start("import" if each % 2 else "single", settings, f"w{each}-", count, size=1 + 3 * each)
            for each in range(number)
        ]
        seen: list[tuple[int, str]] = []
        while any(writer.poll() is None for writer in writers):
            reader.log.wait_for(len(seen) + 1, 0.2)
            seen += tail(reader, len(seen))
        seen += tail(reader, len(seen))
        acknowledged = [line for writer in writers for line in acknowledgements(writer)]
    assert [position for position, _ in seen] == list(range(1, number * count + 2))
    assert sorted(stream for _, stream in seen[1:]) == sorted(
        f"occurrence:w{each}-{event}" for each in range(number) for event in range(count)
    )
    with Application(settings) as later:
        assert tail(later, 0) == seen
        assert later.verify().sound
    by_position = dict(seen)
    assert all(by_position[position] == stream for stream, position in acknowledged)


def acknowledgements(writer: subprocess.Popen[str]) -> list[tuple[str, int]]:
    """What a writer that ended well acknowledged."""
    assert writer.stdout is not None
    with writer.stdout as lines:
        said = [line.split() for line in lines]
    assert writer.wait() == 0
    return [(stream, int(position)) for stream, position in said]


@pytest.mark.parametrize("number", range(8))
def test_many_may_begin_one_store_at_the_same_moment(tmp_path: Path, number: int) -> None:
    settings, begin, count = Settings.of(tmp_path / "new.sqlite"), Barrier(6), 6

    def write(name: str) -> int:
        begin.wait()
        with Application(settings) as application:
            return application.execute(open_case(f"{number}-{name}"), by=name).position

    with ThreadPoolExecutor(count) as threads:
        positions = list(threads.map(write, map(str, range(count))))
    assert sorted(positions) == list(range(1, count + 1))
    assert {path.name for path in tmp_path.iterdir()} <= {"new.sqlite", "new.sqlite-wal", "new.sqlite-shm"}


def test_a_new_store_has_pages_that_hold_several_rows(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    with Application(Settings.of(path)):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA page_size").fetchone() == (PAGE_BYTES,)
