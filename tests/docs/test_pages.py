"""The sessions that pages show are run, and print what the pages say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.console import fits, run, sessions

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "docs" / "tutorial.md", ROOT / "docs" / "how-to" / "import-your-own.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(page: Path, tmp_path: Path) -> None:
    shown = list(sessions(page))
    assert shown
    for command, expected in shown:
        _write_files_named_in(page, tmp_path)
        printed = run(command, tmp_path)
        assert fits(expected, printed), f"$ {command}\n{printed}"


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name
)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_three_dots_stand_for_anything_and_nothing_else_does() -> None:
    assert fits("one ...three", "one two\nthree")
    assert not fits("one ...four", "one two three")


def _write_files_named_in(page: Path, folder: Path) -> None:
    """Files that a page has the reader write: a fenced block under a line that holds the name alone."""
    text = page.read_text(encoding="utf-8")
    for name, content in re.findall(r"^`([\w.-]+)`:\n\n```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        (folder / name).write_text(content, encoding="utf-8")


def test_the_law_that_a_page_shows_holds() -> None:
    page = (ROOT / "docs" / "how-to" / "assert-your-own-laws.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(shown, "assert-your-own-laws.md", "exec"), names)
    names["test_my_order_never_contradicts_the_truth"]()
