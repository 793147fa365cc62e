"""The application: every route over one service, inside the door that guards them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from api.bootstrap import Service
from api.http.front import Front
from api.http.later import Later
from api.http.live import Pace
from api.http.log_routes import LogRoutes
from api.http.openapi import install_openapi
from api.http.pages import add_pages
from api.http.passage_routes import PassageRoutes
from api.http.problems import Declined, Problem, problem_of
from api.http.reads import ROOT, add_reads
from api.http.rule_routes import RuleRoutes
from api.http.settings import DoorSettings
from api.http.writes import add_writes
from domain.errors import RegestaError
from projections.registry import PROJECTIONS

DESCRIPTION = """\
A register of documented occurrences: who did what, when, where, and on whose word. Every reply names the position of
the log, the day of knowledge and the reading that it holds for; errors are problems as of RFC 9457."""

WEB = Path(__file__).parents[1] / "web"


class Guarded(FastAPI):
    """The framework's application behind our door: what the door answers never reaches the framework."""

    def __init__(self, front: Front) -> None:
        super().__init__(
            title="Regesta",
            description=DESCRIPTION,
            version=_version(),
            docs_url=None,
            redoc_url=None,
            openapi_url=None,
            lifespan=_lifespan,
            redirect_slashes=False,
        )
        self.front = front
        self.door = front.door(self.within)
        for error in (RegestaError, Declined, HTTPException, Exception):
            self.add_exception_handler(error, _as_problem)
        add_reads(self.router, front, PROJECTIONS.first)
        LogRoutes(front).add_to(self)
        PassageRoutes(front.service).add_to(self)
        add_writes(self, front)
        self.later = Later(self, f"{ROOT}/", self._add_further)
        install_openapi(self, self.later.make)
        add_pages(self, WEB)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, through the door."""
        await self.door(scope, receive, send)

    async def within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request that came through a door already."""
        await super().__call__(scope, receive, send)

    def _add_further(self, router: APIRouter) -> None:
        add_reads(router, self.front, PROJECTIONS.further)
        RuleRoutes(self.front).add_to(router)


def create_app(service: Service, settings: DoorSettings | None = None, pace: Pace | None = None) -> Guarded:
    """The HTTP application over a service; `settings` say who may write and under which names it is addressed."""
    return Guarded(Front.of(service, settings, pace))


@asynccontextmanager
async def _lifespan(app: Guarded) -> AsyncIterator[None]:
    async with app.front.following(app.later.make):
        yield


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
