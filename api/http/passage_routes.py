"""The passages on which an occurrence rests, over HTTP: read from the user's own copies, and never kept by anybody."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.bootstrap import Service
from api.http.query_string import Parameters, pairs_of
from api.passages import passages
from projections.slice_query import SliceQuery


class PassageRoutes:
    """The one route that shows texts."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._parameters = Parameters((SliceQuery,), ())

    def add_to(self, app: FastAPI) -> None:
        """Add it."""
        app.add_api_route(
            "/v1/occurrences/{id}/passages",
            self.passages,
            tags=["read"],
            response_model=None,
            operation_id=self.passages.__name__,
        )

    def passages(self, request: Request) -> Response:
        """Every cited passage of an occurrence, with the text around it, where the texts are attached."""
        (slice_query,), _ = self._parameters.read(pairs_of(request.scope["query_string"]), {})
        assert isinstance(slice_query, SliceQuery)
        found = passages(self.service.slice(slice_query), self.service.texts, request.path_params["id"])
        return Response(found.model_dump_json(), 200, {"cache-control": "no-store"}, "application/json")
