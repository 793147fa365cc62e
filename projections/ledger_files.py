"""Hashes of the files of a saved ledger, worked out by threads of their own, and which code made them.

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
    """SHA-256 of the files of a folder."""

    def __init__(self) -> None:
        self._ahead: dict[tuple[Path, State], Future[str]] = {}

    def start(self, folder: Path) -> None:
        """Hash what the folder holds now, the greatest first, without waiting for it; it need not exist."""
        try:
            states = {path: _state(path) for path in folder.iterdir()}
        except OSError:
            return  # there is none, or it is just being replaced: then what is there is hashed when it is asked for
        threads = ThreadPoolExecutor(1, "hashing")  # imports keep another core busy
        threads.submit(_code_state)
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


class Code(NamedTuple):
    """The code that works out the columns and solves them, by the state of its files and by what is in them.

    No other code ever reads what it saved. Files in the same state need not be read to know that they are the same.
    """

    state: str
    content: str


def same_code(saved: Code) -> bool:
    """Whether this code is the one that saved something."""
    return saved.state == _code_state() or saved.content == _code_content()


def this_code() -> Code:
    """The code that is running."""
    return Code(_code_state(), _code_content())


@cache
def _code_state() -> str:
    return sha256(repr([(str(path), _state(path)) for path in _code_files()]).encode()).hexdigest()


@cache
def _code_content() -> str:
    digest = sha256()
    for path in _code_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _code_files() -> list[Path]:
    here = Path(__file__).parent
    own = [*sorted(here.glob("ledger*.py")), *sorted(here.glob("slice*.py"))]
    return [*sorted(Path(next(iter(domain.__path__))).rglob("*.py")), *own]


def _state(path: Path) -> State:
    told = path.stat()
    return State(told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
