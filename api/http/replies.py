"""Replies that are ready to send, and the cache that sends them again without asking anything.

A reply is serialised once. Kept replies are served below the framework's routing: a pinned one for as long as it is
kept, any other while the log has not moved since it was proven fresh.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Final, NamedTuple
from weakref import WeakValueDictionary

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.etags import none_match, packed_tag
from api.http.negotiation import takes_gzip
from api.http.safety import header_lines, with_safety
from api.http.shared_head import SharedHead

KEPT_BYTES = 96 * 1024 * 1024
MOST_REPLY_BYTES = 16 * 1024 * 1024
_MOST_KEY_BYTES = 4096

LEAST_PACKED: Final = 1_000
"""Bodies of fewer bytes are not compressed."""

PACKING: Final = 1
"""The level of compression: the quickest."""

MOST_PROVEN_AT_ONCE: Final = 4
"""Replies that the event loop proves anew at one position of the log: about a millisecond each at a million events."""

_OF_THE_BODY: Final = (b"content-type", b"content-length", b"content-encoding", b"content-disposition")

RawHeaders = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, bytes]
"""What a kept reply answers: path, query string and `Accept` header, byte for byte."""


class Answer(NamedTuple):
    """One form of a reply; `lines` are its headers as they go over the wire, `None` if they had better be checked."""

    status: int
    headers: RawHeaders
    body: bytes
    lines: bytes | None

    @classmethod
    def of(cls, status: int, headers: RawHeaders, body: bytes) -> Answer:
        """The answer with its headers written out."""
        is_plain = not any(b"\r" in value or b"\n" in value or b"\0" in value for _, value in headers)
        return cls(status, headers, body, header_lines(headers) if is_plain else None)

    @classmethod
    def unchanged(cls, headers: RawHeaders) -> Answer:
        """The answer to a client that has what these headers tell of."""
        return cls.of(304, [pair for pair in headers if pair[0] not in _OF_THE_BODY], b"")


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply; `tag` is its entity tag, if it has one; `packs` tells whether it may be sent compressed.

    `packed` is the body compressed, where a client that takes it has asked; it is kept, so that this is done once.
    """

    body: bytes
    headers: Mapping[str, str]
    status: int = 200
    tag: str | None = None
    packs: bool = False
    packed: bytes | None = None
    plain: Answer = field(init=False)
    compressed: Answer | None = field(init=False)
    unchanged: Answer = field(init=False)
    compressed_unchanged: Answer | None = field(init=False)

    def __post_init__(self) -> None:
        raw = self._raw(self.body, self.tag)
        object.__setattr__(self, "plain", Answer.of(self.status, raw, self.body))
        object.__setattr__(self, "unchanged", Answer.unchanged(raw))
        compressed = unchanged = None
        if self.packed is not None:
            raw = self._raw(self.packed, self.tag and packed_tag(self.tag))
            compressed = Answer.of(self.status, [*raw, (b"content-encoding", b"gzip")], self.packed)
            unchanged = Answer.unchanged(raw)
        object.__setattr__(self, "compressed", compressed)
        object.__setattr__(self, "compressed_unchanged", unchanged)

    @property
    def raw(self) -> RawHeaders:
        """The headers of the plain reply."""
        return self.plain.headers

    def _raw(self, body: bytes, tag: str | None) -> RawHeaders:
        told = dict(self.headers) | ({"etag": tag} if tag else {})
        if self.packs:
            told["vary"] = ", ".join(filter(None, (told.get("vary"), "accept-encoding")))
        raw = with_safety((name.encode(), value.encode("latin-1")) for name, value in told.items())
        return [*raw, (b"content-length", str(len(body)).encode())]

    @property
    def size(self) -> int:
        """How many bytes of bodies it holds."""
        return len(self.body) + len(self.packed or b"")

    def is_ready_for(self, scope: Scope) -> bool:
        """Whether nothing is left to be compressed for the client that asks."""
        return not self.packs or self.packed is not None or len(self.body) < LEAST_PACKED or not _takes_gzip(scope)

    def ready_for(self, scope: Scope) -> Reply:
        """The reply with its body compressed, if the client that asks takes it so; quick rather than small."""
        return self if self.is_ready_for(scope) else replace(self, packed=gzip.compress(self.body, PACKING, mtime=0))

    def answer(self, scope: Scope) -> Answer:
        """What is sent: compressed if it is and the client takes that; 304 if the client has it."""
        answer, unchanged, tag = self.plain, self.unchanged, self.tag
        if self.compressed is not None and self.compressed_unchanged is not None and _takes_gzip(scope):
            answer, unchanged = self.compressed, self.compressed_unchanged
            tag = tag and packed_tag(tag)
        held = header(scope, b"if-none-match")
        return unchanged if held is not None and tag is not None and not none_match(held, tag) else answer

    async def send(self, scope: Scope, send: Send, *, head: bool = False) -> None:
        """Send it; for HEAD without its body."""
        answer = self.answer(scope)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if head else answer.body})


