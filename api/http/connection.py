"""One connection: bounded in what it may hold, and answered with a problem even where it speaks no HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.http.live import ABORT
from api.http.problems import MEDIA_TYPE, Problem
from api.http.safety import header_lines, with_safety
from api.http.shared_head import MOST_SHARING

WRITE_BUFFER_BYTES = 32 * 1024
"""What one connection may hold unsent; beyond it the sender waits, and a reader that never reads is dropped."""

MOST_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 30
"""How large the head of a request may become, and how long it may take to come."""


class Connection(HttpToolsProtocol):
    """The server's connection with bounds of our own."""

    _head_bytes = 0
    _in_head = True
    _head_timer: asyncio.TimerHandle | None = None
    _answered = False
    _is_between = True
    _begins = False
    _was_full = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Bound the buffer of what is unsent, and the time for the first request to come."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=WRITE_BUFFER_BYTES)
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse a head that grows without end; and tell whether a request begins with what this turn reads.

        What follows another request, or a read that may be one of several in a turn, may have been sent since it began.
        """
        self._begins = self._is_between and not self._was_full and data.startswith(b"GET ")
        self._was_full = len(data) > MOST_HEAD_BYTES
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                members = {"in": "header", "accepted": f"at most {MOST_HEAD_BYTES} bytes"}
                self.refuse(Problem("head-too-large", "the head of the request is too large", members))

    def on_message_begin(self) -> None:
        """Offer the abort to the application."""
        super().on_message_begin()
        self._in_head, self._head_bytes, self._is_between = True, 0, False
        extensions: dict[str, Any] = {ABORT: self.transport.abort}
        self.scope["extensions"] = extensions

    def on_headers_complete(self) -> None:
        """The head is here, so its timer is not needed; what is ready is answered now, without a task of its own."""
        self._in_head = False
        self._stop_timer()
        self._answered = self._is_plain_get() and self._answer_at_once()
        self._begins = False
        if not self._answered:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Pass on what a request brings along, unless it was answered."""
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Pass the end of a request on, unless it was answered."""
        self._is_between = True
        if not self._answered:
            super().on_message_complete()

    def _is_plain_get(self) -> bool:
        """Whether the request is one that may be answered before others, on a connection that goes on and has room."""
        parser = self.parser
        return (
            parser.get_method() == b"GET"
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and not parser.should_upgrade()
            and not self.expect_100_continue
            and not self.root_path
            and not self.pipeline
            and getattr(self.cycle, "response_complete", True)  # there is none before the first request
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _answer_at_once(self) -> bool:
        url = httptools.parse_url(self.url)
        path = url.path
        if not path or b"%" in path:
            return False
        self.scope["path"], self.scope["query_string"] = path.decode("ascii"), url.query or b""
        door = getattr(self.app, "door", None)
        shared = self._begins and len(self.connections) < MOST_SHARING
        answer = None if door is None else door.at_once(self.scope, shared=shared)
        if answer is None or answer.lines is None:
            return False
        told = header_lines(self.server_state.default_headers)
        self.transport.write(b"".join([STATUS_LINE[answer.status], told, answer.lines, b"\r\n", answer.body]))
        self.on_response_complete()
        return True

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self.refuse(Problem("bad-request", msg))

    def refuse(self, problem: Problem) -> None:
        """Answer with a problem below the application, and close."""
        body = problem.body()
        told = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), "connection": "close"}
        headers = with_safety((name.encode(), value.encode()) for name, value in told.items())
        self.transport.write(b"".join([STATUS_LINE[problem.status], header_lines(headers), b"\r\n", body]))
        self.transport.close()

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
