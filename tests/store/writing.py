"""A process that writes, and says so: each line it prints is an acknowledgement, written down by whoever reads it.

`python -m tests.store.writing single|import STORE NAME COUNT SIZE`
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from store.application import Application
from store.settings import Settings
from tests.store.asking import record, register_source

ROOT = Path(__file__).parents[2]


def start(how: str, settings: Settings, name: str, count: int, size: int = 1) -> subprocess.Popen[str]:
    """Start a writer; its acknowledgements come through its standard output."""
    arguments = [sys.executable, "-m", "tests.store.writing", how, settings.store, name, str(count), str(size)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1)


def write_one_by_one(application: Application, name: str, count: int) -> None:
    """A request each, with a key of its own; the acknowledgement names the stream and the position."""
    for number in range(count):
        outcome = application.execute(record(f"{name}{number}"), by=name, idempotency_key=f"{name}{number}")
        acknowledge(outcome.stream, outcome.position)


def write_in_batches(application: Application, name: str, count: int, size: int) -> None:
    """An import; the acknowledgement of a batch names its last stream and its position."""
    commands = (record(f"{name}{number}") for number in range(count))
    for batch in application.execute_many(commands, by=name, batch_size=size):
        assert not batch.refused
        acknowledge(f"occurrence:{name}{batch.first_index + len(batch.results) - 1}", batch.position)


def acknowledge(stream: str, position: int) -> None:
    sys.stdout.write(f"{stream} {position}\n")
    sys.stdout.flush()


def main(how: str, store: str, name: str, count: str, size: str) -> None:
    with Application(Settings.of(store)) as application:
        application.execute(register_source(), by=name)
        if how == "single":
            write_one_by_one(application, name, int(count))
        else:
            write_in_batches(application, name, int(count), int(size))


if __name__ == "__main__":
    main(*sys.argv[1:])
