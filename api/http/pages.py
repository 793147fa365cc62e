"""Pages: the documentation, made from the OpenAPI document without a script or a foreign server, and the web page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from api.http.problems import TYPES
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
        self.files = StaticFiles(directory=folder, html=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = [(name.encode(), value.encode()) for name, value in PAGE_HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *policy]}
            await send(message)

        await self.files(scope, receive, with_policy)


def page(document: Mapping[str, Any]) -> Iterator[str]:
    """The documentation page, piece by piece."""
    info = document["info"]
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Regesta: HTTP interface</title>'
    yield '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/docs.css"></head><body>'
    yield f"<header><h1>{escape(info['title'])} {escape(info['version'])}</h1>{prose(info['description'])}"
    yield '<p>The same as <a href="/v1/openapi.json">OpenAPI document</a>.</p></header><nav><ul>'
    operations = [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    for method, path, operation in operations:
        anchor = escape(operation["operationId"], quote=True)
        yield f'<li><a href="#{anchor}"><code>{method.upper()} {escape(path)}</code></a></li>'
    yield "</ul></nav><main>"
    for method, path, operation in operations:
        yield from _operation(method, path, operation)
    yield "<h2>Problems</h2><dl>"
    for slug, (status, title) in TYPES.items():
        yield f'<dt id="problem-{slug}"><code>{slug}</code> ({status})</dt><dd>{escape(title)}</dd>'
    yield "</dl></main></body></html>"


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    anchor = escape(operation["operationId"], quote=True)
    yield f'<section id="{anchor}"><h2><code>{method.upper()} {escape(path)}</code></h2>'
    yield prose(operation.get("description") or operation.get("summary", ""))
    if operation.get("parameters"):
        yield "<table><thead><tr><th>Parameter</th><th>In</th><th>Takes</th><th>Meaning</th></tr></thead><tbody>"
        for each in operation["parameters"]:
            name = escape(each["name"]) + (" *" if each.get("required") else "")
            yield f"<tr><td><code>{name}</code></td><td>{each['in']}</td><td>{escape(taken(each['schema']))}</td>"
            yield f"<td>{escape(each.get('description', ''))}</td></tr>"
        yield "</tbody></table>"
    for media in operation.get("requestBody", {}).get("content", {}).values():
        for name, example in media.get("examples", {}).items():
            told = json.dumps(example["value"], indent=2, ensure_ascii=False)
            yield f"<details><summary>Example: {escape(example.get('summary', name))}</summary>"
            yield f"<pre>{escape(told)}</pre></details>"
    yield "</section>"


def taken(schema: Mapping[str, Any]) -> str:
    """What a parameter takes, in a few words."""
    if "enum" in schema:
        return ", ".join(str(each) for each in schema["enum"] if each is not None)
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " or ".join(taken(each) for each in schema["anyOf"] if each.get("type") != "null")
    if schema.get("type") == "array":
        return f"{taken(schema.get('items', {}))}; may be repeated"
    return str(schema.get("type", "see the document"))


def prose(text: str) -> str:
    """A docstring as paragraphs, with `code` marked."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "".join(f"<p>{_with_code(escape(part))}</p>" for part in paragraphs if part)


def _with_code(text: str) -> str:
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return text
    return "".join(f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))
