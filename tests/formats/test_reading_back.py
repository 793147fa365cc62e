"""What a format wrote can be read back: all of it from JSON, every cell from CSV, every line from iCalendar."""

from __future__ import annotations

import csv
import io
import re

import orjson
import pytest
from hypothesis import given

from formats.registry import EXPORTS
from projections.entry import Entry
from projections.timeline import Timeline
from tests.formats.timelines import EXAMPLE, entry, timeline, timelines


@given(timelines())
def test_json_holds_the_whole_view(view: Timeline) -> None:
    assert Timeline.model_validate_json(EXPORTS["json"].whole(view)) == view


@given(timelines())
def test_json_lines_hold_every_entry(view: Timeline) -> None:
    written = EXPORTS["jsonl"].whole(view).decode().removesuffix("\n")
    read = tuple(Entry.model_validate_json(line) for line in written.split("\n") if line)
    assert read == (*view.entries, *view.undated)


def test_json_lines_of_a_view_that_is_no_table_are_one_line() -> None:
    plain = type("Plain", (Timeline,), {"lines": ()})
    view = plain(**dict(EXAMPLE))
    assert EXPORTS["jsonl"].whole(view) == EXPORTS["json"].whole(view)


def cells(view: Timeline) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(EXPORTS["csv"].whole(view).decode(), newline="")))


@given(timelines())
def test_csv_gives_back_its_cells(view: Timeline) -> None:
    for row, given_entry in zip(cells(view), (*view.entries, *view.undated), strict=True):
        assert row["id"] == given_entry.id
        assert row["when.edtf"] == (given_entry.when.edtf or "")
        assert row["when.earliest"] == (given_entry.when.earliest or "")
        assert row["headline"].removeprefix("'") == given_entry.headline.removeprefix("'")
        assert row["listed_as"] == ("undated" if given_entry in view.undated else "entries")
        assert row["slice.known_on"] == "2011-09-05"
        assert row["slice.reading"] == "best_graded"


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "-2+3+cmd|' /C calc'!A0"])
def test_a_spreadsheet_runs_no_cell_as_a_formula(text: str) -> None:
    (row,) = cells(timeline((entry(headline=text),)))
    assert row["headline"] == f"'{text}"


def test_dates_before_the_year_0_are_left_as_they_are() -> None:
    row = cells(EXAMPLE)[2]
    assert row["when.earliest"] == "-0043-03-15"
    assert row["when.edtf"] == "-0043-03-15?"
    assert row["headline"].startswith("'=HYPERLINK")


def test_a_table_without_lines_still_has_its_header() -> None:
    header, *rows = EXPORTS["csv"].whole(timeline(())).decode().split("\r\n")
    assert header.startswith("listed_as,id,kind,headline")
    assert rows == [""]


def unfolded(view: Timeline) -> list[str]:
    return EXPORTS["ics"].whole(view).decode().replace("\r\n ", "").split("\r\n")


@given(timelines())
def test_icalendar_keeps_the_rules_of_its_lines(view: Timeline) -> None:
    written = EXPORTS["ics"].whole(view)
    assert written.endswith(b"END:VCALENDAR\r\n")
    for line in written.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
    starts = [line for line in unfolded(view) if line in ("BEGIN:VEVENT", "BEGIN:VJOURNAL")]
    assert len(starts) == view.total


@given(timelines())
def test_icalendar_gives_days_only_where_both_ends_are_known(view: Timeline) -> None:
    found = "\n".join(unfolded(view))
    for given_entry in (*view.entries, *view.undated):
        component = re.search(rf"BEGIN:(\w+)\nUID:{given_entry.id}@regesta\n(.*?)END:\1", found, re.DOTALL)
        assert component is not None
        bounds = (given_entry.when.earliest, given_entry.when.latest)
        assert ("DTSTART" in component[2]) == (component[1] == "VEVENT")
        if None in bounds:
            assert component[1] == "VJOURNAL"
        if bounds == ("2009-12-19", "2009-12-19"):
            assert "DTSTART;VALUE=DATE:20091219\nDTEND;VALUE=DATE:20091220\n" in component[2]


def test_an_uncertain_date_says_so_in_the_summary() -> None:
    summaries = [line for line in unfolded(EXAMPLE) if line.startswith("SUMMARY:")]
    assert summaries[0] == "SUMMARY:Deportation of 20 persons"
    assert "between 2009-12-01 and 2009-12-31" in summaries[1]
    assert "accounts differ on of.amount" in summaries[1]
    assert "alleged or planned only" in summaries[3]
    assert "undated" in summaries[4]


def test_json_is_sorted_the_same_way_every_time() -> None:
    first, second = (EXPORTS["json"].whole(EXAMPLE) for _ in range(2))
    assert first == second
    assert list(orjson.loads(first))[-1] == "timeline_hash"
