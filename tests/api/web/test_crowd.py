"""A record too large to be named at once: the words of what is before the reader's eyes are fetched by id."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Route, expect

from tests.api.http.served import Served
from tests.api.web.conftest import address

COUNT = 1_500


def outline() -> dict[str, Any]:
    """An outline of raids, one a day."""
    days = list(range(COUNT))
    nothing: dict[str, Any] = {"labels": [], "rows": [], "label": []}
    names = ("start_earliest", "start_latest", "end_earliest", "end_latest", "known_earliest", "known_latest")
    return {
        "total": COUNT,
        "position": COUNT,
        "withheld": {"accounts": 0, "occurrences": 0},
        "ids": [f"raid-{day}" for day in days],
        "kinds": ["raid"],
        "kind": [0] * COUNT,
        "realised": [True] * COUNT,
        **dict.fromkeys(names, days),
        "countries": nothing,
        "cases": nothing,
        "links": [],
    }


def entry(occurrence: str) -> dict[str, Any]:
    day = {"earliest": "1970-01-01", "latest": "1970-01-01"}
    return {
        "id": occurrence,
        "kind": "raid",
        "headline": f"Headline of {occurrence}",
        "realised": True,
        "manners": ["fact"],
        "when": {"edtf": None, "basis": "stated", **day},
        "known_since": day,
        "accounts": [],
        "sources": [],
        "conflicts": [],
    }


def test_only_what_is_in_view_is_named(seeds: Served, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []

    def name(route: Route) -> None:
        ids = parse_qs(urlsplit(route.request.url).query)["id"]
        asked.extend(ids)
        route.fulfill(body=json.dumps({"entries": [entry(each) for each in ids], "unknown": []}))

    page.route("**/v1/views/outline*", lambda route: route.fulfill(body=json.dumps(outline())))
    page.route("**/v1/views/entries*", name)
    page.route("**/v1/events/stream*", lambda route: route.abort())  # once it opens, everything is asked for anew
    with page.expect_response("**/v1/views/entries*"):
        page.goto(f"{address(seeds)}?lanes=none&window=1970-03-01..1970-03-11")
    expect(page.locator(".total")).to_contain_text("1,500 occurrences")
    assert {f"raid-{day}" for day in range(59, 69)} <= set(asked)
    plot = page.locator("occurrence-plot")
    plot.hover(position={"x": 175, "y": 62})
    expect(page.locator(".hint-headline")).to_have_text("Headline of raid-59")
    plot.focus()
    with page.expect_response("**/v1/views/entries*"):
        page.keyboard.press("Home")  # far from what was in view
    page.keyboard.press("ArrowRight")
    expect(page.locator(".told")).to_contain_text("Headline of raid-1")
    assert len(asked) == len(set(asked)) < 80
    page.close()
