"""Read the whole log into the ledger again, and tell how long it took."""

from __future__ import annotations

import time

import click

from api.cli.opening import opened, store_option


@click.command(help=__doc__)
@store_option
def command(store: str | None) -> None:
    """Rebuild from zero; the log is only read."""
    with opened(store) as service:
        service.ledger.start_anew()
        started = time.monotonic()
        position = service.ledger.catch_up()
        seconds = time.monotonic() - started
        rate = f", {position / seconds:,.0f} events/s" if seconds > 0 else ""
        click.echo(f"{position} events in {seconds:.2f} s{rate}")
