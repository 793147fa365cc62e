"""Start the service: the page, and the same record over HTTP."""

from __future__ import annotations

import gc
import sys

import click

from api.cli.opening import store_option

START_TURN_SECONDS = 0.0001
"""While modules are imported, the thread that takes the ledger back would else wait long for each of its turns."""


@click.command(help=__doc__)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free one.")
@click.option("--allowed-host", "hosts", multiple=True, help="A further name under which it may be addressed.")
@click.option("--empty", is_flag=True, help="Do not load the seed corpus into a store that is new.")
@store_option
def command(host: str, port: int, hosts: tuple[str, ...], empty: bool, store: str | None) -> None:
    """Serve until stopped; a store that does not exist yet is made, and holds the seed corpus unless `--empty`."""
    gc.disable()  # starting makes much and drops little; the server sets aside what is there, and turns it on again
    turn_seconds = sys.getswitchinterval()
    sys.setswitchinterval(START_TURN_SECONDS)
    try:
        from projections.ledger_files import FileHashes
        from store.settings import Settings

        settings, hashes = Settings.of(store), FileHashes()
        hashes.start(settings.ledger_folder)
        from api.bootstrap import Service
        from api.cli.loading import make_ready
        from api.http.settings import DoorSettings

        door = DoorSettings.from_environment(host=host, port=port, open_on_loopback=store is None, hosts=hosts)
        make_ready(settings, with_seeds=not empty)
        with Service(settings, hashes) as service:
            service.read_ahead()
            from api.http.serve import serve

            serve(service, door, turn_seconds=turn_seconds)
    finally:
        gc.enable()
        sys.setswitchinterval(turn_seconds)
