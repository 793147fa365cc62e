"""Whatever arrives while somebody reads, types or chooses, the page stays where they are."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from api.http.examples import CONTENTS, account
from domain.kinds import KINDS
from tests.api.http.served import Served
from tests.api.web.conftest import Visit, address
from tests.api.web.test_correlation import DRAWN_AGAIN
from tests.api.web.test_safety import post

SHOWN = "document.querySelector('.dossier').scrollTop"


def growing(service: Served, count: int, first: int = 0) -> None:
    """Record that many raids."""
    if first == 0:
        post(service, "register_source", {"source": "harbour-gazette-2003-05-14", "content": CONTENTS["source"]})
        post(service, "register_party", {"party": "harbour-police", "content": CONTENTS["party"]})
    raid = {"kind": "raid", "account": account(KINDS["raid"])}
    for number in range(first, first + count):
        assert post(service, "record_account", {"occurrence": f"raid-{number}", **raid}) == 201


def holding(page: Page, what: str) -> list[Route]:
    """Requests that are kept waiting until the test lets them go."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(what, hold)
    return held


def test_a_day_that_is_being_typed_counts_when_it_is_done(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=table&known_on=2011-09-05")
    field = page.get_by_label("Day", exact=True)
    field.focus()
    page.keyboard.type("0601")
    page.evaluate(DRAWN_AGAIN)
    page.keyboard.type("2010")
    assert "known_on=2011-09-05" in page.url
    expect(field).to_have_value("2010-06-01")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("known_on=2010-06-01"))


def test_the_slider_leads_back_to_where_it_was_taken_up(seeds: Served, visit: Visit) -> None:
    days = seeds.client.get("/v1/views/knowledge-days").json()["days"]
    page = visit(seeds, f"?view=table&known_on={days[0]}")
    page.get_by_role("slider").focus()
    for day in days[1:3]:
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(f"known_on={day}"))
    page.go_back()
    page.wait_for_url(re.compile(f"known_on={days[1]}"))
    page.go_back()
    page.wait_for_url(re.compile(f"known_on={days[0]}"))
    expect(page.locator(".known-day")).to_contain_text("on ")


def test_pages_that_were_opened_stay_open_when_the_record_grows(empty: Served, visit: Visit) -> None:
    growing(empty, 130)
    page = visit(empty, "?view=table", shows="tbody tr")
    expect(page.locator(".foot")).to_contain_text("live")
    page.get_by_role("button", name="Show more").click()
    rows = page.locator("tbody tr a.headline")
    expect(rows).to_have_count(130)
    rows.nth(120).focus()
    held = rows.nth(120).get_attribute("href")
    growing(empty, 1, first=130)
    expect(page.locator(".total")).to_contain_text("131 occurrences")
    expect(rows).to_have_count(131)
    assert page.evaluate("document.activeElement.getAttribute('href')") == held


