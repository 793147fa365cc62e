"""A timeline in a pipe or a file is whole; on a page that was asked for it is that page."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from tests.api.cli.conftest import Run, lines_of


def test_all_formats_hold_every_entry_and_a_page_holds_what_was_asked_for(run: Run, seeded: Path) -> None:
    code, told, _ = run("timeline", "--store", seeded)
    whole = [line["id"] for line in lines_of(told)]
    assert code == 0
    assert len(whole) == len(set(whole)) > 150
    _, table, _ = run("timeline", "--store", seeded, "--format", "csv")
    assert [row["id"] for row in csv.DictReader(StringIO(table))] == whole
    _, calendar, _ = run("timeline", "--store", seeded, "--format", "ics")
    assert calendar.count("UID:") == len(whole)
    _, one, _ = run("timeline", "--store", seeded, "--format", "json")
    (view,) = lines_of(one)
    assert [entry["id"] for entry in (*view["entries"], *view["undated"])] == whole
    assert view["next"] is None
    _, page, _ = run("timeline", "--store", seeded, "--limit", "5")
    assert [line["id"] for line in lines_of(page)] == whole[:5]
