"""Copy the record to a new file, safely while it is being served and written."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.opening import opened, store_option


@click.command(help=__doc__)
@click.argument("path", type=click.Path(path_type=Path))
@store_option
def command(path: Path, store: str | None) -> None:
    """Write a consistent copy that opens as a store of its own."""
    with opened(store) as service:
        service.application.backup(path)
        click.echo(f"{service.head()} events copied to {path}")
