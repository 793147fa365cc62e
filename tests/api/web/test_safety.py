"""Whatever texts a record holds, the page shows them as texts."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from api.http.examples import CONTENTS, account
from domain.kinds import KINDS
from tests.api.http.served import Served
from tests.api.web.conftest import Visit

OWN = (
    "<script>globalThis.hit = 1; alert(1)</script>",
    '"><img src=x onerror="globalThis.hit=1;alert(1)">',
    "<svg onload=alert(1)><script>alert(2)</script></svg>",
    "javascript:alert(1)//",
    "${alert(1)} {{alert(1)}} <!--?lit$123$--> <?",
    "</title></textarea></select></style><iframe src='javascript:alert(1)'></iframe>",
    '<a href="javascript:alert(1)">x</a><base href="https://example.org/">',
    "<details open ontoggle=alert(1)><form action=https://example.org><input autofocus onfocus=alert(1)>",
)
NAUGHTY = json.loads((Path(__file__).parents[2] / "vectors/blns.json").read_text("utf-8"))
PAYLOADS = [*OWN, *(text for text in NAUGHTY if "<" in text and "alert" in text.lower() and len(text) < 150)][:120]


def post(service: Served, command: str, body: Any, version: int | None = None) -> int:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return service.client.post(f"/v1/commands/{command}", json=body, headers=headers).status_code


@pytest.fixture
def hostile(empty: Served) -> Served:
    """A record with a payload in every text field that takes it."""
    kind = KINDS["statement"]
    recorded = 0
    for number, text in enumerate(PAYLOADS):
        source, party, case, occurrence = (f"{noun}-{number}" for noun in ("source", "party", "case", "occurrence"))
        content = {
            **CONTENTS["source"],
            "title": text,
            "publisher": text,
            "authors": [text],
            "note": text,
            "found": text,
        }
        if post(empty, "register_source", {"source": source, "content": content}) != 201:
            continue
        post(
            empty,
            "register_party",
            {"party": party, "content": {"kind": "organisation", "name": text, "aliases": [text]}},
        )
        post(empty, "open_case", {"case": case, "content": {"title": text, "scope": text}})
        told = {
            **account(kind),
            "citation": {"source": source, "page": text},
            "attribution": [{"party": party, "manner": "reported", "hedge": text}, {"manner": "fact"}],
            "headline": text,
            "summary": text,
            "note": text,
            "what": {"kind": "statement", "stance": "denial", "topic": text},
            "when": {"stated": text, "edtf": "2003-05-12"},
            "places": [{"name": text}],
            "countries": [{"code": "KH", "role": "where", "name": text}],
            "parties": [{"party": party, "role": "speaker", "as_named": text}],
        }
        recorded += (
            post(empty, "record_account", {"occurrence": occurrence, "kind": "statement", "account": told}) == 201
        )
        post(empty, "file_occurrence", {"case": case, "occurrence": occurrence}, version=1)
    assert recorded > 30
    return empty


def untouched(page: Any) -> bool:
    made = (
        "document.querySelectorAll('#page script, #page img, #page iframe, #page base, #page object, [onerror]').length"
    )
    return bool(page.evaluate(f"globalThis.hit === undefined && {made} === 0"))


def test_no_text_of_a_record_runs(hostile: Served, visit: Visit) -> None:
    page = visit(hostile, "?lanes=case", shows=".legend")
    assert untouched(page)
    for search in ("?view=table", "?view=sources", "?view=difference&against=2003-05-13"):
        page = visit(hostile, search, shows="table, .source-card, .difference, .empty")
        assert untouched(page)
    expect(page.locator("main")).to_contain_text("<script>")


def test_no_text_of_a_dossier_runs(hostile: Served, visit: Visit) -> None:
    entries = hostile.client.get("/v1/timeline", params={"limit": 1000}).json()["entries"]
    for entry in entries[:12]:
        page = visit(hostile, f"?view=table&occurrence={entry['id']}", shows=".why")
        page.locator(".history summary").click()
        page.wait_for_selector(".events li")
        assert page.locator(".dossier h2").inner_text().split() == entry["headline"].split()
        assert untouched(page)


@pytest.mark.parametrize("payload", OWN[:4])
def test_no_text_of_an_address_runs(seeds: Served, visit: Visit, payload: str) -> None:
    told = urlencode({"q": payload, "lanes": payload, "window": payload, "view": payload})
    page = visit(seeds, f"?{told}", shows=".chips")
    expect(page.locator(".chips")).to_contain_text(payload.split(maxsplit=1)[0])
    assert untouched(page)


def test_the_policy_of_the_page_allows_nothing_inline(seeds: Served) -> None:
    policy = seeds.client.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
