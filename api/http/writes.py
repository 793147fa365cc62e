"""Writing: one POST route for each command, made from the command's class."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, get_args
from urllib.parse import quote, urlsplit

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api.http.aside import Aside
from api.http.etags import Precondition, idempotency_key, precondition, version_tag
from api.http.front import Front
from api.http.problems import Declined, invalid_fields
from api.http.settings import DoorSettings
from api.http.strict_json import parse, read_body
from domain.commands import AnyCommand
from domain.errors import Conflict
from domain.event import Command

COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyCommand)[0])
"""Every command that the record takes."""

WRITING_THREADS = 64
"""Writers that wait at the same time share a commit, so many may wait."""

Endpoint = Callable[[Request], Awaitable[Response]]


def word(command: type[Command]) -> str:
    """The stable word of a command."""
    return str(command.model_fields["do"].default)


def add_writes(app: FastAPI, front: Front) -> None:
    """Add a route for every command."""
    aside = Aside(WRITING_THREADS)
    for command in COMMANDS:
        writing = WriteRoute(command, front, aside)
        app.add_api_route(f"/v1/commands/{word(command)}", writing.endpoint(), methods=["POST"], **writing.described())


class WriteRoute:
    """One command over HTTP."""

    def __init__(self, command: type[Command], front: Front, aside: Aside) -> None:
        command.model_rebuild()  # how it is validated is worked out here, not while the first one waits
        self.command = command
        self.service = front.service
        self.settings = front.settings
        self.recorded = front.feed.wake
        self.aside = aside

    def endpoint(self) -> Endpoint:
        """The handler: the body is read on the event loop, everything else runs beside it."""

        async def write(request: Request) -> Response:
            by = require_writer(request, self.settings)
            body = await read_body(request)
            return await self.aside.run(self.write, request, body, by)

        return write

    def described(self) -> dict[str, Any]:
        """What the OpenAPI document says of the route; its schemas are filled in by `openapi.py`."""
        return {
            "name": word(self.command),
            "operation_id": word(self.command),
            "summary": (self.command.__doc__ or word(self.command)).strip().splitlines()[0],
            "description": self.command.__doc__ or "",
            "tags": ["write"],
            "status_code": 201,
            "response_model": None,
            "openapi_extra": {"x-command": word(self.command)},
        }

    def write(self, request: Request, body: bytes, by: str) -> Response:
        """Execute one command and tell what became of it."""
        before = precondition(request.headers)
        key = idempotency_key(request.headers)
        command = self._command(body)
        version = self._expected(command, before)
        try:
            outcome = self.service.application.execute(command, by=by, idempotency_key=key, expected_version=version)
        except Conflict as conflict:
            raise _version_problem(conflict, before) from conflict
        told = {
            "stream": outcome.stream,
            "version": outcome.version,
            "position": outcome.position,
            "events": [each.event_id for each in outcome.events],
            "replayed": outcome.replayed,
        }
        added = bool(outcome.events) and not outcome.replayed
        if added:
            self.recorded()
        headers = {
            "etag": version_tag(outcome.version),
            "location": stream_path(outcome.stream),
            "cache-control": "no-store",
        }
        return Response(json.dumps(told), 201 if added else 200, headers, "application/json")

    def _command(self, body: bytes) -> Command:
        content = parse(body)
        try:
            return self.command.model_validate_json(body)
        except ValidationError as error:
            raise invalid_fields(error, content, "body") from None

    def _expected(self, command: Command, before: Precondition) -> int | None:
        if before.version is None and not self.service.application.stream_version(command.stream):
            raise _version_problem(
                Conflict(f"the stream {command.stream} is empty", stream=command.stream, expected=None, actual=0),
                before,
            )
        return before.version


def require_writer(request: Request, settings: DoorSettings) -> str:
    """The name under which a request may write; declines it if it may not, or comes from a page of another site."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Declined(
            "forbidden",
            "a page of another site may not write",
            members={"in": "header", "pointer": "origin", "seen": ascii(origin)[:80], "accepted": "this server's own"},
        )
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    by = settings.writer(key.strip() if scheme.lower() == "bearer" else None)
    if by is not None:
        return by
    if not settings.write_keys:
        raise Declined("forbidden", "this service takes no writes: it was started without a write key")
    accepted = "Authorization: Bearer KEY"
    raise Declined(
        "key-needed",
        "the write key is missing or wrong",
        members={"in": "header", "pointer": "authorization", "accepted": accepted},
        headers={"www-authenticate": 'Bearer realm="regesta"', "connection": "close"},
    )


def stream_path(stream: str) -> str:
    """Where a stream is read."""
    return f"/v1/streams/{quote(stream, safe=':')}"


def _version_problem(conflict: Conflict, before: Precondition) -> Declined:
    actual = conflict.actual
    headers = {} if actual is None else {"etag": version_tag(actual)}
    members = {"in": "header", "pointer": "if-match", "stream": conflict.stream, "actual": actual}
    if before.stated:
        return Declined("version-differs", conflict.message, members=members, headers=headers)
    return Declined(
        "version-needed",
        f"the stream {conflict.stream} exists; name the version that was read in If-Match",
        members={**members, "accepted": "" if actual is None else f"If-Match: {version_tag(actual)}"},
        headers=headers,
    )
