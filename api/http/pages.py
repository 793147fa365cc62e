"""Pages: the OpenAPI document, the documentation made from it, and the web page, each under a strict policy."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from api.http.docs_page import page
from api.http.safety import PAGE_POLICY

STYLE = Path(__file__).with_name("docs.css")
PAGE_HEADERS = {"content-security-policy": PAGE_POLICY, "cache-control": "no-cache"}


def add_pages(app: FastAPI, web: Path) -> None:
    """Add the document, the documentation page and, where the folder is there, the web page at `/`."""

    def openapi_json(request: Request) -> Response:  # noqa: ARG001 (the framework hands it over)
        return Response(json.dumps(app.openapi()), 200, {"cache-control": "no-cache"}, "application/json")

    def docs(request: Request) -> Response:  # noqa: ARG001
        return Response("".join(page(app.openapi())), 200, PAGE_HEADERS, "text/html; charset=utf-8")

    def docs_css(request: Request) -> Response:  # noqa: ARG001
        return Response(STYLE.read_bytes(), 200, PAGE_HEADERS, "text/css; charset=utf-8")

    def to_docs(request: Request) -> Response:  # noqa: ARG001
        return RedirectResponse("/docs", 307)

    pages = {"/v1/openapi.json": openapi_json, "/docs": docs, "/docs.css": docs_css}
    has_page = (web / "index.html").is_file()
    for path, endpoint in pages.items() if has_page else {**pages, "/": to_docs}.items():
        app.add_api_route(path, endpoint, include_in_schema=False)
    if has_page:
        app.mount("/", WebPage(web))


class WebPage:
    """The files of the web page, each with the policy that lets it load from here and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.files = GZipMiddleware(StaticFiles(directory=folder, html=True))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = [(name.encode(), value.encode()) for name, value in PAGE_HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *policy]}
            await send(message)

        await self.files(scope, receive, with_policy)
