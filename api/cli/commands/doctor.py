"""Look at the installation and the store, and say what is not as it should be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import click

from api.cli.opening import opened, store_option

ROOMS = ("domain", "projections", "store", "formats", "seed_events", "api")


class Remark(NamedTuple):
    """One thing looked at: whether it is in order, and what was seen."""

    fine: bool
    line: str


@click.command(help=__doc__)
@store_option
def command(store: str | None) -> int:
    """Exit code 0 if all is in order, 1 if not."""
    fine = True
    for remark in (*_installation(), *_record(store)):
        click.echo(f"{'fine' if remark.fine else 'LOOK'}  {remark.line}")
        fine = fine and remark.fine
    return 0 if fine else 1


def _installation() -> Iterator[Remark]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Remark((3, 11) <= sys.version_info[:2] <= (3, 14), f"Python {version} (3.11 to 3.14 are supported)")
    own = Path(__file__).resolve().parents[3]
    for room in ROOMS:
        spec = find_spec(room)
        found = Path(spec.origin).resolve().parent if spec and spec.origin else None
        if found is None:
            yield Remark(False, f"the package {room} is not found")
        elif found.parent != own:
            yield Remark(False, f"the package {room} is another one's, at {found}: give Regesta its own environment")
    for room in ROOMS:
        copies = sorted({str(Path(place) / room) for place in sys.path if _is_package(Path(place or ".") / room)})
        if len({Path(copy).resolve() for copy in copies}) > 1:
            yield Remark(False, f"several packages go by the name {room}: {', '.join(copies)}")
    yield Remark(True, f"Regesta is at {own}")


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()


def _record(store: str | None) -> Iterator[Remark]:
    from domain.errors import RegestaError
    from store.settings import Settings

    settings = Settings.of(store)
    if settings.path is not None and not settings.path.exists():
        yield Remark(True, f"no store yet at {settings.shown}; `regesta init` or `regesta serve` makes it")
        return
    try:
        with opened(store) as service:
            head = service.ledger.catch_up()
            health = service.application.health()
            yield Remark(True, f"{settings.shown} ({health.store}) holds {head} events")
            for row in health.quarantined:
                yield Remark(False, f"an event cannot be read and is left out of every view: {row}")
    except (RegestaError, OSError) as failure:
        yield Remark(False, f"{settings.shown} cannot be opened: {failure}")
