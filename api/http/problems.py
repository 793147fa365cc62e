"""Errors as replies: the one table from what went wrong to an RFC 9457 problem.

A problem names the field (`pointer`, an RFC 6901 pointer into the body, or the name of a parameter, with `in` telling
which), what was `seen` there, shortened, and what would be `accepted`. No reply echoes a body, a path on this machine
or an exception's innards.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.http.invalid_fields import fields_of
from domain.errors import Conflict, Invalid, NotFound, Refused, RegestaError, Unreadable

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "/docs#problem-"
"""Problem types are links into the documentation page, relative to the server that answers."""

TYPES: Mapping[str, tuple[int, str]] = {
    "malformed-json": (400, "The body is not strict JSON"),
    "bad-request": (400, "The request cannot be read"),
    "key-needed": (401, "Writing needs the write key"),
    "forbidden": (403, "The request is not allowed"),
    "not-found": (404, "Nothing goes by this name"),
    "method-not-allowed": (405, "The method does not fit the resource"),
    "not-acceptable": (406, "No format fits what the client accepts"),
    "too-slow": (408, "The body did not arrive in time"),
    "refused": (409, "A rule of the record says no"),
    "conflict": (409, "The stream has moved on"),
    "version-differs": (412, "The stream is not at the version named"),
    "too-large": (413, "The body is too large"),
    "unsupported-media-type": (415, "The body is not JSON"),
    "wrong-host": (421, "The request names another host"),
    "invalid": (422, "A field cannot be read"),
    "key-reused": (422, "The idempotency key belongs to another request"),
    "version-needed": (428, "An append names the version that was read"),
    "too-long": (414, "The query is too long"),
    "head-too-large": (431, "The head of the request is too large"),
    "internal": (500, "The service failed"),
    "unreadable": (500, "A stored event cannot be read"),
    "unavailable": (503, "The service cannot answer now"),
}
"""Every type of problem: its status and its title, as the documentation lists them."""

log = logging.getLogger("regesta.http")


@dataclass(frozen=True)
class Problem:
    """One problem document; `members` are its extension members, `headers` go beside it."""

    slug: str
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return TYPES[self.slug][0]

    def body(self) -> bytes:
        """The document; ASCII only, so that nothing seen in a request can break a terminal or a page."""
        status, title = TYPES[self.slug]
        document = {"type": TYPE_BASE + self.slug, "title": title, "status": status, "detail": self.detail}
        members = {name: value for name, value in self.members.items() if value not in (None, "")}
        return json.dumps(document | members, ensure_ascii=True).encode()

    def reply(self) -> Response:
        """The problem as a reply."""
        headers = {"cache-control": "no-store", **self.headers}
        return Response(self.body(), self.status, headers, MEDIA_TYPE)


class Declined(Exception):
    """The front door itself declines a request, before the record is asked."""

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.problem = Problem(slug, detail, members or {}, headers or {})
        super().__init__(detail)


def _invalid(error: Invalid) -> Problem:
    return Problem("invalid", str(error), {"pointer": error.where, "seen": error.seen, "accepted": error.accepted})


def _refused(error: Refused) -> Problem:
    slugs = {"idempotency_key_reused": "key-reused", "busy": "unavailable", "unreachable": "unavailable"}
    slug = slugs.get(error.rule, "refused")
    headers = {"retry-after": "5"} if slug == "unavailable" else {}
    return Problem(slug, error.message, {"rule": error.rule, "subject": error.subject}, headers)


def _not_found(error: NotFound) -> Problem:
    return Problem("not-found", error.message, {"subject": error.subject})


def _conflict(error: Conflict) -> Problem:
    return Problem(
        "conflict", error.message, {"stream": error.stream, "expected": error.expected, "actual": error.actual}
    )


def _unreadable(error: Unreadable) -> Problem:
    return Problem("unreadable", error.message, {"position": error.position, "event_type": error.event_type})


TABLE: tuple[tuple[type[RegestaError], Callable[[Any], Problem]], ...] = (
    (NotFound, _not_found),
    (Refused, _refused),
    (Conflict, _conflict),
    (Invalid, _invalid),
    (Unreadable, _unreadable),
)
"""The first row whose class fits gives the problem."""

_BY_STATUS = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large"}


def problem_of(error: Exception) -> Problem:
    """The problem that an error becomes; one that nobody foresaw is logged and told without its innards."""
    if isinstance(error, Declined):
        return error.problem
    for expected, told in TABLE:
        if isinstance(error, expected):
            return told(error)
    if isinstance(error, HTTPException) and error.status_code in _BY_STATUS:
        return Problem(_BY_STATUS[error.status_code], str(error.detail), {}, error.headers or {})
    log.error("an unforeseen error", exc_info=error)
    return Problem("internal", "the service failed on this request; the reason is in its log")


def invalid_fields(error: ValidationError, content: Any, within: str) -> Declined:
    """What pydantic found wrong, as a problem: the first field on top, all of them (up to ten) in `errors`.

    `content` is what was read, so that locations become real pointers; `within` is body, query or path.
    """
    found = [replace_within(item, within) for item in fields_of(error, content)]
    first = found[0]
    place = first["pointer"] or "the whole"
    detail = f"{place}: {first['detail']}"
    return Declined("invalid", detail, members={**first, "detail": detail, "errors": found})


def replace_within(item: Mapping[str, str], within: str) -> dict[str, str]:
    """A field's finding as it stands in a problem: with `in`, and a bare name where it is a parameter's."""
    pointer = item["pointer"] if within == "body" else item["pointer"].lstrip("/").partition("/")[0]
    return {**item, "in": within, "pointer": pointer}


def with_headers(problem: Problem, **headers: str) -> Problem:
    """The same problem with more headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(problem, headers={**problem.headers, **named})
