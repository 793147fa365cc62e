"""Replies that are ready to send, and the cache that sends them again without asking anything.

A reply is serialised once. Kept replies are served below the framework's routing: a pinned one for as long as it is
kept, any other while the log has not moved since it was proven fresh.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.etags import none_match
from api.http.safety import with_safety
from store.changes import Changes

KEPT_BYTES = 64 * 1024 * 1024
MOST_REPLY_BYTES = 4 * 1024 * 1024
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


class Replies:
    """Replies kept by what they answer, the least recently used dropped first, bounded in bytes.

    A reply that names no position holds as long as the mark of the store is the one it was made under.
    """

    def __init__(self, changes: Changes, most_bytes: int = KEPT_BYTES) -> None:
        self.changes = changes
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, tuple[Reply, int | None]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key, *, at_once: bool = False) -> Reply | None:
        """The reply to send, if one is kept and still holds; `at_once` asks the store only where that is quick."""
        found = self._kept.get(key)
        if found is None:
            return None
        reply, mark = found
        if mark is not None and ((at_once and not self.changes.quick) or mark != self.changes.mark()):
            return None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return reply

    def keep(self, key: Key, reply: Reply, mark: int | None) -> None:
        """Keep a reply for as long as the store is at this mark, taken before it was asked; `None` is for good."""
        size = len(reply.body)
        if size > MOST_REPLY_BYTES or sum(map(len, key)) > _MOST_KEY_BYTES:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = (reply, mark)
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