class Ready(Response):
    """A `Reply` as the framework takes it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(None, reply.status)
        self.reply = reply
        self.raw_headers = reply.raw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the reply, or 304 if the request shows that the client has it."""
        await self.reply.send(scope, send)


class Turn:
    """A lock that is gone when nobody holds it or waits for it any more."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


Proof = Callable[[Reply, int], "Kept | None"]
"""What proves a reply, given with the position up to which it held: the same at the end of the log, or `None`."""


class Kept(NamedTuple):
    """A reply that is kept: up to which position it is known to hold (`None`: for good), and how to prove more."""

    reply: Reply
    fresh_at: int | None
    proof: Proof | None = None


class Replies:
    """Replies kept by what they answer, the least recently used dropped first, bounded in bytes.

    A reply that names no position holds as long as the log has not grown, or as long as its proof says so. `quick_head`
    says that the end of the log is known in microseconds, so that even the event loop may ask for it; `is_near` tells
    whether what was recorded since is so little that the event loop may even prove a reply, a few at each position.
    """

    def __init__(
        self,
        head: Callable[[], int],
        *,
        quick_head: bool,
        is_near: Callable[[], bool] = lambda: False,
        most_bytes: int = KEPT_BYTES,
    ) -> None:
        self._head = head
        self._shared_head = SharedHead(head)
        self._quick_head = quick_head
        self._is_near = is_near
        self._proven = 0, 0
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()
        self._turns: WeakValueDictionary[Key, Turn] = WeakValueDictionary()

    def turn(self, key: Key) -> Turn:
        """The turn of those who would work out the same reply at the same time: one does, the others find it kept."""
        with self._lock:
            return self._turns.setdefault(key, Turn())

    def find(self, key: Key, *, at_once: bool = False, shared: bool = False, since: int | None = None) -> Reply | None:
        """The reply to send, if one is kept and still holds.

        It holds if it takes in the log up to `since`, the head when the request came; without that, up to the head of
        now, which is asked for `at_once` only where that is quick; `shared` takes the head of this turn of the loop.
        """
        found = self._kept.get(key)
        if found is None:
            return None
        if found.fresh_at is not None:
            if at_once and not self._quick_head:
                return None
            ask = self._shared_head if shared else self._head
            wanted = ask() if since is None else since
            if found.fresh_at < wanted:
                return self._proven_at_once(key, wanted) if at_once else None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return found.reply

    def renewed(self, key: Key) -> Reply | None:
        """A kept reply that no longer holds by its position, proven to hold to the end of the log, if it can be."""
        found = self._kept.get(key)
        if found is None or found.proof is None or found.fresh_at is None:
            return None
        proven = found.proof(found.reply, found.fresh_at)
        if proven is None:
            with self._lock:
                if self._kept.get(key) is found:
                    self._kept[key] = found._replace(proof=None)  # what was touched once is not proven any more
            return None
        self.keep(key, *proven)
        return proven.reply

    def _proven_at_once(self, key: Key, head: int) -> Reply | None:
        """The same on the event loop: else all who ask for it while it is proven go the long way, which costs more."""
        position, proofs = self._proven
        proofs = proofs + 1 if position == head else 1
        if proofs > MOST_PROVEN_AT_ONCE or not self._is_near():
            return None
        self._proven = head, proofs
        return self.renewed(key)

    def keep(self, key: Key, reply: Reply, fresh_at: int | None, proof: Proof | None = None) -> None:
        """Keep a reply while the log ends at this position or it is proven anew; for good if that is `None`."""
        if reply.size > MOST_REPLY_BYTES or sum(map(len, key)) > _MOST_KEY_BYTES:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = Kept(reply, fresh_at, proof)
            self._bytes += reply.size
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def ready(self, key: Key, reply: Reply, scope: Scope) -> Reply:
        """The reply as the client that asks takes it; what had to be compressed for that is kept."""
        if reply.is_ready_for(scope):
            return reply
        packed = reply.ready_for(scope)
        found = self._kept.get(key)
        if found is not None and found.reply is reply:
            self.keep(key, packed, found.fresh_at, found.proof)
        return packed

    def _drop(self, key: Key) -> None:
        if dropped := self._kept.pop(key, None):
            self._bytes -= dropped.reply.size


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


def _takes_gzip(scope: Scope) -> bool:
    return takes_gzip(header(scope, b"accept-encoding") or "")
