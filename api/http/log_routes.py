"""The log over HTTP: pages of events, the live stream, single streams, and the state of the service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.door import HEAD
from api.http.etags import IMMUTABLE, REVALIDATE, link_header, version_tag
from api.http.front import Front
from api.http.live import Subscription
from api.http.problems import Declined
from api.http.query_string import Parameters, pairs_of
from api.http.replies import Ready, Reply, key_of
from api.log_lines import page
from domain.errors import NotFound
from domain.event import Event, Recorded
from domain.values import Value
from projections.slice_query import SliceQuery
from store.clock import rfc3339

if TYPE_CHECKING:
    from fastapi import FastAPI

HEALTH = "/v1/health"

MOST_EVENTS = 1_000
FAR_END = 2**53 - 1
"""Positions stay integers that every JSON reader keeps exactly."""

After = Annotated[int, Field(ge=0, le=FAR_END, description="the position after which to start; 0 is the beginning")]


class EventsQuery(Value):
    """What part of the log to read."""

    after: After = 0
    limit: Annotated[int, Field(ge=1, le=MOST_EVENTS, description="how many events at most")] = 100


class StreamQuery(Value):
    """Where to start in the live stream."""

    after: Annotated[After | None, Field(description="where to start; without it, or Last-Event-ID, at the end")] = None


QUERIES: dict[str, type[Value]] = {"events": EventsQuery, "stream": StreamQuery, "passages": SliceQuery}
"""The query models of routes that are not projections, by operation."""


class LogRoutes:
    """The routes that show the log itself."""

    def __init__(self, front: Front) -> None:
        self.service = front.service
        self.replies = front.replies
        self.feed = front.feed
        self.log = front.service.application.log
        self._events = Parameters((EventsQuery,), ())
        self._stream = Parameters((StreamQuery,), ())
        self._none = Parameters((), ())

    def add_to(self, app: FastAPI) -> None:
        """Add them."""
        for path, endpoint in (
            ("/v1/events", self.events),
            ("/v1/events/stream", self.stream),
            ("/v1/streams/{stream}", self.one_stream),
            (HEALTH, self.health),
        ):
            word = endpoint.__name__
            app.add_api_route(path, endpoint, tags=["log"], response_model=None, operation_id=word)

    def events(self, request: Request) -> Response:
        """A page of the log: events in the order of their positions.

        A full page never changes. `next` is the position to go on after; the `Link` header says the same.
        """
        (query,), _ = self._events.read(pairs_of(request.scope["query_string"]), {})
        assert isinstance(query, EventsQuery)
        lines = page(self.log, query.after, query.limit)
        last = query.after + len(lines)
        body = b'{"events":[%s],"after":%d,"next":%d}' % (b",".join(lines), query.after, last)
        whole = len(lines) == query.limit
        links = [("next", f"/v1/events?after={last}&limit={query.limit}")] if whole else []
        headers = {"content-type": "application/json", "cache-control": IMMUTABLE if whole else REVALIDATE}
        if links:
            headers["link"] = link_header(links)
        reply = Reply(body, headers, tag=f'"{query.after}-{last}"', packs=True).ready_for(request.scope)
        if whole:
            self.replies.keep(key_of(request.scope), reply, None)
        return Ready(reply)

    def stream(self, request: Request) -> Response:
        """The log as it grows, as server-sent events: `id` is the position, `data` the event as in `/v1/events`.

        `Last-Event-ID` resumes after the last event received, without loss or doubling. Comments keep the line open.
        """
        (query,), _ = self._stream.read(pairs_of(request.scope["query_string"]), {})
        assert isinstance(query, StreamQuery)
        last = request.headers.get("last-event-id", "").strip()
        if last and not (last.isascii() and last.isdigit() and int(last[:20]) <= FAR_END):
            members = {"in": "header", "pointer": "last-event-id", "seen": ascii(last)[:80], "accepted": "a position"}
            raise Declined("bad-request", "the header last-event-id cannot be read", members=members)
        if request.scope.get(HEAD):
            return Response(None, 200, {"cache-control": "no-store"}, "text/event-stream")
        if self.feed.subscribers >= self.feed.pace.most_subscribers or self.feed.closed:
            raise Declined("unavailable", "too many read the stream already", headers={"retry-after": "5"})
        after = int(last) if last else query.after
        return Live(Subscription(self.feed, self.log.head() if after is None else after))

    def one_stream(self, request: Request) -> Response:
        """One stream, its events in order; its entity tag is the version that a write names in `If-Match`."""
        self._none.read(pairs_of(request.scope["query_string"]), {})
        stream = request.path_params["stream"]
        version = self.service.application.stream_version(stream)
        if not version:
            raise NotFound("no such stream", subject=stream[:80])
        events = [_told(each) for each in self.service.application.events_of(stream, upto=version)]
        body = json.dumps({"stream": stream, "version": version, "events": events}).encode()
        headers = {"content-type": "application/json", "cache-control": REVALIDATE}
        return Ready(Reply(body, headers, tag=version_tag(version)))

    def health(self, request: Request) -> Response:
        """The state of the service: positions, and stored events that cannot be read."""
        self._none.read(pairs_of(request.scope["query_string"]), {})
        told = {**self.service.health(), "subscribers": self.feed.subscribers}
        return Response(json.dumps(told), 200, {"cache-control": "no-store"}, "application/json")


def _told(recorded: Recorded[Event]) -> dict[str, Any]:
    """An event of one stream: as in the feed, and who recorded it under which id."""
    return {
        "position": recorded.position,
        "type": recorded.event.type,
        "version": recorded.event.version,
        "stream": recorded.stream,
        "recorded_at": rfc3339(recorded.recorded_at),
        "recorded_by": recorded.recorded_by,
        "event_id": recorded.event_id,
        "data": recorded.event.model_dump(mode="json", exclude_none=True),
    }


class Live(Response):
    """A subscription as the framework takes it."""

    def __init__(self, subscription: Subscription) -> None:
        super().__init__()
        self.subscription = subscription

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the subscription until it ends."""
        await self.subscription(scope, receive, send)
