"""Everything can be done with the keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.api.http.served import Served
from tests.api.web.conftest import Visit


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until something that matches has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times Tab do not reach {selector}")


def test_the_first_stop_leads_to_the_record(seeds: Served, visit: Visit) -> None:
    page = visit(seeds)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the record"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "record"


def test_the_plot_is_walked_opened_and_left(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?window=2009-12-01..2010-01-10", shows="occurrence-plot")
    tab_to(page, "occurrence-plot")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".told")).not_to_be_empty()
    spoken = page.locator(".told").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".told")).not_to_have_text(spoken)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("occurrence="))
    expect(page.locator(".dossier h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".dossier")).to_have_count(0)
    expect(page.locator("occurrence-plot")).to_be_focused()


def test_the_plot_zooms_and_moves(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?window=2009-12-01..2010-01-10", shows="occurrence-plot")
    page.locator("occurrence-plot").focus()
    page.keyboard.press("+")
    page.wait_for_url(lambda url: "window=2009-12-01" not in url)
    narrowed = page.url
    page.keyboard.press("PageDown")
    page.wait_for_url(lambda url: url != narrowed)


def test_the_rows_of_the_table_are_walked_and_opened(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=table", shows="tbody tr")
    links = page.locator("a.headline")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(links.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".dossier h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.first).to_be_focused()


def test_a_facet_is_chosen_and_taken_back(seeds: Served, visit: Visit) -> None:
    page = visit(seeds)
    tab_to(page, ".choices input")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("kind="))
    tab_to(page, ".chips a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "kind=" not in url)


def test_the_plot_of_both_axes_is_walked_and_opened(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?axis=both", shows="delay-plot canvas")
    tab_to(page, "delay-plot")
    told = page.locator(".told")
    spoken = ""
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowDown", "Home"):
        page.keyboard.press(key)
        expect(told).to_contain_text("known since")
        expect(told).not_to_have_text(spoken)
        spoken = told.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("occurrence="))
    expect(page.locator(".dossier h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".dossier")).to_have_count(0)
    expect(page.locator("delay-plot")).to_be_focused()
