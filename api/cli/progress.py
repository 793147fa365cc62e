"""Progress of long work, on a terminal only: how much, how fast, how long still."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

TOLD_LINES = 200
"""Lines that are read between two tellings: telling takes a lock, and longer than reading a line does."""


class Advance(Protocol):
    """Takes how much more is done."""

    def __call__(self, done: int, of_total: int | None = None) -> None:
        """Count `done` more; `of_total` is what that is of the total, where the total is not counted in the same."""
        ...


@contextmanager
def progress(what: str, total: int | None, unit: str) -> Iterator[Advance]:
    """A bar on the error stream while it is a terminal; silence otherwise, so that logs stay readable."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, told="")
        count = 0

        def advance(done: int, of_total: int | None = None) -> None:
            nonlocal count
            count += done
            elapsed_seconds = bar.tasks[0].elapsed or 0.0
            rate = f", {count / elapsed_seconds:,.0f}/s" if elapsed_seconds else ""
            bar.update(task, advance=done if of_total is None else of_total, told=f"{count:,} {unit}{rate}")

        yield advance


def _nothing(done: int, of_total: int | None = None) -> None:
    del done, of_total


def counted(lines: Iterable[bytes], advance: Advance) -> Iterator[bytes]:
    """The same lines; they are told as they are read, with their bytes as what they are of the whole."""
    count = size = 0
    for line in lines:
        count += 1
        size += len(line)
        if count == TOLD_LINES:
            advance(count, size)
            count = size = 0
        yield line
    advance(count, size)
