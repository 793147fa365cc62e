"""What correlates is imported when it is asked for, and nobody can tell."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.routing import BaseRoute

from api.bootstrap import Service
from api.http.app import Guarded, create_app
from projections.registry import PROJECTIONS
from tests.api.http.client import Client, problem
from tests.api.http.conftest import OPEN


def told(routes: list[BaseRoute]) -> list[tuple[str, tuple[str, ...]]]:
    return [(getattr(each, "path", ""), tuple(getattr(each, "methods", None) or ())) for each in routes]


@pytest.fixture
def whole(service: Service) -> Guarded:
    """An application whose routes are all there."""
    app = create_app(service, OPEN)
    app.later.make()
    return app


def test_what_the_first_pages_need_is_all_that_a_start_imports() -> None:
    heavy = ("polars", "projections.correlation.", "formats.")
    told = f"sorted(each for each in sys.modules if each.startswith({heavy}))"
    asked = f"import sys; from api.http import app; print({told})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['formats.export']"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/correlations/rules", 200),
        ("GET", "/v1/correlations/rules/none", 404),
        ("GET", "/v1/correlations/lags", 422),
        ("POST", "/v1/correlations/rules", 415),
        ("DELETE", "/v1/correlations/rules", 405),
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/openapi.json", 200),
        ("GET", "/docs", 200),
    ],
)
def test_whatever_is_asked_first_finds_all_routes(
    client: Client, whole: Guarded, method: str, path: str, status: int
) -> None:
    reply = client.ask(method, path)
    assert reply.status_code == status
    if status >= 400:
        problem(reply)
    assert told(client.app.router.routes) == told(whole.router.routes)


def test_a_page_does_without_them(client: Client, whole: Guarded) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/v1/timeline").status_code == 200
    paths = {path for path, _ in told(client.app.router.routes)}
    assert {path for path, _ in told(whole.router.routes)} - paths == {
        f"/v1{projection.path}" for projection in PROJECTIONS.further.values()
    }


def test_they_are_made_once_whoever_comes_first(service: Service, whole: Guarded) -> None:
    app = create_app(service, OPEN)
    scope = {"type": "http", "path": "/v1/correlations/rules", "method": "GET"}
    with ThreadPoolExecutor(8) as threads:
        for asked in [threads.submit(app.later.matches, scope) for _ in range(40)]:
            asked.result()
    assert told(app.router.routes) == told(whole.router.routes)
