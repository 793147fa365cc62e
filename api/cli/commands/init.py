"""Make a new store, with the seed corpus in it."""

from __future__ import annotations

import click

from api.cli.opening import store_option
from api.cli.printing import tell


@click.command(help=__doc__)
@click.argument("path", required=False)
@click.option("--empty", is_flag=True, help="Without the seed corpus.")
@store_option
def command(path: str | None, empty: bool, store: str | None) -> None:
    """Make a new store; one that is there already is left as it is, and gets the seeds that it lacks."""
    from api.cli.loading import make_ready
    from store.application import Application
    from store.settings import Settings

    if path is not None and store is not None:
        raise click.UsageError("the store is named twice: as PATH and as --store")
    settings = Settings.of(path or store)
    make_ready(settings, with_seeds=not empty, even_if_there=True)
    with Application(settings) as application:
        tell(f"{settings.shown} holds {application.log.head()} events.")
