"""A service that answers its first pages before the framework is there.

The framework, and what writes and what correlates need, take as long to import as all that a page of a timeline takes
from the start of the process. So a server is up before they are imported: timelines and the state of the service are
answered by the same handlers without them, everything else waits until the application is made. That happens when a
request comes that needs it, or a moment after the first pages; from then on the application answers everything.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Match, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.front import Front
from api.http.log_routes import HEALTH, LogRoutes
from api.http.reads import ROOT, ReadRoute
from projections.case_timeline import CaseTimeline
from projections.country_timeline import CountryTimeline
from projections.timeline import WholeTimeline

if TYPE_CHECKING:
    from api.http.app import Guarded

FIRST = (CountryTimeline, CaseTimeline, WholeTimeline)
"""The projections that are answered at once."""


class Opening:
    """An application that is made behind its own door while it serves."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._first = _first_routes(front)
        self._alive = Router(lifespan=lambda _: front.following(self._make_further))
        self._app: Guarded | None = None
        self._turn = Lock()
        self.door = front.door(self._within)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, through the door."""
        await self.door(scope, receive, send)

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._alive(scope, receive, send)
            return
        at_once = self._at_once(scope)
        app = at_once or (await run_in_threadpool(self._made)).within
        await app(scope, receive, send)

    def _at_once(self, scope: Scope) -> ASGIApp | None:
        for route in self._first:
            match, found = route.matches(scope)
            if match == Match.FULL:
                scope.update(found)
                return route.handle
        return None

    def _made(self) -> Guarded:
        with self._turn:
            if self._app is None:
                from api.http.app import Guarded

                self._app = Guarded(self._front)
                self.door.app = self._app.within
            return self._app

    def _make_further(self) -> None:
        self._made().later.make()


def _first_routes(front: Front) -> tuple[Route, ...]:
    readings = [ReadRoute(each(), front.service, front.replies) for each in FIRST]
    health = Route(HEALTH, LogRoutes(front).health)
    return (health, *(Route(f"{ROOT}{each.projection.path}", each.endpoint()) for each in readings))
