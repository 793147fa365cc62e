"""Reading: one GET route for each projection, made from its path, its query model and its view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.bootstrap import Service
from api.http.etags import IMMUTABLE, REVALIDATE, content_tag, link_header
from api.http.front import Front
from api.http.negotiation import JSON, JSON_TYPE, chosen_format, exports_of
from api.http.query_string import Pairs, Parameters, pairs_of
from api.http.replies import Kept, Key, Proof, Ready, Replies, Reply, key_of
from api.http.stamps import Stamp, stamp_of
from projections.projection import Projection, path_parameters
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.slice_selection import Filters
from projections.view import Told

if TYPE_CHECKING:
    from fastapi import APIRouter

ROOT = "/v1"

Endpoint = Callable[[Request], Response]


def add_reads(router: APIRouter, front: Front, projections: Mapping[str, Projection]) -> None:
    """Add a route for each projection, those with fixed words before those with parameters."""
    for projection in sorted(projections.values(), key=lambda each: ("{" in each.path, each.path)):
        reading = ReadRoute(projection, front.service, front.replies)
        router.add_api_route(ROOT + projection.path, reading.endpoint(), methods=["GET"], **reading.described())


class ReadRoute:
    """One projection over HTTP."""

    def __init__(self, projection: Projection, service: Service, replies: Replies) -> None:
        self.projection = projection
        self.service = service
        self.replies = replies
        self.in_path = path_parameters(projection.path)
        self.parameters = Parameters((projection.Query, SliceQuery), self.in_path, also=("format",))

    def endpoint(self) -> Endpoint:
        """The handler; a plain function, so that it runs beside the event loop."""

        def read(request: Request) -> Response:
            return self.read(request)

        return read

    def described(self) -> dict[str, Any]:
        """What the OpenAPI document says of the route; its schemas are filled in by `openapi.py`."""
        return {
            "name": self.projection.name,
            "operation_id": self.projection.name.replace("-", "_"),
            "summary": self.projection.title(),
            "description": self.projection.__doc__ or "",
            "tags": ["read"],
            "response_model": None,
            "openapi_extra": {"x-projection": self.projection.name},
        }

    def read(self, request: Request) -> Response:
        """Answer one request, from its bytes to a reply that is kept.

        Who had to wait takes the reply of another if it was worked out on all that was committed when they asked.
        """
        key, since = key_of(request.scope), self.service.head()
        with self.replies.turn(key):
            found = self.replies.find(key, since=since) or self.replies.renewed(key)
            if found is not None:
                return Ready(self.replies.ready(key, found, request.scope))
            return self._answer(request, key)

    def _answer(self, request: Request, key: Key) -> Response:
        pairs = pairs_of(request.scope["query_string"])
        (query, slice_query), besides = self.parameters.read(pairs, request.path_params)
        assert isinstance(slice_query, SliceQuery)
        export = chosen_format(self.projection.View, besides.get("format"), request.headers.get("accept", ""))
        pinned = slice_query.at_position is not None or getattr(query, "cursor", None) is not None
        found = self.service.slice(slice_query)
        if moved := self._moved(found, request.path_params):
            return self._redirect(request, moved)
        told = self.projection.tell(found, query) if export == JSON else self._written(found, query, export)
        reply = self._reply(request, pairs, told, export, pinned=pinned).ready_for(request.scope)
        if pinned:
            self.replies.keep(key, reply, None)
        else:
            looked_at = self.projection.looks_at(found, query) if export == JSON else None
            stamp = None if looked_at is None else stamp_of(told)
            proof = None if looked_at is None or stamp is None else self._proof(looked_at, stamp)
            self.replies.keep(key, reply, told.position, proof)
        return Ready(reply)

    def _written(self, found: Slice, query: BaseModel, export: str) -> Told:
        view = self.projection.ask(found, query)
        return Told.of(view, exports_of(self.projection.View)[export].whole(view))

    def _proof(self, looked_at: Filters, stamp: Stamp) -> Proof:
        """What proves a reply fresh that shows what these filters let pass."""

        def prove(reply: Reply, after: int) -> Kept | None:
            position = self.service.ledger.holds_upto(after, looked_at)
            if position is None:
                return None
            moved, place = stamp.moved(reply, position)
            return Kept(moved, position, self._proof(looked_at, place))

        return prove

    def _reply(self, request: Request, pairs: Pairs, told: Told, export: str, *, pinned: bool) -> Reply:
        headers = {
            "content-type": JSON_TYPE,
            "cache-control": IMMUTABLE if pinned else REVALIDATE,
            "vary": "accept",
            "link": link_header(self._links(request, pairs, told.next)),
            "regesta-position": str(told.position),
        }
        if export != JSON:
            writer = exports_of(self.projection.View)[export]
            headers["content-type"] = writer.media_type
            headers["content-disposition"] = f'inline; filename="{self.projection.name}{writer.suffix}"'
        return Reply(told.body, headers, tag=content_tag(told.content_hash, export, pinned=pinned), packs=True)

    def _links(self, request: Request, pairs: Pairs, cursor: str | None) -> Iterable[tuple[str, str]]:
        path = quote(request.scope["path"], safe="/:@!$&'()*+,;=~-._")
        yield "self", target(path, pairs)
        if cursor:
            yield (
                "next",
                target(path, [*((name, value) for name, value in pairs if name != "cursor"), ("cursor", cursor)]),
            )

    def _moved(self, found: Slice, path: Mapping[str, str]) -> dict[str, str] | None:
        """The path parameters under which a merged occurrence is shown, if they are not those asked for."""
        if not self.projection.path.startswith("/occurrences/{"):
            return None
        name = self.in_path[0]
        shown = found.shown_as(path[name])
        return None if shown in (None, path[name]) else {**path, name: str(shown)}

    def _redirect(self, request: Request, path: Mapping[str, str]) -> Response:
        place = ROOT + self.projection.path.format_map({name: quote(value, safe=":") for name, value in path.items()})
        query = request.scope["query_string"].decode("ascii")
        return RedirectResponse(f"{place}?{query}" if query else place, 308, {"cache-control": REVALIDATE})


def target(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with a query string, percent-encoded."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def query_models(projection: Projection) -> tuple[type[BaseModel], ...]:
    """The models whose fields are the parameters of a projection."""
    return projection.Query, SliceQuery
