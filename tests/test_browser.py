"""The browser that drives the tests of the page is there and runs scripts."""

from playwright.sync_api import Page


def test_it_runs_the_script_of_a_page(page: Page) -> None:
    page.set_content("<h1>Regesta</h1><script>document.querySelector('h1').textContent += ' 2'</script>")
    assert page.inner_text("h1") == "Regesta 2"
