"""Debian's chromium for the tests of the page, driven by playwright, which downloads no browser of its own."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module.

    Not for the whole session: playwright keeps an event loop running in the test's own thread for as long as it lives,
    and tests that start a loop of their own would refuse to.
    """
    from playwright.sync_api import sync_playwright  # half a second that only these tests should pay

    program = shutil.which("chromium")
    assert program, "the tests of the page need chromium (Debian: apt install chromium), or -m 'not browser'"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if as_root else [])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window with no history; a test fails if the page raised an error or wrote one to the console."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: complaints.append(f"{message.text} {message.location}") if message.type == "error" else None,
    )
    yield opened
    context.close()
    assert complaints == [], complaints
