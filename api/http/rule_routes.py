"""Asking a rule over HTTP: it is recorded first, then counted, and the reply is the report."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.http.etags import idempotency_key
from api.http.front import Front
from api.http.negotiation import JSON_TYPE
from api.http.problems import invalid_fields
from api.http.query_string import Parameters, pairs_of
from api.http.reads import ROOT
from api.http.strict_json import parse, read_body
from api.http.writes import require_writer
from domain.register import AskRule
from domain.rules import Rule
from projections.registry import projection_named
from projections.slice_query import SliceQuery

EXAMPLE: dict[str, Any] = {
    "x_kind": "deportation",
    "y_kind": "loan_pledge",
    "window_days": 7,
    "scope": {"within": "same_country"},
    "manners": ["fact", "reported"],
}


class RuleRoutes:
    """The one route that asks; what was asked is read like every other projection."""

    def __init__(self, front: Front) -> None:
        self.service = front.service
        self.settings = front.settings
        self.recorded = front.feed.wake
        self._parameters = Parameters((SliceQuery,), ())
        self._rule = projection_named("rule")

    def add_to(self, router: APIRouter) -> None:
        """Add it."""
        router.add_api_route(
            f"{ROOT}/correlations/rules",
            self.ask,
            methods=["POST"],
            tags=["write"],
            status_code=201,
            response_model=None,
            operation_id="ask",
            summary="Ask a rule: it is recorded, then counted, and the reply is the report.",
            openapi_extra={"x-asks": self._rule.name},
        )

    async def ask(self, request: Request) -> Response:
        """The report on a rule, as of the slice that the query chooses.

        The rule is recorded before anything is counted, so that it belongs to the family of questions over which q is
        worked out; one that was asked before is counted again and recorded once. 201 where it was new, 200 where not.
        Without `at_position` the report is of everything recorded, the rule included.
        """
        by = require_writer(request, self.settings)
        body = await read_body(request)
        return await run_in_threadpool(self._ask, request, body, by)

    def _ask(self, request: Request, body: bytes, by: str) -> Response:
        (slice_query,), _ = self._parameters.read(pairs_of(request.scope["query_string"]), {})
        assert isinstance(slice_query, SliceQuery)
        rule = _read(body)
        outcome = self.service.application.execute(
            AskRule(rule=rule), by=by, idempotency_key=idempotency_key(request.headers)
        )
        new = bool(outcome.events) and not outcome.replayed
        if new:
            self.recorded()
        query = self._rule.Query.model_validate({"id": rule.rule_id})
        view = self.service.answer(self._rule.name, slice_query, query)
        headers = {
            "location": f"{ROOT}/correlations/rules/{rule.rule_id}",
            "cache-control": "no-store",
            "regesta-position": str(view.position),
        }
        return Response(view.model_dump_json(by_alias=True), 201 if new else 200, headers, JSON_TYPE)


def _read(body: bytes) -> Rule:
    content = parse(body)
    try:
        return Rule.model_validate_json(body)
    except ValidationError as error:
        raise invalid_fields(error, content, "body") from None
