"""What the first view weighs, counted over what the page really names: its style sheets and every module it imports."""

import gzip
import re
from pathlib import Path

WEB = Path(__file__).parents[3] / "api/web"
MOST_BYTES = 80_000
IMPORT = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["'](\.[^"']+)["']""")
LATER = re.compile(r"""=>\s*import\(\s*["'](\.[^"']+)["']\s*\)""")


def imported(path: Path, pattern: re.Pattern[str]) -> list[Path]:
    return [(path.parent / name).resolve() for name in pattern.findall(path.read_text("utf-8"))]


def modules(start: Path) -> set[Path]:
    """A module and all that it imports at once."""
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += imported(path, IMPORT)
    return found


def page_text() -> str:
    return (WEB / "index.html").read_text("utf-8")


def first_view() -> set[Path]:
    sheets = {WEB / name for name in re.findall(r'rel="stylesheet" href="([^"]+)"', page_text())}
    return modules(WEB / "start.js") | sheets


def test_the_first_view_is_light() -> None:
    weights = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in first_view()}
    assert len(weights) > 20
    assert sum(weights.values()) <= MOST_BYTES, sorted(weights.items(), key=lambda each: -each[1])


def test_views_opened_later_are_not_part_of_it() -> None:
    later = {path for module in modules(WEB / "start.js") for path in imported(module, LATER)}
    assert WEB / "dossier/view.js" in later
    assert not later & first_view()
    assert all(path.is_file() for path in later)


def test_the_page_names_every_module_of_the_first_view_so_that_none_waits_for_another() -> None:
    named = {(WEB / name).resolve() for name in re.findall(r'rel="modulepreload" href="([^"]+)"', page_text())}
    assert named == modules(WEB / "start.js") - {WEB / "start.js"}


def test_nothing_is_left_that_nobody_imports() -> None:
    reached = modules(WEB / "start.js")
    while (
        more := {path for module in reached for later in imported(module, LATER) for path in modules(later)} - reached
    ):
        reached |= more
    ours = {path for path in WEB.rglob("*.js") if "vendor" not in path.parts}
    assert ours - reached == set()
