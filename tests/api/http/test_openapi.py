"""The OpenAPI document: valid, complete, and true of what is sent and received."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_pydantic import OpenAPI

from api.http.app import create_app
from api.http.docs_page import page
from api.http.problems import TYPES
from api.http.writes import COMMANDS, word
from projections.registry import PROJECTIONS
from tests.api.http.client import Client


@pytest.fixture(scope="session")
def document(story: Client) -> Any:
    return story.read("/v1/openapi.json")


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def validator(document: Any, schema: Any) -> Draft202012Validator:
    """A validator for a schema of the document, with the document's components at hand."""
    return Draft202012Validator({**schema, "components": document["components"]})


def references(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        if isinstance(content.get("$ref"), str):
            yield content["$ref"]
        for value in content.values():
            yield from references(value)
    elif isinstance(content, list):
        for value in content:
            yield from references(value)


def test_the_document_is_openapi(document: Any) -> None:
    assert OpenAPI.model_validate(document).openapi.startswith("3.1")
    names = set(document["components"]["schemas"])
    assert {reference.rpartition("/")[2] for reference in references(document)} <= names
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_projection_and_every_command_has_its_operation(document: Any) -> None:
    found = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(found) == len(set(found))
    assert {projection.name.replace("-", "_") for projection in PROJECTIONS.values()} <= set(found)
    assert {word(command) for command in COMMANDS} <= set(found)


def test_every_operation_says_what_it_is(document: Any) -> None:
    for method, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert "default" in operation["responses"], path
        named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert not any(name.startswith("x-") for name in operation), (method, path)


def test_every_example_is_valid_by_its_schema(document: Any) -> None:
    checked = 0
    for _, path, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            against = validator(document, media["schema"])
            for name, example in media["examples"].items():
                assert not list(against.iter_errors(example["value"])), (path, name)
                checked += 1
    assert checked > len(COMMANDS)


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/v1/timeline", {}),
        ("/v1/timeline", {"q": "raid", "known_on": "2004-01-01"}),
        ("/v1/countries", {}),
        ("/v1/countries/{code}/timeline", {"code": "KH"}),
        ("/v1/cases", {}),
        ("/v1/cases/{id}/timeline", {"id": "harbour-affair"}),
        ("/v1/occurrences/{id}", {"id": "harbour-raid"}),
        ("/v1/occurrences/{id}/history", {"id": "harbour-raid"}),
        ("/v1/sources", {}),
        ("/v1/sources/{id}", {"id": "harbour-gazette-2003-05-14"}),
        ("/v1/kinds", {}),
        ("/v1/parties", {}),
    ],
)
def test_a_reply_is_what_the_document_says(story: Client, document: Any, path: str, parameters: dict[str, str]) -> None:
    content = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    in_query = {name: value for name, value in parameters.items() if f"{{{name}}}" not in path}
    told = story.read(path.format_map(parameters), **in_query)
    errors = [error.message for error in validator(document, content["schema"]).iter_errors(told)]
    assert errors == []


def test_the_page_shows_every_operation_without_a_script_or_a_foreign_address(story: Client, document: Any) -> None:
    reply = story.get("/docs")
    assert reply.headers["content-type"].startswith("text/html")
    assert reply.text == "".join(page(document))
    for _, _, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in reply.text
    for slug in TYPES:
        assert f'id="problem-{slug}"' in reply.text
    assert "<script" not in reply.text
    loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]*)"', reply.text)
    assert loaded == ["data:,", "/docs.css"]
    anchors = set(re.findall(r' id="([^"]*)"', reply.text))
    assert {target[1:] for target in re.findall(r'href="(#[^"]*)"', reply.text)} <= anchors
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert story.get("/docs.css").headers["content-type"].startswith("text/css")


def test_the_page_escapes_what_it_shows() -> None:
    operation = {"operationId": "a", "description": "<b>`<i>`", "parameters": []}
    document = {
        "info": {"title": "<t>", "version": "1", "description": "x"},
        "paths": {"/<p>": {"get": operation}},
    }
    shown = "".join(page(document))
    for raw in ("<t>", "<b>", "<i>", "/<p>"):
        assert raw not in shown


def test_the_document_is_made_when_it_is_first_asked_for(story: Client) -> None:
    app = create_app(story.service)
    assert app.openapi_schema is None
    assert json.dumps(app.openapi()) == json.dumps(story.app.openapi())
