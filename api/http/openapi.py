"""The OpenAPI document: the framework's routes with parameters, bodies, replies and examples from the classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from api.http.examples import command_examples
from api.http.log_routes import QUERIES
from api.http.negotiation import JSON_TYPE, exports_of
from api.http.problems import MEDIA_TYPE, TYPES
from api.http.reads import query_models
from api.http.rule_routes import EXAMPLE
from api.http.writes import COMMANDS, word
from domain.rules import Rule
from projections.projection import Projection, path_parameters
from projections.registry import PROJECTIONS
from projections.slice_query import SliceQuery

REFERENCE = "#/components/schemas/{model}"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "An error as of RFC 9457: `pointer` is the field, `seen` what was there, `accepted` what would do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "in": {"enum": ["body", "query", "path", "header"]},
        "pointer": {"type": "string"},
        "seen": {"type": "string"},
        "accepted": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}

OUTCOME_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What became of a command.",
    "required": ["stream", "version", "position", "events", "replayed"],
    "properties": {
        "stream": {"type": "string"},
        "version": {"type": "integer", "description": "the stream's version now, also its entity tag"},
        "position": {"type": ["integer", "null"], "description": "the position of the last event added"},
        "events": {"type": "array", "items": {"type": "string"}, "description": "ids of the events"},
        "replayed": {"type": "boolean", "description": "whether the same request had been executed before"},
    },
}

WRITE_HEADERS: tuple[dict[str, Any], ...] = (
    {
        "name": "If-Match",
        "in": "header",
        "description": "the version of the stream that was read; needed unless the stream is new",
        "schema": {"type": "string"},
        "example": '"3"',
    },
    {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "the same key with the same body is executed once; with another body it is refused",
        "schema": {"type": "string", "maxLength": 200},
    },
)


def install_openapi(app: FastAPI, complete: Callable[[], None]) -> None:
    """Let the application make its document when it is first asked for: starting must not wait for it.

    `complete` sees to it that all routes are there.
    """

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            complete()
            app.openapi_schema = described(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def described(app: FastAPI) -> dict[str, Any]:
    """The whole document."""
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {"Problem": PROBLEM_SCHEMA, "Outcome": OUTCOME_SCHEMA}
    views = [projection.View for projection in PROJECTIONS.values()]
    taken: tuple[type[BaseModel], ...] = (*COMMANDS, Rule)
    written: list[tuple[type[BaseModel], JsonSchemaMode]] = [(view, "serialization") for view in views]
    references = _schemas(schemas, [*written, *((each, "validation") for each in taken)])
    document["components"]["securitySchemes"] = {"writeKey": {"type": "http", "scheme": "bearer"}}
    for path, operation in _operations(document):
        operation["responses"] = {}
        if name := operation.pop("x-projection", None):
            _describe_read(operation, PROJECTIONS[name], references, schemas)
        elif name := operation.pop("x-command", None):
            _describe_write(operation, next(each for each in COMMANDS if word(each) == name), references)
        elif name := operation.pop("x-asks", None):
            _describe_asking(operation, PROJECTIONS[name], references, schemas)
        else:
            _describe_log(path, operation, schemas)
        operation["responses"]["default"] = {
            "description": "A problem: " + ", ".join(TYPES),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
        }
    return document


def parameters(
    models: tuple[type[BaseModel], ...], in_path: tuple[str, ...], schemas: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The parameters that query models take, with the schemas they need put among the components."""
    told: set[str] = set()
    for model in models:
        schema = model.model_json_schema(by_alias=True, ref_template=REFERENCE)
        schemas.update(schema.get("$defs", {}))
        for name, about in schema.get("properties", {}).items():
            if name in told:
                continue
            told.add(name)
            description = about.get("description") or nested_description(about)
            yield {
                "name": name,
                "in": "path" if name in in_path else "query",
                "required": name in in_path or name in schema.get("required", ()),
                "schema": {key: value for key, value in about.items() if key not in ("title", "description")},
            } | ({"description": description} if description else {})


