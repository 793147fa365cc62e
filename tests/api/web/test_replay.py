"""Replay: the record as known on a day, recomputed by the service for each step."""

import re

from playwright.sync_api import expect

from tests.api.http.served import Served
from tests.api.web.conftest import Visit
from tests.api.web.test_links import pledge


def test_a_step_of_the_slider_reveals_a_conflict(seeds: Served, visit: Visit) -> None:
    days = seeds.client.get("/v1/views/knowledge-days").json()["days"]
    page = visit(seeds, f"?known_on={days[0]}&occurrence={pledge_of(seeds, days[0])}", shows=".dossier h2")
    expect(page.locator(".accounts")).to_be_visible()
    assert page.locator(".incompatible").count() == 0
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(f"known_on={days[1]}"))
    expect(page.locator(".incompatible")).to_contain_text("cannot both hold")
    expect(page.locator(".step-changes")).to_contain_text("read otherwise")


def pledge_of(service: Served, day: str) -> str:
    found = service.client.get("/v1/timeline", params={"kind": "loan_pledge", "known_on": day}).json()
    return str(found["entries"][0]["id"])


def test_what_is_not_yet_known_is_withheld_and_counted(seeds: Served, visit: Visit) -> None:
    told = seeds.client.get("/v1/timeline", params={"known_on": "2010-06-01"}).json()
    page = visit(seeds, "?known_on=2010-06-01")
    expect(page.locator(".withheld")).to_contain_text(f"{told['withheld']['occurrences']} withheld: not yet known then")
    expect(page.locator(".total")).to_contain_text(f"{told['total']} occurrences")


def test_it_plays_to_the_end(seeds: Served, visit: Visit) -> None:
    days = seeds.client.get("/v1/views/knowledge-days").json()["days"]
    page = visit(seeds, f"?known_on={days[-2]}&view=table")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".known-day")).to_contain_text("all that is recorded", timeout=30_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_url(lambda url: "known_on" not in url)


def test_the_difference_of_two_days_names_what_changed(seeds: Served, visit: Visit) -> None:
    days = seeds.client.get("/v1/views/knowledge-days").json()["days"]
    page = visit(seeds, f"?view=difference&against={days[0]}&known_on={days[1]}", shows=".difference")
    expect(page.locator("main")).to_contain_text("appeared")
    expect(page.locator(".fields-changed").first).to_be_visible()


def test_the_public_reading_shows_what_was_announced(seeds: Served, visit: Visit) -> None:
    page = visit(
        seeds, f"?view=table&known_on=2010-06-01&knowledge=public&occurrence={pledge(seeds)}", shows=".dossier"
    )
    expect(page.locator(".total")).to_be_visible()
    expect(page.get_by_label("knowledge")).to_have_value("public")
