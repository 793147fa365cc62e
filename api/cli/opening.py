"""Which record a command works on: `--store`, the environment, or the one file in the user's data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from api.bootstrap import Service

F = TypeVar("F", bound=Callable[..., Any])

store_option = click.option(
    "--store",
    metavar="PATH",
    envvar="REGESTA_STORE",
    help="The record: a file, or a postgresql:// address. Default: one file in your data folder.",
)


@contextmanager
def opened(store: str | None) -> Iterator[Service]:
    """The service over one record, closed at the end.

    Raises `NotFound` for a file that is not there: looking at a record never makes an empty one by a slip of the name.
    """
    from api.bootstrap import Service
    from domain.errors import NotFound
    from store.settings import Settings

    settings = Settings.of(store)
    if settings.path is not None and not settings.path.exists():
        raise NotFound(f"no record at {settings.shown}; `regesta init` or `regesta serve` makes one", subject="store")
    service = Service(settings)
    try:
        yield service
    finally:
        service.close()
