"""Many who follow the log: `python -m bench.load.subscribers JOB`; a line on standard input, a line back.

Each line of input is a command: `wait POSITION` answers when every reader has that event, with the times at which the
first, the middle and the last had it; `count` answers how many connections are still open, readers and idle ones.
Readers take what comes; idle ones ask for the whole log and never read.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from bench.load.wire import request

SMALL_BUFFER = 4_096


class Reader(asyncio.Protocol):
    """One reader of the stream: the position it has reached, and when."""

    def __init__(self, asked: bytes, reached: Callable[[], None]) -> None:
        self._asked = asked
        self._reached = reached
        self._tail = b""
        self.position = 0
        self.at = 0.0
        self.open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self.open = True
        transport.write(self._asked)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Find the last event that is whole."""
        text = self._tail + data
        start = text.rfind(b"\nid: ")
        if start < 0:
            start = 0 if text.startswith(b"id: ") else -1
        if start >= 0 and (end := text.find(b"\ndata: ", start)) >= 0 and b"\n\n" in text[end:]:
            self.position = int(text[start:end].split(b": ")[1])
            self.at = monotonic()
            self._reached()
            self._tail = b""
        else:
            self._tail = text[max(start, 0) :] if start >= 0 else text[-16:]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio hands it over)
        """Remember that it is gone."""
        self.open = False


async def idle(url: str) -> socket.socket:
    """A connection that asked for the whole log and will never read."""
    parts = urlsplit(url)
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    made.setblocking(False)
    await asyncio.get_running_loop().sock_connect(made, (parts.hostname, parts.port))
    await asyncio.get_running_loop().sock_sendall(made, request(f"{url}?after=0"))
    return made


async def follow(job: dict[str, Any]) -> None:
    """Connect everybody, then do as told."""
    parts = urlsplit(job["url"])
    loop = asyncio.get_running_loop()
    news = asyncio.Event()
    readers: list[Reader] = []
    for _ in range(job["readers"]):
        made = await loop.create_connection(lambda: Reader(request(job["url"]), news.set), parts.hostname, parts.port)
        readers.append(made[1])
    idlers = [await idle(job["url"]) for _ in range(job["idle"])]
    _tell({"connected": len(readers), "idle": len(idlers)})
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).split():
        if line[0] == "wait":
            _tell(await _until_all_have(readers, int(line[1]), news, job["patience_seconds"]))
        else:
            _tell({"readers": sum(reader.open for reader in readers)})
    for one in idlers:
        one.close()


async def _until_all_have(
    readers: list[Reader], position: int, news: asyncio.Event, patience_seconds: float
) -> dict[str, Any]:
    until = monotonic() + patience_seconds
    while any(reader.position < position for reader in readers) and monotonic() < until:
        news.clear()
        try:
            await asyncio.wait_for(news.wait(), 0.2)
        except TimeoutError:
            continue
    at = sorted(reader.at for reader in readers if reader.position >= position)
    return {"have_it": len(at), "first": at[0], "middle": at[len(at) // 2], "last": at[-1]} if at else {"have_it": 0}


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    work = follow(json.loads(sys.argv[1]))
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


if __name__ == "__main__":
    main()
