"""The application: every route over one service, inside the door that guards them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from api.bootstrap import Service
from api.http.door import Door
from api.http.later import Later
from api.http.live import Feed, Pace
from api.http.log_routes import LogRoutes
from api.http.openapi import install_openapi
from api.http.pages import add_pages
from api.http.passage_routes import PassageRoutes
from api.http.problems import Declined, Problem, problem_of
from api.http.reads import ROOT, add_reads
from api.http.replies import Replies
from api.http.rule_routes import RuleRoutes
from api.http.settings import DoorSettings
from api.http.writes import add_writes
from domain.errors import RegestaError
from projections.registry import PROJECTIONS

DESCRIPTION = """\
A register of documented occurrences: who did what, when, where, and on whose word. Every reply names the position of
the log, the day of knowledge and the reading that it holds for; errors are problems as of RFC 9457."""

FIRST_PAGES_SECONDS = 0.5
"""What only later requests need is made so long after the ledger is there, not beside the first page."""

WEB = Path(__file__).parents[1] / "web"


class Guarded(FastAPI):
    """The framework's application behind our door: what the door answers never reaches the framework."""

    later: Later

    def guard(self, replies: Replies, hosts: Collection[str]) -> None:
        """Put the door in front."""
        self.door = Door(super().__call__, replies, hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, through the door."""
        await self.door(scope, receive, send)


def create_app(service: Service, settings: DoorSettings | None = None, pace: Pace | None = None) -> Guarded:
    """The HTTP application over a service; `settings` say who may write and under which names it is addressed."""
    settings = settings or DoorSettings()
    feed = Feed(service.application.log, pace)
    replies = Replies(service.head, quick_head=not service.settings.is_postgres, is_near=service.ledger.is_near)
    app = Guarded(
        title="Regesta",
        description=DESCRIPTION,
        version=_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_following(service, feed),
        redirect_slashes=False,
    )
    app.state.feed = feed
    app.guard(replies, settings.accepted_hosts)
    for error in (RegestaError, Declined, HTTPException, Exception):
        app.add_exception_handler(error, _as_problem)
    add_reads(app.router, service, replies, PROJECTIONS.first)
    LogRoutes(service, feed, replies).add_to(app)
    PassageRoutes(service).add_to(app)
    add_writes(app, service, settings, feed.wake)

    def add_further(router: APIRouter) -> None:
        add_reads(router, service, replies, PROJECTIONS.further)
        RuleRoutes(service, settings, feed.wake).add_to(router)

    app.later = Later(app, f"{ROOT}/", add_further)
    install_openapi(app, app.later.make)
    add_pages(app, WEB)
    return app


def _following(service: Service, feed: Feed):  # type: ignore[no-untyped-def]  # noqa: ANN202 (the framework's own type)
    """What runs beside the requests: the live feed, and at the start the ledger, read while the first ones come."""

    async def read(following: asyncio.Task[None], later: Callable[[], None]) -> None:
        await run_in_threadpool(service.read_on)
        _, still = await asyncio.wait({following}, timeout=FIRST_PAGES_SECONDS)
        if still:
            await run_in_threadpool(later)
            await run_in_threadpool(service.look_ahead)

    @asynccontextmanager
    async def lifespan(app: Guarded) -> AsyncIterator[None]:
        following = asyncio.create_task(feed.run())
        reading = asyncio.create_task(read(following, app.later.make))
        try:
            yield
        finally:
            feed.close()
            await asyncio.wait({following, reading})

    return lifespan


async def _as_problem(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if isinstance(error, HTTPException) and error.status_code in (404, 405):
        problem = _no_such_way(request)
    return problem.reply()


def _no_such_way(request: Request) -> Problem:
    """No route takes the request: because of its method, or because of its path."""
    allowed = ", ".join(allowed_methods(request))
    if not allowed:
        return Problem("not-found", "there is no such resource", {"accepted": "the paths listed at /docs"})
    members = {"seen": request.method[:20], "accepted": allowed}
    return Problem("method-not-allowed", "the resource does not take this method", members, {"allow": allowed})


def allowed_methods(request: Request) -> list[str]:
    """The methods that some route takes at the path of a request."""
    found: set[str] = set()
    for route in request.app.router.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] != Match.NONE:
            found |= route.methods or set()
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _version() -> str:
    try:
        return version("regesta")
    except PackageNotFoundError:
        return "of a source tree"
