"""The page on a phone, on paper, in the dark, live, and for somebody who cannot see it."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.http.examples import CONTENTS, account
from domain.kinds import KINDS
from tests.api.http.served import Served
from tests.api.web.conftest import Visit, address
from tests.api.web.test_links import pledge
from tests.api.web.test_safety import post

AXE = (Path(__file__).parents[2] / "vectors/page/axe-core/axe.min.js").read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = {
    "timeline": ("?lanes=case", ".legend"),
    "replay": ("?known_on=2011-09-05", ".step-changes"),
    "table": ("?view=table", "tbody tr"),
    "dossier": ("?occurrence=PLEDGE", ".why"),
    "difference": ("?view=difference&against=2010-11-30&known_on=2011-09-05", ".difference"),
    "sources": ("?view=sources", ".source-card"),
    "correlation": ("?view=correlation&case=december-2009-deportation", ".matrix"),
    "pairs": ("?view=correlation&rule=deportation>statement:30:same_country&pairs=-3..3", "#pairs li"),
    "chain": ("?view=correlation&motif=raid>deportation:0..3>loan_pledge:0..7@same_country", "#chains li"),
    "both": ("?axis=both", "delay-plot canvas"),
    "filtered": ("?view=table&kind=flight&q=kazakhstan", ".chips"),
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "mobile": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


def opened(browser: Browser, service: Served, look: str, view: str) -> Page:
    search, shows = VIEWS[view]
    page = browser.new_context(**LOOKS[look], locale="en-GB", reduced_motion="reduce").new_page()
    page.goto(address(service) + search.replace("PLEDGE", pledge(service)))
    page.wait_for_selector(shows)
    return page


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_no_violation(seeds: Served, browser: Browser, look: str, view: str) -> None:
    page = opened(browser, seeds, look, view)
    page.evaluate(AXE)
    found = page.evaluate("(levels) => axe.run({ runOnly: levels })", LEVELS)
    told = [
        (each["id"], node["html"], node["failureSummary"]) for each in found["violations"] for node in each["nodes"]
    ]
    assert told == []
    assert len(found["passes"]) > 10
    page.context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_phone(seeds: Served, browser: Browser, view: str) -> None:
    page = opened(browser, seeds, "mobile", view)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_a_tap_opens_a_dossier_on_a_phone(seeds: Served, browser: Browser) -> None:
    page = opened(browser, seeds, "mobile", "table")
    page.locator("a.headline").first.tap()
    expect(page.locator(".dossier h2")).to_be_visible()
    page.get_by_label("Close the dossier").tap()
    expect(page.locator(".dossier")).to_have_count(0)
    page.context.close()


INKED = """(canvas) => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const seen = new Set();
    for (let at = 0; at < pixels.length; at += 4) seen.add((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
    return seen.size;
}"""


def test_the_plot_on_paper_is_not_blank(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?lanes=case", shows=".legend")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.locator("occurrence-plot canvas.printed")
    assert printed.count() > 1
    assert all(printed.nth(at).evaluate(INKED) > 20 for at in range(printed.count()))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(printed).to_have_count(0)
    expect(page.locator("occurrence-plot canvas")).to_be_visible()


def test_it_prints(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?lanes=case", shows=".legend")
    assert len(page.pdf(format="A4")) > 50_000
    expect(page.locator("occurrence-plot canvas")).to_be_visible()


def test_dark_paper_is_dark(seeds: Served, browser: Browser) -> None:
    page = opened(browser, seeds, "dark", "timeline")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(23, 24, 26)"
    page.context.close()


def test_new_events_appear_without_a_reload_also_after_a_cut(empty: Served, visit: Visit) -> None:
    post(empty, "register_source", {"source": "harbour-gazette-2003-05-14", "content": CONTENTS["source"]})
    post(empty, "register_party", {"party": "harbour-police", "content": CONTENTS["party"]})
    page = visit(empty)
    expect(page.locator(".foot")).to_contain_text("live")
    expect(page.locator(".total")).to_contain_text("0 occurrences")
    page.get_by_role("searchbox").fill("half a wo")
    raid = {"kind": "raid", "account": account(KINDS["raid"])}
    post(empty, "record_account", {"occurrence": "raid-1", **raid})
    expect(page.locator(".total")).to_contain_text("1 occurrence")
    expect(page.locator(".told")).to_contain_text("recorded")
    expect(page.get_by_role("searchbox")).to_have_value("half a wo")  # what is being typed outlives a redraw
    page.context.set_offline(True)
    post(empty, "record_account", {"occurrence": "raid-2", **raid})
    page.context.set_offline(False)
    expect(page.locator(".total")).to_contain_text("2 occurrences", timeout=20_000)


def test_country_names_are_those_of_the_readers_machine(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?country=TR")
    assert page.evaluate("new Intl.DisplayNames(['en-GB'], {type: 'region'}).of('TR')") == "Türkiye"
    expect(page.locator(".chips")).to_contain_text("Türkiye")


def test_a_period_in_view_is_exported_as_such(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?window=2009-12-01..2010-01-10", shows="occurrence-plot")
    with page.expect_download() as taken:
        page.get_by_role("link", name="JSON").click()
    told = seeds.client.get("/v1/timeline?from=2009-12-01&to=2010-01-09&limit=1000").json()
    found = json.loads(taken.value.path().read_text("utf-8"))
    assert [each["id"] for each in found["entries"]] == [each["id"] for each in told["entries"]]
    assert 0 < found["total"] < seeds.client.get("/v1/timeline").json()["total"]


def test_undated_is_what_the_service_calls_so(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "", shows=".legend")
    undated = seeds.client.get("/v1/timeline").json()["total_undated"]
    expect(page.locator(".undated .count")).to_have_text(str(undated))


def test_what_is_exported_is_what_is_shown(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=table&country=KZ")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    text = taken.value.path().read_text("utf-8")
    total = seeds.client.get("/v1/timeline", params={"country": "KZ"}).json()["total"]
    assert text.count("\n") == total + 1
