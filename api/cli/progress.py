"""Progress of long work, on a terminal only: how much, how fast, how long still."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Takes how much more is done."""

    def __call__(self, done: int) -> None:
        """Count `done` more."""


@contextmanager
def progress(what: str, total: int | None, unit: str) -> Iterator[Advance]:
    """A bar on the error stream while it is a terminal; silence otherwise, so that logs stay readable."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]} {task.speed:,.0f}/s" if total else "{task.fields[unit]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, unit=unit)
        yield lambda done: bar.advance(task, done)


def _nothing(done: int) -> None:
    del done


def counted(lines: Iterable[bytes], advance: Advance) -> Iterator[bytes]:
    """The same lines, each counted by its bytes."""
    for line in lines:
        advance(len(line))
        yield line
