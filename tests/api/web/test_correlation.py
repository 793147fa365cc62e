"""The correlation view: the sequence of a case, lags with the band of chance, the matrix, and the fixed sentence."""

import re

from playwright.sync_api import Browser, expect

from api.http.examples import CONTENTS, account
from domain.kinds import KINDS
from tests.api.http.served import Served
from tests.api.web.conftest import Visit, address
from tests.api.web.test_safety import post

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


def test_a_rule_over_kinds_without_a_date_says_what_is_missing(empty: Served, browser: Browser) -> None:
    source = {"source": "harbour-gazette-2003-05-14", "content": CONTENTS["source"]}
    assert post(empty, "register_source", source) == 201
    assert post(empty, "register_party", {"party": "harbour-police", "content": CONTENTS["party"]}) == 201
    for kind in ("raid", "statement"):
        told = {**account(KINDS[kind]), "when": {}, "attribution": [{"manner": "planned"}]}
        assert post(empty, "record_account", {"occurrence": f"a-{kind}", "kind": kind, "account": told}) == 201
    page = browser.new_page()  # not the fixture's: that there are no lags is an error on its console
    page.goto(address(empty) + "?view=correlation&rule=raid>statement:7:same_country")
    expect(page.locator(".without-lags")).to_be_visible()
    page.get_by_role("button", name="Ask it of the record").click()
    expect(page.locator(".verdict-line")).to_contain_text("no raid and no statement that counts has a date")
    counts = page.locator("table.counts").first
    expect(counts.get_by_role("row", name="Days observed")).to_contain_text("none")
    expect(counts.get_by_role("row", name="Expected by chance")).to_contain_text("not told")
    expect(counts.get_by_role("row", name="Counted: Raid")).to_contain_text("1 left out, not said to have happened")
    expect(page.locator(".chronology")).to_contain_text("Nothing of either kind counts here")
    expect(page.locator(".without-lags")).to_be_visible()
    expect(page.locator(".problem")).to_have_count(0)
    page.close()


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


RULE = "?view=correlation&rule=raid>deportation:30:same_country"


def test_a_bar_leads_to_the_pairs_that_it_counts(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, RULE, shows=".histogram .bar")
    bars = page.locator(".histogram .bar")
    title = str(bars.first.get_attribute("aria-label"))
    bars.first.click()
    page.wait_for_url(re.compile(r"pairs=-?\d+\.\.-?\d+"))
    possible = int(re.findall(r"(\d+) possible", title)[0])
    expect(page.locator("#pairs li")).to_have_count(possible)
    expect(page.locator("#pairs h3")).to_be_focused()
    page.locator("#pairs li a").first.click()
    expect(page.locator(".dossier h2")).to_be_visible()


def test_the_bars_are_walked_with_the_arrow_keys(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, RULE.replace("raid>deportation", "deportation>statement"), shows=".histogram .bar")
    assert page.locator(".histogram .bar[tabindex='0']").count() == 1
    page.locator(".histogram .bar[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("1 day later")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"pairs=1\.\.1"))
    expect(page.locator("#pairs")).to_contain_text("1 day later")


def test_the_pairs_listed_are_those_of_the_service(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, f"{RULE}&pairs=0..30", shows="#pairs li")
    asked = "x_kind=raid&y_kind=deportation&pairs_from_days=0&pairs_to_days=30"
    told = seeds.client.get(f"/v1/correlations/lags?{asked}").json()
    expect(page.locator("#pairs li")).to_have_count(len(told["pairs"]))
    expect(page.locator("#pairs .count")).to_contain_text(str(told["pairs_count"]))


def test_a_chain_is_counted_and_each_of_its_occurrences_is_a_link(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=correlation", shows=".motif-form")
    page.get_by_label("Step 2: days at most").fill("3")
    page.get_by_label("Step 3: days at most").fill("7")
    page.evaluate(DRAWN_AGAIN)
    page.get_by_role("button", name="Count the chain").click()
    page.wait_for_url(re.compile("motif="))
    asked = {"step": ["raid", "deportation:0..3", "loan_pledge:0..7"]}
    told = seeds.client.get("/v1/correlations/motif", params=asked).json()
    links = page.locator("#chains li").first.get_by_role("link")
    expect(links).to_have_count(3)
    expect(links.last).to_have_text("Pledge of USD 1,200,000,000")
    expect(page.locator(".motif")).to_contain_text(told["refused"][0])
    expect(page.locator(".motif")).to_contain_text(told["caveat"])
    page.get_by_role("button", name="One step more").click()
    expect(page.get_by_label("Kind of step 4")).to_be_visible()
