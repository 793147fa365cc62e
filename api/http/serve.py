"""Serving: one process, its address printed when it is ready, and a graceful end.

The server is imported here and nowhere above, so that the rest of the command line starts without it.
"""

from __future__ import annotations

import gc
import logging
import socket
import sys
from collections.abc import Callable

import uvicorn

from api.bootstrap import Service
from api.http.connection import Connection
from api.http.front import Front
from api.http.live import Feed, Pace
from api.http.opening import Opening
from api.http.settings import DoorSettings
from domain.errors import Invalid

GRACE_SECONDS = 5

COLLECTED_AFTER = 20_000
"""Objects made and not dropped before the collector looks at the young ones: a page of a hundred entries makes about as
many, and holds no cycles. With Python's own 700 the collector took a tenth of a page, and longer now and then.
"""


class Server(uvicorn.Server):
    """A server that tells when it is ready, and ends the live streams before it waits for open replies."""

    def __init__(
        self, config: uvicorn.Config, feed: Feed, ready: Callable[[str], None], turn_seconds: float | None
    ) -> None:
        super().__init__(config)
        self.feed = feed
        self.ready = ready
        self.turn_seconds = turn_seconds

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell the address."""
        await super().startup(sockets)
        if self.started:
            gc.freeze()  # what was made while starting stays: the collector need not look at it again and again
            gc.set_threshold(COLLECTED_AFTER, *gc.get_threshold()[1:])
            gc.enable()
            if self.turn_seconds is not None:
                sys.setswitchinterval(self.turn_seconds)
            address = self.servers[0].sockets[0].getsockname()
            host = f"[{address[0]}]" if ":" in address[0] else address[0]
            self.ready(f"http://{host}:{address[1]}/")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the live streams, then everything else."""
        self.feed.close()
        await super().shutdown(sockets)


def announce(url: str) -> None:
    """Print the one line that says where the service is."""
    sys.stdout.write(f"Regesta is ready: {url}\n")
    sys.stdout.flush()


def serve(
    service: Service,
    settings: DoorSettings,
    ready: Callable[[str], None] = announce,
    pace: Pace | None = None,
    turn_seconds: float | None = None,
) -> None:
    """Serve until stopped by SIGINT or SIGTERM; threads take turns of `turn_seconds` from when it is ready, if given.

    Raises `Invalid` if the address cannot be listened on.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("regesta").setLevel(logging.INFO)
    listening = listen(settings.host, settings.port)
    front = Front.of(service, settings, pace)
    config = uvicorn.Config(
        Opening(front),
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    try:
        Server(config, front.feed, ready, turn_seconds).run(sockets=[listening])
    finally:
        listening.close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; raises `Invalid` naming the address if it is taken, or is none of this machine's."""
    bare = host.strip("[]")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unheard(host, port, error) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2_048)
    except OSError as error:
        listening.close()
        raise _unheard(host, port, error) from error
    listening.set_inheritable(True)
    return listening


def _unheard(host: str, port: int, error: OSError) -> Invalid:
    why = error.strerror or "unknown"
    return Invalid(f"cannot listen: {why}", seen=f"{host}:{port}", where="--host, --port", accepted="a free address")
