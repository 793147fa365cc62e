"""Replies that are ready to send, and the cache that sends them again without asking anything.

A reply is serialised once. Kept replies are served below the framework's routing: a pinned one for as long as it is
kept, any other while the log has not moved since it was proven fresh.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakValueDictionary

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.etags import none_match
from api.http.safety import with_safety

KEPT_BYTES = 96 * 1024 * 1024
MOST_REPLY_BYTES = 16 * 1024 * 1024
_MOST_KEY_BYTES = 4096

RawHeaders = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, bytes]
"""What a kept reply answers: path, query string and `Accept` header, byte for byte."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply; `tag` is its entity tag, if it has one."""

    body: bytes
    headers: Mapping[str, str]
    status: int = 200
    tag: str | None = None
    raw: RawHeaders = field(init=False)
    raw_unchanged: RawHeaders = field(init=False)

    def __post_init__(self) -> None:
        tagged = dict(self.headers) | ({"etag": self.tag} if self.tag else {})
        raw = with_safety((name.encode(), value.encode("latin-1")) for name, value in tagged.items())
        object.__setattr__(self, "raw", [*raw, (b"content-length", str(len(self.body)).encode())])
        object.__setattr__(self, "raw_unchanged", [pair for pair in raw if pair[0] != b"content-type"])

    async def send(self, if_none_match: str | None, send: Send, *, head: bool = False) -> None:
        """Send it, or 304 if the client has it; for HEAD without the body."""
        if if_none_match is not None and self.tag is not None and not none_match(if_none_match, self.tag):
            await send({"type": "http.response.start", "status": 304, "headers": self.raw_unchanged})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": self.status, "headers": self.raw})
        await send({"type": "http.response.body", "body": b"" if head else self.body})


class Ready(Response):
    """A `Reply` as the framework takes it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.body, reply.status)
        self.reply = reply
        self.raw_headers = reply.raw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the reply, or 304 if the request shows that the client has it."""
        await self.reply.send(header(scope, b"if-none-match"), send)


class Turn:
    """A lock that is gone when nobody holds it or waits for it any more."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Replies:
    """Replies kept by what they answer, the least recently used dropped first, bounded in bytes.

    A reply that names no position holds as long as the log has not grown. `quick_head` says that the end of the log is
    known in microseconds, so that even the event loop may ask for it.
    """

    def __init__(self, head: Callable[[], int], *, quick_head: bool, most_bytes: int = KEPT_BYTES) -> None:
        self._head = head
        self._quick_head = quick_head
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, tuple[Reply, int | None]] = OrderedDict()
        self._lock = Lock()
        self._turns: WeakValueDictionary[Key, Turn] = WeakValueDictionary()

    def turn(self, key: Key) -> Turn:
        """The turn of those who would work out the same reply at the same time: one does, the others find it kept."""
        with self._lock:
            return self._turns.setdefault(key, Turn())

    def find(self, key: Key, *, at_once: bool = False, since: int | None = None) -> Reply | None:
        """The reply to send, if one is kept and still holds.

        It holds if it takes in the log up to `since`, the head when the request came; without that, up to the head of
        now, which is asked for `at_once` only where that is quick.
        """
        found = self._kept.get(key)
        if found is None:
            return None
        reply, fresh_at = found
        if fresh_at is not None:
            if at_once and not self._quick_head:
                return None
            if fresh_at < (self._head() if since is None else since):
                return None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return reply

    def keep(self, key: Key, reply: Reply, fresh_at: int | None) -> None:
        """Keep a reply for as long as the log ends at this position, or for good if that is `None`."""
        size = len(reply.body)
        if size > MOST_REPLY_BYTES or sum(map(len, key)) > _MOST_KEY_BYTES:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = (reply, fresh_at)
            self._bytes += size
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        if dropped := self._kept.pop(key, None):
            self._bytes -= len(dropped[0].body)


def key_of(scope: Scope) -> Key:
    """What a request asks for."""
    return scope["path"], scope["query_string"], (header(scope, b"accept") or "").encode("latin-1")


def header(scope: Scope, name: bytes) -> str | None:
    """One header of a request; several lines are one list (RFC 9110, section 5.3)."""
    found: bytes | None = None
    for each, value in scope["headers"]:
        if each == name:
            found = value if found is None else found + b", " + value
    return None if found is None else found.decode("latin-1")
