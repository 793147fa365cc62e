"""Bringing commands into a record, with every refusal told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.event import Command
from store.application import Application
from store.settings import Settings

if TYPE_CHECKING:
    from domain.errors import RegestaError

SEED_AUTHOR = "seed corpus"


@dataclass
class Loaded:
    """What came of loading: how many events were added, and which commands were refused."""

    commands: int = 0
    added: int = 0
    refused: list[tuple[int, RegestaError]] = field(default_factory=list)


def load(application: Application, commands: Iterable[Command], by: str) -> Loaded:
    """Take commands in order, each batch in one commit."""
    loaded = Loaded()
    for batch in application.execute_many(commands, by=by):
        loaded.commands += len(batch.results)
        loaded.added += batch.added
        loaded.refused += batch.refused
    return loaded


def load_seeds(application: Application) -> Loaded:
    """Bring in what the seed corpus has and the record lacks.

    Raises the first refusal: the seed fits an empty record, so a refusal means that the record holds something else
    under the same id, or withdrew it.
    """
    from seed_events.loader import commands

    return load(application, commands(), SEED_AUTHOR)


def make_ready(settings: Settings, *, with_seeds: bool, even_if_there: bool = False) -> None:
    """Make the store if it is not there, with the seed corpus if asked for.

    A store that is there already keeps what it holds: the seed is brought in only where `even_if_there` asks for it.
    """
    if settings.path is not None:
        settings.path.parent.mkdir(parents=True, exist_ok=True)
    application = Application(settings)
    try:
        if with_seeds and (even_if_there or application.log.is_empty()):
            for _, refusal in load_seeds(application).refused:
                if even_if_there and getattr(refusal, "rule", "") in ("differs", "withdrawn", "ended"):
                    continue
                raise refusal
    finally:
        application.close()
