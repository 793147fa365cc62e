"""The page in chromium, before the real service: over the seed corpus, or over a record that a test writes itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from api.cli.loading import make_ready
from store.settings import Settings
from tests.api.http.served import Served, served

expect.set_options(timeout=30_000)  # as for every other wait: a slow machine is not a wrong answer

WATCH = """
    globalThis.reports = [];
    const tell = (event) => reports.push(`${event.violatedDirective} ${event.blockedURI}`);
    addEventListener("securitypolicyviolation", tell);
"""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the seed corpus."""
    store = tmp_path_factory.mktemp("seeds") / "record.sqlite"
    make_ready(Settings.of(store), with_seeds=True)
    return store


@pytest.fixture(scope="module")
def seeds(seed_store: Path) -> Iterator[Served]:
    """The seed corpus, served."""
    with served(seed_store, "usual") as service:
        yield service


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """An empty record, served, that may be written to."""
    with served(tmp_path / "record.sqlite", "usual") as service:
        yield service


def address(service: Served) -> str:
    return f"http://{service.host}:{service.port}/"


@pytest.fixture
def visit(page: Page) -> Iterator[Visit]:
    """Open the page of a service and wait until it shows the record.

    At the end of the test nothing may have been asked of anybody else, nothing reported against the policy of the
    page, and no dialog opened.
    """
    asked: list[str] = []
    dialogs: list[str] = []
    visited: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.add_init_script(WATCH)
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", dismissed)

    def go(service: Served, search: str = "", shows: str = ".total") -> Page:
        visited.append(address(service))
        page.goto(address(service) + search)
        page.wait_for_selector(shows)
        return page

    yield go
    assert [url for url in asked if not url.startswith((*visited, "blob:", "data:"))] == []
    assert page.evaluate("globalThis.reports ?? []") == []
    assert dialogs == []
