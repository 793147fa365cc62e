"""The documentation page: the OpenAPI document as plain HTML, without a script and without a foreign server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from api.http.problems import TYPES

Content = Mapping[str, Any]


def page(document: Content) -> Iterator[str]:
    """The page, piece by piece."""
    info = document["info"]
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Regesta: HTTP interface</title>'
    yield '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
    yield '<link rel="stylesheet" href="/docs.css"></head><body><header>'
    yield f"<h1>{escape(info['title'])}: HTTP interface</h1>{prose(info['description'])}"
    yield f"<p>Version {escape(info['version'])}; the same as an "
    yield '<a href="/v1/openapi.json">OpenAPI document</a>. Below: <a href="#problems">problems</a>, '
    yield '<a href="#shapes">shapes</a>.</p></header><nav><ul>'
    operations = [
        (method, path, told) for path, methods in document["paths"].items() for method, told in methods.items()
    ]
    for method, path, operation in operations:
        anchor = escape(operation["operationId"], quote=True)
        yield f'<li><a href="#{anchor}"><code>{method.upper()} {escape(path)}</code></a></li>'
    yield "</ul></nav><main>"
    for method, path, operation in operations:
        yield from _operation(method, path, operation)
    yield '<h2 id="problems">Problems</h2><dl>'
    for slug, (status, title) in TYPES.items():
        yield f'<dt id="problem-{slug}"><code>{slug}</code> ({status})</dt><dd>{escape(title)}</dd>'
    yield '</dl><h2 id="shapes">Shapes</h2>'
    for name, schema in sorted(document.get("components", {}).get("schemas", {}).items()):
        yield from _shape(name, schema)
    yield "</main></body></html>"


def _operation(method: str, path: str, operation: Content) -> Iterator[str]:
    anchor = escape(operation["operationId"], quote=True)
    yield f'<section id="{anchor}"><h2><code>{method.upper()} {escape(path)}</code></h2>'
    yield prose(operation.get("description") or operation.get("summary", ""))
    if operation.get("parameters"):
        yield "<table><thead><tr><th>Parameter</th><th>In</th><th>Takes</th><th>Meaning</th></tr></thead><tbody>"
        for each in operation["parameters"]:
            about = (
                f"<td>{each['in']}</td><td>{taken(each['schema'])}</td><td>{words(each.get('description', ''))}</td>"
            )
            yield f"<tr><td><code>{escape(each['name'])}</code>{_mark(each.get('required'))}</td>{about}</tr>"
        yield "</tbody></table>"
    for media in operation.get("requestBody", {}).get("content", {}).values():
        yield f"<p>Body: {taken(media['schema'])}</p>"
        for name, example in media.get("examples", {}).items():
            told = json.dumps(example["value"], indent=2, ensure_ascii=False)
            yield f"<details><summary>Example: {escape(example.get('summary', name))}</summary>"
            yield f"<pre>{escape(told)}</pre></details>"
    answer = operation.get("responses", {}).get("200", {}).get("content", {}).get("application/json")
    if answer and method == "get":
        yield f"<p>Answer: {taken(answer['schema'])}</p>"
    yield "</section>"


def _shape(name: str, schema: Content) -> Iterator[str]:
    yield f'<section id="{shape_anchor(name)}"><h3>{escape(name)}</h3>{prose(schema.get("description", ""))}'
    if schema.get("properties"):
        required = schema.get("required", ())
        yield "<table><thead><tr><th>Field</th><th>Takes</th><th>Meaning</th></tr></thead><tbody>"
        for field, about in schema["properties"].items():
            yield f"<tr><td><code>{escape(field)}</code>{_mark(field in required)}</td><td>{taken(about)}</td>"
            yield f"<td>{words(about.get('description', ''))}</td></tr>"
        yield "</tbody></table>"
    else:
        yield f"<p>{taken(schema)}</p>"
    yield "</section>"


def taken(schema: Content) -> str:
    """What a place takes, in a few words of HTML; shapes are links."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{shape_anchor(name)}">{escape(name)}</a>'
    if "enum" in schema:
        return escape(", ".join(str(each) for each in schema["enum"] if each is not None))
    if "const" in schema:
        return escape(str(schema["const"]))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(taken(each) for each in schema[several] if each.get("type") != "null")
    if schema.get("type") == "array":
        return f"several: {taken(schema.get('items', {}))}"
    return escape(_simple(schema))


def _simple(schema: Content) -> str:
    named = schema.get("type", "anything")
    limits = {"minimum": "at least", "maximum": "at most", "maxLength": "characters at most", "pattern": "matching"}
    told = [f"{word} {schema[limit]}" for limit, word in limits.items() if limit in schema]
    return ", ".join([" or ".join(named) if isinstance(named, list) else named, *told])


def shape_anchor(name: str) -> str:
    """The anchor of a shape on the page."""
    return "shape-" + "".join(char if char.isascii() and char.isalnum() else "-" for char in name)


def prose(text: str) -> str:
    """A docstring as paragraphs, with `code` marked."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "".join(f"<p>{words(part)}</p>" for part in paragraphs if part)


def words(text: str) -> str:
    """A line of text as HTML, with `code` marked."""
    pieces = escape(text).split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))


def _mark(required: object) -> str:
    return ' <abbr title="required">*</abbr>' if required else ""
