"""Every state of the page is a link: an address opens what it was copied from."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.http.served import Served
from tests.api.web.conftest import Visit, address

PLEDGE = "Pledge of USD 1,200,000,000"


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def pledge(service: Served) -> str:
    (entry,) = (
        each
        for each in service.client.get("/v1/timeline", params={"kind": "loan_pledge"}).json()["entries"]
        if each["headline"] == PLEDGE
    )
    return str(entry["id"])


def test_filters_of_an_address_are_those_of_the_record(seeds: Served, visit: Visit) -> None:
    total = seeds.client.get("/v1/timeline", params={"country": "KZ", "kind": "flight"}).json()["total"]
    page = visit(seeds, "?view=table&country=KZ&kind=flight")
    expect(page.locator(".total")).to_contain_text(f"{total} occurrence")
    expect(page.locator(".chips")).to_contain_text("Kazakhstan")
    expect(page.locator("tbody tr").first).to_contain_text("flight")


def test_what_is_chosen_on_the_page_is_in_its_address(seeds: Served, visit: Visit) -> None:
    page = visit(seeds)
    cambodia = page.get_by_role("checkbox", name=re.compile("^Cambodia"))
    cambodia.check()
    page.get_by_label("case", exact=True).check()
    page.wait_for_url(re.compile("country=KH"))
    assert parameters(page)["lanes"] == ["case"]
    total = seeds.client.get("/v1/timeline", params={"country": "KH"}).json()["total"]
    page.reload()
    expect(page.locator(".total")).to_contain_text(f"{total} occurrence")
    expect(cambodia).to_be_checked()


def test_back_and_forward_go_through_the_states(seeds: Served, visit: Visit) -> None:
    page = visit(seeds)
    page.get_by_role("link", name="Sources").click()
    expect(page.locator(".source-card").first).to_be_visible()
    page.go_back()
    expect(page.locator("occurrence-plot")).to_be_visible()
    page.go_forward()
    expect(page.locator(".source-card").first).to_be_visible()


def test_a_dossier_opens_by_its_address(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, f"?occurrence={pledge(seeds)}", shows=".dossier h2")
    expect(page.locator(".dossier h2")).to_have_text(PLEDGE)
    expect(page.locator(".why")).to_contain_text("two days after")
    expect(page.locator(".incompatible")).to_contain_text("approximate against exact")


def test_the_reading_switch_picks_another_value(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, f"?occurrence={pledge(seeds)}", shows=".comparison")
    page.get_by_label("majority of sources").check()
    page.wait_for_url(re.compile("reading=majority"))
    expect(page.locator(".comparison .quiet").first).to_contain_text("majority of sources")


def test_search_finds_by_words_and_says_when_nothing_fits(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=table")
    page.get_by_role("searchbox").fill("pledge")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("tbody")).to_contain_text(PLEDGE)
    assert parameters(page)["q"] == ["pledge"]
    page.goto(page.url.split("?")[0] + "?q=nothingofthesort")
    expect(page.locator(".empty")).to_contain_text("Nothing in the record fits")


@pytest.mark.parametrize("view", ["timeline", "table", "correlation"])
def test_an_empty_record_says_that_it_is_empty(empty: Served, visit: Visit, view: str) -> None:
    page = visit(empty, f"?view={view}", shows=".empty")
    expect(page.locator(".empty")).to_contain_text("Nothing is recorded yet")


def test_the_window_is_kept_in_the_address(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?window=2009-12-01..2010-01-10", shows="occurrence-plot")
    page.get_by_role("button", name="Zoom out").click()
    page.wait_for_url(re.compile(r"window=2009-11-\d\d\.\.2010-01-\d\d"))
    page.get_by_role("button", name="Show all").click()
    page.wait_for_url(lambda url: "window" not in url)


@pytest.mark.parametrize("wrong", ["known_on=2009-13-45", "country=ZZ", "kind=nonsense", "from=whenever"])
def test_a_wrong_address_is_told_in_words(seeds: Served, wrong: str, browser: Browser) -> None:
    page = browser.new_page()  # not the fixture's: a refused request is an error on its console
    page.goto(f"{address(seeds)}?{wrong}")
    expect(page.locator(".problem").first).to_contain_text(re.compile("accepted", re.IGNORECASE))
    page.close()
