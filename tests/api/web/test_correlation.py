"""The correlation view: the sequence of a case, lags with the band of chance, the matrix, and the fixed sentence."""

import re

from playwright.sync_api import expect

from tests.api.http.served import Served
from tests.api.web.conftest import Visit

STORY = "?view=correlation&case=december-2009-deportation&kind=raid&kind=deportation&kind=visit"

DRAWN_AGAIN = """() => {
    dispatchEvent(new PopStateEvent("popstate"));
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


def test_the_sequence_tells_the_distance_and_what_it_rests_on(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, STORY, shows=".strip .step")
    steps = page.locator(".strip .step")
    expect(steps).to_have_count(3)
    expect(page.locator(".strip .lag").last).to_contain_text("2 days later")
    page.locator(".strip .lag summary").last.click()
    expect(page.locator(".strip .lag li").last).to_be_visible()
    steps.first.get_by_role("link").click()
    expect(page.locator(".dossier h2")).to_be_visible()


def test_it_always_says_that_it_shows_no_cause(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=correlation", shows=".caveat")
    expect(page.locator(".caveat")).to_have_text(
        "Temporal association in reported events; not evidence that one caused the other."
    )


def test_a_rule_is_recorded_before_it_is_counted(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=correlation&rule=deportation>statement:30:same_country", shows=".unasked")
    before = seeds.client.get("/v1/correlations/rules").json()["total"]
    page.get_by_role("button", name="Ask it of the record").click()
    expect(page.locator(".counts")).to_contain_text("Expected by chance")
    expect(page.locator(".verdict-line")).to_be_visible()
    assert seeds.client.get("/v1/correlations/rules").json()["total"] == before + 1
    page.locator("#hits a, #misses a").first.click()
    expect(page.locator(".dossier h2")).to_be_visible()


def test_a_rule_is_chosen_by_its_form_and_kept_in_the_address(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=correlation", shows=".rule-form")
    page.get_by_label("First kind").select_option("raid")
    page.get_by_label("Window in days").fill("7")
    page.evaluate(DRAWN_AGAIN)  # as when something arrives meanwhile: what was chosen stays
    page.get_by_role("button", name="Choose").click()
    page.wait_for_url(re.compile("rule=raid"))
    expect(page.locator(".histogram figcaption")).to_contain_text("Days from raid")


def test_a_cell_of_the_matrix_is_a_rule(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=correlation", shows=".matrix td a")
    page.locator(".matrix td a").first.click()
    page.wait_for_url(re.compile("rule="))