def test_the_focus_stays_on_a_facet_that_moves(seeds: Served, visit: Visit) -> None:
    page = visit(seeds)
    box = page.get_by_role("checkbox", name=re.compile("^Thailand"))
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("country=TH"))
    expect(page.locator(".chips")).to_contain_text("Thailand")
    page.evaluate(DRAWN_AGAIN)
    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_taking_back_the_last_filter_leaves_the_focus_at_the_record(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=table&kind=raid", shows=".chips a")
    page.locator(".chips a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "record"


def test_a_dossier_keeps_its_place_and_another_begins_at_its_top(seeds: Served, visit: Visit) -> None:
    outline = seeds.client.get("/v1/views/outline").json()
    tied = outline["ids"][outline["links"][0]["from"]]
    page = visit(seeds, f"?view=table&occurrence={tied}", shows=".why")
    expect(page.locator(".dossier h2")).to_be_focused()
    page.locator(".history summary").click()
    expect(page.locator(".events li").first).to_be_visible()
    page.evaluate("document.querySelector('.dossier').scrollTo(0, 300)")
    page.evaluate(DRAWN_AGAIN)
    assert page.evaluate(SHOWN) == 300
    assert page.evaluate("document.querySelector('.history').open")
    before = page.locator(".dossier h2").inner_text()
    page.evaluate("document.querySelector('.dossier').scrollTo(0, 99999)")
    page.locator(".ties a").first.click()
    expect(page.locator(".dossier h2")).not_to_have_text(before)
    expect(page.locator(".dossier h2")).to_be_focused()
    assert page.evaluate(SHOWN) == 0


def test_claims_that_were_unfolded_stay_so(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=correlation&case=december-2009-deportation", shows=".strip .lag summary")
    page.locator(".strip .lag summary").first.click()
    page.evaluate(DRAWN_AGAIN)
    expect(page.locator(".strip .lag li").first).to_be_visible()


def test_another_view_begins_at_its_top(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?view=table", shows="tbody tr")
    page.evaluate("scrollTo(0, 2000)")
    page.locator(".masthead a", has_text="Sources").evaluate("(link) => link.click()")
    expect(page.locator(".source-card").first).to_be_visible()
    assert page.evaluate("scrollY") == 0


def test_rows_are_shown_once_their_style_is_there(seeds: Served, browser: Browser) -> None:
    page = browser.new_page()
    held = holding(page, "**/style/table.css")
    page.goto(f"{address(seeds)}?view=table", wait_until="commit")
    page.wait_for_selector("main .waiting")
    page.wait_for_selector("link[href$='style/table.css']", state="attached")
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.locator("table.occurrences").count() == 0
    held[0].continue_()
    expect(page.locator("table.occurrences")).to_be_visible()
    page.close()


def test_a_view_that_cannot_be_fetched_says_so(seeds: Served, browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/table/view.js", lambda route: route.abort())
    page.goto(f"{address(seeds)}?view=table")
    expect(page.get_by_role("alert")).to_contain_text("could not be fetched")
    page.unroute("**/table/view.js")
    page.get_by_role("button", name="Load the page anew").click()
    expect(page.locator("table.occurrences")).to_be_visible()
    page.close()


def test_what_is_recorded_before_the_stream_opens_is_not_missed(empty: Served, browser: Browser) -> None:
    page = browser.new_page()
    held = holding(page, "**/v1/events/stream")
    page.goto(address(empty))
    expect(page.locator(".total")).to_contain_text("0 occurrences")
    growing(empty, 1)
    held[0].continue_()
    expect(page.locator(".total")).to_contain_text("1 occurrence")
    page.close()


def test_asking_again_for_what_did_not_change_keeps_the_answer(seeds: Served, visit: Visit) -> None:
    page = visit(seeds, "?lanes=case", shows=".legend")
    expect(page.locator(".foot")).to_contain_text("live")
    found = page.evaluate(
        """async () => {
            const { Shelf } = await import("/shelf.js");
            const shelf = new Shelf(() => {});
            const come = (place) => new Promise((done) => {
                const look = () => (place.pending ? setTimeout(look, 5) : done(place.value));
                look();
            });
            const place = shelf.want("outline", "/v1/views/outline");
            const first = await come(place);
            const same = [];
            for (let at = 0; at < 3; at += 1) {
                shelf.renew();
                same.push((await come(place)) === first);
            }
            return same;
        }"""
    )
    assert found == [True] * 3


def test_an_answer_under_way_is_let_come_when_the_record_grows(seeds: Served, browser: Browser) -> None:
    page = browser.new_page()
    held = holding(page, "**/v1/kinds*")
    page.goto(f"{address(seeds)}?view=sources")
    expect(page.locator(".foot")).to_contain_text("live")  # the stream has opened: everything is asked for again
    assert len(held) == 1
    with page.expect_request("**/v1/kinds*"):  # and once more, when it has come
        held[0].continue_()
    expect(page.locator(".foot")).to_contain_text("position")
    page.close()
