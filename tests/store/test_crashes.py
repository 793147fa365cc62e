"""A writer is killed without warning: nothing that was acknowledged is lost, and trying again doubles nothing.

The writer is a process of its own, and what it acknowledged is written down by this one. A kill is not a power cut: for
that there is `test_durability.py`, which sees to it that every commit is written through to the disk.
"""

from __future__ import annotations

import subprocess

import pytest

from store.application import Application
from store.settings import Settings
from tests.store.asking import BY, data_of_rows, record, register_source
from tests.store.writing import start, write_in_batches

MORE_THAN_IT_GETS_TO = 100_000


def acknowledged_until_killed(writer: subprocess.Popen[str], count: int) -> list[tuple[str, int]]:
    """What a writer acknowledged before it was killed, in the midst of work, after its `count`-th acknowledgement."""
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(count)]
    writer.kill()
    lines += writer.stdout.readlines()
    writer.stdout.close()
    assert writer.wait() != 0
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(stream, int(position)) for stream, position in whole]


def assert_all_there(application: Application, acknowledged: list[tuple[str, int]]) -> None:
    rows = application.log.rows([position for _, position in acknowledged])
    assert [row.stream for row in rows] == [stream for stream, _ in acknowledged]
    assert application.verify().sound


@pytest.mark.parametrize("kills", [(1, 9, 30)])
def test_killed_during_single_writes(settings: Settings, kills: tuple[int, ...]) -> None:
    acknowledged: list[tuple[str, int]] = []
    for run, count in enumerate(kills):
        acknowledged += acknowledged_until_killed(start("single", settings, f"w{run}-", MORE_THAN_IT_GETS_TO), count)
        with Application(settings) as application:
            assert_all_there(application, acknowledged)
    assert len(acknowledged) >= sum(kills)
    with Application(settings) as application:
        before = application.log.head()
        assert before <= len(acknowledged) + len(kills) + 1  # at most the one write that was under way each time
        for stream, position in acknowledged:
            name = stream.partition(":")[2]
            again = application.execute(record(name), by=BY, idempotency_key=name)
            assert (again.replayed, again.position) == (True, position)
        assert application.log.head() == before


@pytest.mark.parametrize("after_batches", [1, 4])
def test_killed_during_an_import(settings: Settings, after_batches: int) -> None:
    count, size = 2_000, 50
    acknowledged = acknowledged_until_killed(start("import", settings, "w", count, size), after_batches)
    assert len(acknowledged) >= after_batches
    with Application(settings) as application:
        assert_all_there(application, acknowledged)
        assert application.log.head() % size == 1  # whole batches, after the source
        application.execute(register_source(), by=BY)
        write_in_batches(application, "w", count, 333)
        assert application.log.head() == count + 1
        assert application.verify().sound
        streams = [stream for _, stream, _ in data_of_rows(application)]
        assert streams == ["source:s1", *(f"occurrence:w{number}" for number in range(count))]
