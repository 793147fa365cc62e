"""Bad input of every sort on every route: never a failure of the service, always a problem."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.http.examples import CONTENTS, account
from domain.kinds import KINDS
from tests.api.http.client import Client, problem

VECTORS = Path(__file__).parents[2] / "vectors"
NAUGHTY: list[str] = json.loads((VECTORS / "blns.json").read_text("utf-8"))

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

LIKELY = (
    "KH",
    "harbour-raid",
    "harbour-affair",
    "2003",
    "2003-05-14",
    "1",
    "0",
    "public",
    "raid",
    "json",
    "a" * 300,
    str(2**63),
)

EDTF = [line.partition(",")[0] for line in (VECTORS / "edtf.csv").read_text("utf-8").splitlines()]

texts = st.sampled_from(LIKELY) | st.sampled_from(EDTF) | st.sampled_from(NAUGHTY) | st.text(max_size=40)

contents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@cache
def operations(client: Client, method: str) -> list[tuple[str, Any]]:
    paths = client.app.openapi()["paths"]
    return [(path, told[method]) for path, told in paths.items() if method in told and path != "/v1/events/stream"]


def names(operation: Any, within: str) -> list[str]:
    return [each["name"] for each in operation.get("parameters", ()) if each["in"] == within]


def is_in_order(reply: httpx.Response) -> None:
    assert reply.status_code < 500, reply.text
    if reply.status_code >= 400:
        assert len(json.dumps(problem(reply))) < 10_000
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"]


@given(data=st.data())
def test_any_reading_is_answered_or_declined(story: Client, data: st.DataObject) -> None:
    path, operation = data.draw(st.sampled_from(operations(story, "get")))
    for name in names(operation, "path"):
        path = path.replace(f"{{{name}}}", quote(data.draw(texts).encode("utf-8", "replace"), safe=""))
    known = st.sampled_from([*names(operation, "query"), "unheard-of"])
    pairs = data.draw(st.lists(st.tuples(known, texts), max_size=4))
    query = "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'replace'))}" for name, value in pairs)
    is_in_order(story.get(f"{path}?{query}"))


@given(query=st.binary(max_size=60).map(quote) | st.text("%&=+;#ab01", max_size=30))
def test_any_query_string_is_answered_or_declined(story: Client, query: str) -> None:
    is_in_order(story.get(f"/v1/timeline?{query}"))


@given(data=st.data())
@SHARED
def test_any_change_to_a_good_command_is_taken_or_declined(client: Client, data: st.DataObject) -> None:
    path, operation = data.draw(st.sampled_from(operations(client, "post")))
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    body = json.loads(json.dumps(examples[data.draw(st.sampled_from(sorted(examples)))]["value"]))
    spoil(body, data)
    is_in_order(client.post(path.rpartition("/")[2], json.dumps(body).encode()))


def spoil(body: Any, data: st.DataObject) -> None:
    """Change one place in plain JSON content, however deep."""
    place = body
    while True:
        steps: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
        step = data.draw(st.sampled_from(steps)) if steps else None
        if step is None or not isinstance(place[step], (dict, list)) or data.draw(st.booleans()):
            break
        place = place[step]
    if isinstance(place, dict):
        place[data.draw(texts) if step is None or data.draw(st.booleans()) else step] = data.draw(contents)
    elif step is None:
        place.append(data.draw(contents))
    else:
        place[step] = data.draw(contents)


@given(body=st.binary(max_size=80) | contents.map(lambda content: json.dumps(content).encode()))
@SHARED
def test_any_body_is_taken_or_declined(client: Client, body: bytes) -> None:
    is_in_order(client.post("record_account", body))


@given(
    name=st.sampled_from(["accept", "if-none-match", "if-match", "idempotency-key", "authorization", "last-event-id"]),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
)
@SHARED
def test_any_header_is_understood_or_declined(client: Client, name: str, value: str) -> None:
    headers = [(name.encode(), value.encode("latin-1"))]
    is_in_order(client.get("/v1/kinds", headers=headers))
    body = json.dumps({"case": "a", "content": CONTENTS["case"]})
    sent = [*headers, (b"content-type", b"application/json")]
    is_in_order(client.ask("POST", "/v1/commands/open_case", content=body, headers=sent))


@pytest.mark.parametrize("start", range(4))
def test_naughty_strings_in_every_parameter(story: Client, start: int) -> None:
    tried = 0
    for place, (path, operation) in enumerate(operations(story, "get")):
        for number, name in enumerate(names(operation, "query")):
            for text in NAUGHTY[(start + place + number) % 16 :: 64]:
                filled = path.format_map(dict.fromkeys(names(operation, "path"), "KH"))
                is_in_order(story.get(filled, params={name: text}))
                tried += 1
    assert tried > 300


FIELDS = ("summary", "headline", "note")


@pytest.mark.parametrize("start", range(4))
def test_naughty_strings_in_texts_are_declined_or_kept_to_the_letter(client: Client, start: int) -> None:
    client.done("register_source", {"source": "harbour-gazette-2003-05-14", "content": CONTENTS["source"]})
    client.done("register_party", {"party": "harbour-police", "content": CONTENTS["party"]})
    kept = 0
    for number, text in enumerate(NAUGHTY[start::4]):
        field = FIELDS[number % len(FIELDS)]
        told = {**account(KINDS["raid"]), field: text}
        reply = client.post("record_account", {"occurrence": f"raid-{number}", "kind": "raid", "account": told})
        is_in_order(reply)
        if reply.status_code == 201:
            (event,) = client.get(reply.headers["location"]).json()["events"]
            assert event["data"]["account"][field] == text
            kept += 1
    assert kept > 90


@pytest.mark.parametrize("name", NAUGHTY[::8])
def test_naughty_strings_as_identities(story: Client, name: str) -> None:
    for path, operation in operations(story, "get"):
        for each in names(operation, "path"):
            is_in_order(story.get(path.replace(f"{{{each}}}", quote(name, safe=""))))


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/v1/nothing", 404, None),
        ("GET", "/v1/timeline/", 404, None),
        ("GET", "/v2/timeline", 404, None),
        ("POST", "/v1/timeline", 405, "GET, HEAD"),
        ("DELETE", "/v1/occurrences/harbour-raid", 405, "GET, HEAD"),
        ("GET", "/v1/commands/open_case", 405, "POST"),
        ("OPTIONS", "/v1/timeline", 405, "GET, HEAD"),
        ("POST", "/v1/commands/no_such", 404, None),
        ("BREW", "/v1/timeline", 405, "GET, HEAD"),
    ],
)
def test_no_such_way(story: Client, method: str, path: str, status: int, allow: str | None) -> None:
    reply = story.ask(method, path)
    problem(reply, status)
    assert reply.headers.get("allow") == allow


def test_no_reply_lets_another_site_read_it(story: Client) -> None:
    reply = story.get("/v1/kinds", headers={"origin": "http://elsewhere.example"})
    assert not any(name.startswith("access-control") for name in reply.headers)
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
