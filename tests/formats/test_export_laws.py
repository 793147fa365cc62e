"""Laws that every registered export format keeps: nothing lost, the same bytes again, a golden file that was read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from domain.errors import Invalid
from formats.export import Export
from formats.registry import EXPORTS, export_named
from projections.registry import PROJECTIONS
from projections.timeline import Timeline
from projections.view import View
from tests.formats.timelines import EXAMPLE, timelines

GOLDEN = Path(__file__).with_name("golden")

FOR_TIMELINES = sorted(name for name, export in EXPORTS.items() if export.takes(Timeline))


def told(export: Export, view: View) -> str:
    """What a format wrote, without its escapes and line ends, so that any text can be looked for in it."""
    return bare(export.whole(view).decode().replace("\r\n ", ""))


def bare(text: str) -> str:
    return re.sub(r"[\\\"'\s]|(?<=\\)n", "", text)


@pytest.mark.parametrize("name", FOR_TIMELINES)
@given(view=timelines())
def test_no_entry_is_lost(name: str, view: Timeline) -> None:
    written = told(EXPORTS[name], view)
    for entry in (*view.entries, *view.undated):
        assert entry.id in written


@pytest.mark.parametrize("name", FOR_TIMELINES)
@given(view=timelines())
def test_no_mark_of_uncertainty_is_lost(name: str, view: Timeline) -> None:
    written = told(EXPORTS[name], view)
    for entry in (*view.entries, *view.undated):
        marks = [entry.when.edtf, entry.when.earliest, entry.when.latest, entry.order]
        marks += [conflict.field for conflict in entry.conflicts] + [conflict.note for conflict in entry.conflicts]
        marks += [] if entry.realised else list(entry.manners)
        for mark in filter(None, marks):
            assert bare(mark) in written, mark


@pytest.mark.parametrize("name", FOR_TIMELINES)
@given(view=timelines())
def test_the_same_view_gives_the_same_bytes(name: str, view: Timeline) -> None:
    assert EXPORTS[name].whole(view) == EXPORTS[name].whole(view.model_copy())


@pytest.mark.parametrize("name", FOR_TIMELINES)
def test_the_golden_file_is_what_is_written(name: str) -> None:
    """A format without a golden file gets one written by its first run: read it, then commit it."""
    golden = GOLDEN / f"timeline{EXPORTS[name].suffix}"
    written = EXPORTS[name].whole(EXAMPLE)
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(written)
        pytest.fail(f"wrote {golden.name}: read it, and commit it if it is right")
    assert golden.read_bytes() == written


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_format_tells_what_it_is(name: str) -> None:
    export = EXPORTS[name]
    assert (type(export).__doc__ or "").strip()
    assert export.suffix.startswith(".")
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(;.*)?", export.media_type)
    assert any(export.takes(projection.View) for projection in PROJECTIONS.values())


def test_a_format_refuses_a_view_that_it_does_not_carry() -> None:
    with pytest.raises(Invalid, match="does not carry"):
        EXPORTS["ics"].whole(View())
    with pytest.raises(Invalid, match="no such format") as refusal:
        export_named("ics", View)
    assert "json" in refusal.value.accepted