def nested_description(schema: Mapping[str, Any]) -> str:
    """What the type of a parameter says of itself, where the field says nothing."""
    parts = [*schema.get("anyOf", ()), schema.get("items", {})]
    return next((part["description"] for part in parts if "description" in part), "")


def _describe_read(
    operation: dict[str, Any], projection: Projection, references: Mapping[Any, Any], schemas: dict[str, Any]
) -> None:
    in_path = path_parameters(projection.path)
    others = exports_of(projection.View)
    operation["parameters"] = [
        *parameters(query_models(projection), in_path, schemas),
        {
            "name": "format",
            "in": "query",
            "required": False,
            "description": "the format of the reply; without it, the `Accept` header chooses",
            "schema": {"enum": ["json", *others]},
        },
    ]
    content: dict[str, Any] = {JSON_TYPE: {"schema": references[projection.View, "serialization"]}}
    content |= {export.media_type: {"schema": {"type": "string"}} for export in others.values()}
    operation["responses"] |= {
        "200": {"description": "The answer.", "content": content, "headers": _reply_headers()},
        "304": {"description": "The client has this answer already."},
    }


def _describe_log(path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    model = QUERIES.get(operation["operationId"])
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in path_parameters(path)
    ]
    operation["parameters"] = [*in_path, *parameters((model,) if model else (), (), schemas)]
    media_type = "text/event-stream" if operation["operationId"] == "stream" else JSON_TYPE
    schema = {"type": "string" if operation["operationId"] == "stream" else "object"}
    operation["responses"]["200"] = {"description": "As described.", "content": {media_type: {"schema": schema}}}


def _describe_write(operation: dict[str, Any], command: type[BaseModel], references: Mapping[Any, Any]) -> None:
    operation["parameters"] = list(WRITE_HEADERS)
    operation["security"] = [{"writeKey": []}, {}]
    schema = references[command, "validation"]
    operation["requestBody"] = {
        "required": True,
        "content": {JSON_TYPE: {"schema": schema, "examples": command_examples(command)}},
    }
    outcome = {JSON_TYPE: {"schema": {"$ref": REFERENCE.format(model="Outcome")}}}
    headers = {"ETag": {"description": "the version of the stream", "schema": {"type": "string"}}}
    operation["responses"] |= {
        "201": {"description": "Events were recorded.", "content": outcome, "headers": headers},
        "200": {"description": "Nothing was left to do, or it had been done.", "content": outcome, "headers": headers},
    }


def _describe_asking(
    operation: dict[str, Any], projection: Projection, references: Mapping[Any, Any], schemas: dict[str, Any]
) -> None:
    operation["parameters"] = [*parameters((SliceQuery,), (), schemas), WRITE_HEADERS[1]]
    operation["security"] = [{"writeKey": []}, {}]
    body = {"schema": references[Rule, "validation"], "examples": {"example": {"value": EXAMPLE}}}
    operation["requestBody"] = {"required": True, "content": {JSON_TYPE: body}}
    report = {JSON_TYPE: {"schema": references[projection.View, "serialization"]}}
    operation["responses"] |= {
        "201": {"description": "The rule was recorded; its report.", "content": report},
        "200": {"description": "The rule had been asked before; its report.", "content": report},
    }


def _reply_headers() -> dict[str, Any]:
    told = {
        "ETag": "the content hash",
        "Link": "`self`, and `next` where there is another page",
        "Cache-Control": "immutable where the request names a position or a cursor",
    }
    return {name: {"description": description, "schema": {"type": "string"}} for name, description in told.items()}


def _schemas(into: dict[str, Any], models: list[tuple[type[BaseModel], JsonSchemaMode]]) -> Mapping[Any, Any]:
    references, definitions = models_json_schema(list(dict.fromkeys(models)), by_alias=True, ref_template=REFERENCE)
    into.update(definitions.get("$defs", {}))
    return references


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation
