"""The outermost layer: what holds for every request, and the short way for replies that are ready."""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import Declined, problem_of
from api.http.replies import Answer, Replies, header, key_of
from api.http.safety import with_safety

HEAD = "regesta.head"
"""Set in the scope of a HEAD request, which is answered as GET without the body."""


class Door:
    """Checks the host, answers what is ready, adds the headers of safety, and turns any error into a problem.

    `hosts` are the names under which the service may be addressed, without port; empty means any. That keeps a page of
    another site from reaching a service on loopback through a name that it points there (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, replies: Replies, hosts: Collection[str] = ()) -> None:
        self.app = app
        self.replies = replies
        self.hosts = frozenset(hosts)
        self._taken: frozenset[str] = frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        guarded = _Guarded(send, drop_body=head)
        try:
            if self.hosts:
                self._require_host(scope)
            if head:
                scope = {**scope, "method": "GET", HEAD: True}
            if scope["method"] == "GET":
                reply = self.replies.find(key_of(scope), at_once=True)
                if reply is not None and reply.is_ready_for(scope):
                    await reply.send(scope, send, head=head)
                    return
            await self.app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001 (the last place to turn an error into a reply)
            if not guarded.started:
                await problem_of(error).reply()(scope, receive, guarded)

    def at_once(self, scope: Scope, *, shared: bool) -> Answer | None:
        """The answer to a GET that is ready, for a host that was let in before; `None` sends it the long way round.

        `shared` says that the request began to come before this turn of the event loop, as `SharedHead` wants it.
        """
        if self.hosts and header(scope, b"host") not in self._taken:
            return None
        try:
            reply = self.replies.find(key_of(scope), at_once=True, shared=shared)
        except Exception:  # noqa: BLE001 (the long way meets it again, and tells of it)
            return None
        return reply.answer(scope) if reply is not None and reply.is_ready_for(scope) else None

    def _require_host(self, scope: Scope) -> None:
        given = header(scope, b"host") or ""
        if given in self._taken:
            return
        name = given.rpartition(":")[0] if ":" in given and not given.endswith("]") else given
        if name.lower().rstrip(".") not in self.hosts:
            seen = given.encode("ascii", "backslashreplace").decode()[:80]
            accepted = ", ".join(sorted(self.hosts))
            raise Declined(
                "wrong-host",
                "the service does not go by this name",
                members={"in": "header", "pointer": "host", "seen": seen, "accepted": accepted},
            )
        self._taken = frozenset({given})


class _Guarded:
    """A `send` that adds the headers of safety and, for HEAD, leaves the body out."""

    __slots__ = ("_send", "drop_body", "started")

    def __init__(self, send: Send, *, drop_body: bool) -> None:
        self._send = send
        self.drop_body = drop_body
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": with_safety(message.get("headers", ()))}
        elif self.drop_body and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)
