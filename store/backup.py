"""A copy of the whole store in one file, taken while others go on reading and writing."""

from __future__ import annotations

import os
from pathlib import Path

from domain.errors import Refused
from store.dialect import LogRecorder


def back_up(recorder: LogRecorder, path: Path) -> None:
    """Write the store, as it is at one instant, to a new SQLite file that opens as a store of its own.

    It appears under its name only when it is whole and on the disk. Raises `Refused` if the name is taken.
    """
    path = path.expanduser()
    if path.exists():
        raise Refused(f"{path} is there already; a backup never overwrites", rule="exists", subject=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        recorder.copy_to(making)
        with making.open("rb+") as copy:
            os.fsync(copy.fileno())
        making.rename(path)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            making.with_name(making.name + suffix).unlink(missing_ok=True)
