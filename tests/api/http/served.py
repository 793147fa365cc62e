"""The service in a process of its own, behind a real socket; run as a module it serves, imported it starts one."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from api.bootstrap import Service
from api.http.live import Pace
from api.http.serve import serve
from api.http.settings import DoorSettings
from store.settings import Settings

QUICK = Pace(heartbeat_seconds=0.2, stalled_seconds=1.0)


@dataclass(frozen=True)
class Served:
    """A running service."""

    host: str
    port: int
    process: subprocess.Popen[str]
    client: httpx.Client

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=20)


@contextmanager
def served(store: Path, pace: str = "quick") -> Iterator[Served]:
    """Start a service over a store file, and kill it at the end; a browser on a busy machine needs its usual pace."""
    command = [sys.executable, "-m", "tests.api.http.served", str(store), pace]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = urlsplit(line.rpartition(" ")[2].strip())
            assert address.port, f"no address in {line!r}"
            base = f"http://{address.hostname}:{address.port}"
            with httpx.Client(base_url=base, timeout=60) as client:
                yield Served(str(address.hostname), address.port, process, client)
        finally:
            process.kill()


class Subscribed:
    """A connection on which the live stream was asked for."""

    def __init__(self, to: Served, after: int | None, last_event_id: int | None, buffer_bytes: int | None) -> None:
        self.socket = socket.socket()
        self.socket.settimeout(60)
        if buffer_bytes is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        self.socket.connect((to.host, to.port))
        self.lines = self.socket.makefile("r", encoding="utf-8", errors="replace", newline="\n")
        query = "" if after is None else f"?after={after}"
        resumed = "" if last_event_id is None else f"Last-Event-ID: {last_event_id}\r\n"
        request = f"GET /v1/events/stream{query} HTTP/1.1\r\nHost: {to.host}\r\n{resumed}\r\n"
        self.socket.sendall(request.encode())

    def line(self) -> str:
        """The next line; what the transfer encoding puts between lines is a line too."""
        found = self.lines.readline()
        assert found, "the stream ended early"
        return found

    def frames(self, count: int) -> list[tuple[int, dict[str, object]]]:
        """The next events with their ids, comments left out."""
        found: list[tuple[int, dict[str, object]]] = []
        position = 0
        while len(found) < count:
            line = self.line()
            if line.startswith("id: "):
                position = int(line[4:])
            elif line.startswith("data: "):
                found.append((position, json.loads(line[6:])))
        return found

    def read_to_the_end(self) -> None:
        """Read until the service ends the stream, or cuts the connection."""
        try:
            while self.lines.readline():
                pass
        except ConnectionError:
            return

    def positions(self, count: int) -> list[int]:
        """The positions of the next events."""
        return [position for position, _ in self.frames(count)]


@contextmanager
def subscribed(
    to: Served, after: int | None = 0, last_event_id: int | None = None, buffer_bytes: int | None = None
) -> Iterator[Subscribed]:
    """Read the live stream for a while."""
    subscriber = Subscribed(to, after, last_event_id, buffer_bytes)
    try:
        yield subscriber
    finally:
        subscriber.lines.close()
        subscriber.socket.close()


if __name__ == "__main__":
    with Service(Settings.of(sys.argv[1])) as opened:
        serve(opened, DoorSettings(port=0, open_on_loopback=True), pace=QUICK if sys.argv[2] == "quick" else None)
