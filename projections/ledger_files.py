"""Hashes of the files of a saved ledger and of the code that makes them, worked out by threads of their own.

Hashing leaves the interpreter to others, and this module imports the standard library only: so a start sets it off
first, and imports everything else meanwhile.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import domain


class State(NamedTuple):
    """What tells that a file has not been touched: another file of the name, or another content, differs in it."""

    inode: int
    size_bytes: int
    modified_ns: int
    changed_ns: int


class FileHashes:
    """SHA-256 of the files of a folder, two at a time."""

    def __init__(self) -> None:
        self._ahead: dict[tuple[Path, State], Future[str]] = {}

    def start(self, folder: Path) -> None:
        """Hash what the folder holds now, the greatest first, without waiting for it; it need not exist."""
        try:
            states = {path: _state(path) for path in folder.iterdir()}
        except OSError:
            return  # there is none, or it is just being replaced: then what is there is hashed when it is asked for
        threads = ThreadPoolExecutor(2, "hashing")
        threads.submit(code_hash)
        for path, state in sorted(states.items(), key=lambda item: -item[1].size_bytes):
            self._ahead[path, state] = threads.submit(self._worked_out, path)
        threads.shutdown(wait=False)

    def of(self, folder: Path, names: Iterable[str]) -> dict[str, str]:
        """The hashes of these files as they are now; what was hashed ahead and not touched since is not read again.

        Raises `OSError` for a file that cannot be read.
        """
        with ThreadPoolExecutor(2) as threads:
            found = {name: self._hash(folder / name, threads) for name in names}
            return {name: each.result() for name, each in found.items()}

    def _hash(self, path: Path, threads: ThreadPoolExecutor) -> Future[str]:
        ahead = self._ahead.pop((path, _state(path)), None)
        return ahead or threads.submit(self._worked_out, path)

    @staticmethod
    def _worked_out(path: Path) -> str:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return sha256(content).hexdigest()


@cache
def code_hash() -> str:
    """SHA-256 of the code that works out the columns and solves them, so that no other code ever reads them."""
    digest = sha256()
    own = [*sorted(Path(__file__).parent.glob("ledger*.py")), *sorted(Path(__file__).parent.glob("slice*.py"))]
    for path in (*sorted(Path(next(iter(domain.__path__))).rglob("*.py")), *own):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _state(path: Path) -> State:
    told = path.stat()
    return State(told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
