"""One HTTP connection, kept alive and cheap: one request at a time, bodies counted and not kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "
NO_BODY = (b"204", b"304")

READY = "ready"
"""What a process of the generator says when it is connected and about to ask."""

Answered = Callable[["Wire", bytes], None]
"""Called with the connection and the status, three digits, when a reply is whole."""


class Wire(asyncio.Protocol):
    """A connection; `ask` sends a request, `answered` hears of the reply. `missing` bytes of a body are to come."""

    def __init__(self, answered: Answered) -> None:
        self.answered = answered
        self.transport: asyncio.Transport | None = None
        self.asked_at = 0.0
        self.bytes_read = 0
        self._head = b""
        self._status = b""
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes, at: float) -> None:
        """Send a request; `at` is the time from which its latency counts."""
        self.asked_at = at
        assert self.transport is not None
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Count what comes until the reply is whole."""
        self.bytes_read += len(data)
        if self._missing:
            self._missing -= len(data)
        else:
            head = self._head + data
            end = head.find(END_OF_HEAD)
            if end < 0:
                self._head = head
                return
            self._head = b""
            self._status = head[9:12]
            self._missing = _body_bytes(head[:end], self._status) - (len(head) - end - len(END_OF_HEAD))
        if self._missing == 0:
            self.answered(self, self._status)

    def close(self) -> None:
        """Close the connection."""
        if self.transport is not None:
            self.transport.close()


def _body_bytes(head: bytes, status: bytes) -> int:
    if status in NO_BODY:
        return 0
    start = head.lower().index(LENGTH) + len(LENGTH)
    return int(head[start : start + 20].split(b"\r", 1)[0])


def request(url: str, headers: tuple[tuple[str, str], ...] = (), body: bytes | None = None) -> bytes:
    """The bytes of a GET request, or of a POST with a JSON body."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"{'GET' if body is None else 'POST'} {target} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END_OF_HEAD + (body or b"")


async def connected(url: str, count: int, answered: Answered) -> list[Wire]:
    """So many open connections."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    wires = []
    for _ in range(count):
        _, wire = await loop.create_connection(lambda: Wire(answered), str(parts.hostname), int(parts.port or 80))
        wires.append(wire)
    return wires
