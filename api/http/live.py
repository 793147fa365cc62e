"""The log as it grows: server-sent events, resumed by position without loss or doubling.

One task reads the tail of the log for everybody and keeps the newest frames; a subscriber is only a position. One that
has fallen behind the kept frames reads pages from the log itself, so nothing is queued per subscriber; one that stops
reading altogether is dropped when its connection has taken nothing for a while.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from api.http.aside import Aside
from api.log_lines import page
from domain.errors import RegestaError
from projections.log import EventLog

READING_THREADS = 4

_HEADERS = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)

ABORT = "regesta.abort"
"""The name of the connection's abort among the extensions of a request, where the server offers it."""


@dataclass(frozen=True)
class Pace:
    """How the feed keeps time, in seconds, and how much it keeps."""

    poll_seconds: float = 0.25
    heartbeat_seconds: float = 15.0
    stalled_seconds: float = 20.0
    kept_frames: int = 1_024
    page_rows: int = 64
    most_subscribers: int = 2_000


class Feed:
    """The newest frames of the log, shared by all subscribers."""

    def __init__(self, log: EventLog, pace: Pace | None = None) -> None:
        self.log = log
        self.pace = pace or Pace()
        self.subscribers = 0
        self.closed = False
        self.troubled = asyncio.Event()
        self._aside = Aside(READING_THREADS)
        self._frames: deque[bytes] = deque(maxlen=self.pace.kept_frames)
        self._position: int | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._growth = asyncio.Event()

    async def run(self) -> None:
        """Follow the log until closed: at once when woken, else by looking again after a while."""
        self._loop = asyncio.get_running_loop()
        while not self.closed:
            self._wake.clear()
            if not self.subscribers or not await self._read_on_if_it_can():
                await _within(self._wake.wait(), self.pace.poll_seconds if self.subscribers else None)

    def wake(self) -> None:
        """Tell the feed that something was recorded; callable from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """End every subscription."""
        self.closed = True
        self._wake.set()
        self._announce()

    async def after(self, position: int) -> tuple[bytes, int]:
        """The next frames after a position, and the position they reach; empty if there are none yet."""
        oldest = None if self._position is None else self._position - len(self._frames)
        if oldest is None or position < oldest:
            try:
                found = await self._aside.run(page, self.log, position, self.pace.page_rows)
            except RegestaError:
                return b"", position
            frames = [frame(position + number, line) for number, line in enumerate(found, 1)]
        else:
            start = position - oldest
            frames = [self._frames[at] for at in range(start, min(start + self.pace.page_rows, len(self._frames)))]
        return b"".join(frames), position + len(frames)

    @property
    def growth(self) -> asyncio.Event:
        """The event that is set when the log grows next; take it before reading, wait for it after."""
        return self._growth

    async def _read_on_if_it_can(self) -> bool:
        """Read on; a store that does not answer is asked again later, and readers wait meanwhile."""
        try:
            found = await self._read_on()
        except RegestaError:
            self.troubled.set()
            return False
        self.troubled.clear()
        return found

    async def _read_on(self) -> bool:
        """Read what the log holds beyond the newest frame; whether there was anything.

        After a long time without subscribers the frames in between are left to those who still want them.
        """
        head = await self._aside.run(self.log.head)
        if self._position is None or head - self._position > self.pace.kept_frames:
            self._frames.clear()
            self._position = head
            self._announce()  # whoever has read less must look into the log
        found = await self._aside.run(page, self.log, self._position, self.pace.page_rows)
        for number, line in enumerate(found, 1):
            self._frames.append(frame(self._position + number, line))
        self._position += len(found)
        if found:
            self._announce()
        return bool(found)

    def _announce(self) -> None:
        growth, self._growth = self._growth, asyncio.Event()
        growth.set()


def frame(position: int, line: bytes) -> bytes:
    """One event of the stream; the line holds no line break, because JSON escapes them."""
    return b"id: %d\ndata: %s\n\n" % (position, line)


class Subscription:
    """One reader of the stream, as an ASGI application."""

    def __init__(self, feed: Feed, after: int) -> None:
        self.feed = feed
        self.after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send frames until the reader goes, stalls, or the service closes."""
        feed = self.feed
        gone = asyncio.ensure_future(_until_gone(receive))
        feed.subscribers += 1
        feed.wake()
        try:
            await self._send_frames(gone, send)
        except TimeoutError:
            if abort := scope.get("extensions", {}).get(ABORT):
                abort()
                await gone
        finally:
            feed.subscribers -= 1
            gone.cancel()

    async def _send_frames(self, gone: asyncio.Task[None], send: Send) -> None:
        feed, position, chunk = self.feed, self.after, b"retry: 2000\n\n"
        await self._send(send, {"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        while not gone.done():
            if chunk:
                await self._send(send, {"type": "http.response.body", "body": chunk, "more_body": True})
            if feed.closed:
                break
            growth = feed.growth
            chunk, position = await feed.after(position)
            if not chunk and not await _first(growth, gone, feed.pace.heartbeat_seconds):
                chunk = b": still here\n\n"
        await self._send(send, {"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send, message: Message) -> None:
        async with asyncio.timeout(self.feed.pace.stalled_seconds):
            await send(message)


async def _first(growth: asyncio.Event, gone: asyncio.Task[None], seconds: float) -> bool:
    """Wait until the log may have grown; `False` if a heartbeat is due first, or the reader is gone."""
    waiting = asyncio.ensure_future(growth.wait())
    try:
        done, _ = await asyncio.wait({waiting, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    return waiting in done


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _within(wait: Coroutine[Any, Any, Any], seconds: float | None) -> None:
    try:
        await asyncio.wait_for(wait, seconds)
    except TimeoutError:
        return
