"""Other processes that read and prepare parts of a file, in the order of the file.

Each has a pipe of its own, and ends as soon as the other end of it is gone: also when this process is killed and can
say nothing. A part is sent to whoever has the least in hand; results are taken in the order of the parts, so a dozen
parts for each process are all that is ever in memory.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Queue
from types import TracebackType
from typing import Self

from api.cli.preparing import Entry, Made, Part, entries, prepare_part
from domain.errors import Refused
from formats.reader import Reader
from formats.repeats import Repeats
from store.uncollected import uncollected

MOST_BY_DEFAULT = 4
WORTH_BYTES = 16 * 1024 * 1024
"""A file shorter than this is read sooner than processes have started."""

IN_HAND = 12
"""Parts that a process has at a time: enough that it goes on while a batch of them is committed. A few megabytes."""

SWITCH_SECONDS = 0.0002
"""How long the thread that prepares keeps the others of its process waiting: by default it is 5 milliseconds, and
whoever sends a part waits for several of them, as a part comes in several pieces."""

END_SECONDS = 5.0


def default_processes() -> int:
    """How many processes prepare a large file: as many as there are cores for us, up to four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_BY_DEFAULT)


class _Worker:
    """Another process, and what it has in hand."""

    def __init__(self, reading: Reader) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, reading), daemon=True, name="regesta-import")
        self.process.start()
        theirs.close()
        self._ready = False
        self.in_hand: deque[Part] = deque()

    @property
    def ready(self) -> bool:
        """Whether it has started; a process that ended before is found out when something is asked of it."""
        if not self._ready and self._connection.poll():
            self.wait()
        return self._ready

    def wait(self) -> None:
        """Wait until it has started."""
        self._receive()
        self._ready = True

    def send(self, part: Part) -> None:
        """Give it a part to prepare."""
        self.in_hand.append(part)
        try:
            self._connection.send(part)
        except OSError:
            raise self._lost() from None

    def take(self) -> Made:
        """What the part that it has had in hand the longest came to."""
        made = self._receive()
        if isinstance(made, Made):
            self.in_hand.popleft()
            return made
        raise RuntimeError(f"another process failed to prepare lines of the import:\n{made}")

    def close(self) -> None:
        """End it: without its pipe it has nothing left to do."""
        self._connection.close()
        self.process.join(END_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _receive(self) -> object:
        try:
            return self._connection.recv()
        except (EOFError, OSError):
            raise self._lost() from None

    def _lost(self) -> Refused:
        self.process.join(END_SECONDS)
        from_line = f" from line {self.in_hand[0].first_number} on" if self.in_hand else ""
        return Refused(
            f"a process that prepared lines{from_line} ended before its work was done (exit {self.process.exitcode}); "
            "what was recorded before is kept: import the file again, with --processes 1 if it happens again",
            rule="process_lost",
        )


class Preparing:
    """So many processes that prepare what one reader reads; they are started when so many bytes have come.

    Until one of them is ready, parts are prepared here, unless they are to wait for it.
    """

    def __init__(self, reading: Reader, processes: int, after_bytes: int = 0, *, waits: bool = False) -> None:
        self._reading = reading
        self._processes = processes
        self._after_bytes = after_bytes
        self._waits = waits
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.close()

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The ids of the other processes."""
        return tuple(worker.process.pid for worker in self._workers if worker.process.pid is not None)

    def entries(self, parts: Iterable[Part]) -> Iterator[Entry]:
        """What the parts come to, in their order. Raises `Refused` if a process is lost."""
        repeats = Repeats()
        for made in self._made(parts):
            yield from entries(made, repeats)
            if made.ends:
                return

    def _made(self, parts: Iterable[Part]) -> Iterator[Made]:
        waiting: deque[_Worker] = deque()
        come_bytes = 0
        for part in parts:
            come_bytes += len(part.lines)
            if not self._workers and come_bytes > self._after_bytes:
                self._start()
            while (worker := self._free()) is None and waiting:
                yield waiting.popleft().take()
            if worker is None:
                yield prepare_part(self._reading, part)
            else:
                worker.send(part)
                waiting.append(worker)
        while waiting:
            yield waiting.popleft().take()

    def _start(self) -> None:
        with _uninterrupted():
            for _ in range(self._processes):
                self._workers.append(_Worker(self._reading))
        if self._waits:
            for worker in self._workers:
                worker.wait()

    def _free(self) -> _Worker | None:
        free = [worker for worker in self._workers if worker.ready and len(worker.in_hand) < IN_HAND]
        return min(free, key=lambda worker: len(worker.in_hand), default=None)


def work(connection: Connection, reading: Reader) -> None:
    """Prepare parts as they come, until the other end of the pipe is gone.

    Parts are taken in, and results given back, by threads of their own: neither side ever waits for the other to read.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us is interrupted too, and closes the pipe
    sys.setswitchinterval(SWITCH_SECONDS)
    parts: Queue[Part] = Queue()
    results: Queue[bytes] = Queue(IN_HAND)
    threading.Thread(target=_until_gone, args=(lambda: parts.put(connection.recv()),), daemon=True).start()
    threading.Thread(target=_until_gone, args=(lambda: connection.send_bytes(results.get()),), daemon=True).start()
    results.put(pickle.dumps("ready"))
    while True:
        results.put(uncollected(_prepared, reading, parts.get()))


def _prepared(reading: Reader, part: Part) -> bytes:
    try:
        return pickle.dumps(prepare_part(reading, part), pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - whatever it is, it is told where somebody sees it
        return pickle.dumps(traceback.format_exc())


def _until_gone(step: Callable[[], None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            step()
    os._exit(0)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Without interruption from the keyboard, which a process that starts meanwhile does without from the first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
