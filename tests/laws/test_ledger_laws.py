"""Laws 1, 2, 3, 13, 14 and 16 of the design's list for time, over the ledger and its slices."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.source import SourceAmended
from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.strategies.histories import DAYS, History, Recorder, histories, independent_commands, slice_queries
from tests.strategies.logs import MemoryLog

FRAMES = ("standing", "struck", "removed", "occurrences", "countries", "parties", "cases", "links", "identifications")
ARRIVAL = ("position", "ending_position")
"""Columns that tell when something was recorded: no part of the content."""


def content(slice: Slice) -> dict[str, Any]:
    """Everything that a slice says, without when it was recorded."""
    found: dict[str, Any] = {"withheld": slice.withheld}
    for name in FRAMES:
        frame = getattr(slice, name).drop(ARRIVAL, strict=False)
        found[name] = frame.to_dicts() if name == "occurrences" else sorted(map(repr, frame.to_dicts()))
    return found


def same(one: Slice, other: Slice) -> None:
    """Two slices hold the same, to the last column."""
    assert one.withheld == other.withheld
    for name in FRAMES:
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.equals(theirs), f"{name} differs:\n{mine}\n{theirs}"


@given(independent_commands(), st.randoms(use_true_random=False), st.data())
@settings(max_examples=30, deadline=None)
def test_law_1_any_order_of_arrival_gives_the_same_content(
    commands: list[dict[str, Any]], random: Any, data: st.DataObject
) -> None:
    query = SliceQuery.model_validate(data.draw(slice_queries()))
    contents = []
    for _ in range(2):
        recorder = Recorder()
        recorder.prepare()
        for command in commands:
            assert recorder.run(command)
        ledger = Ledger(recorder.history.log())
        ledger.catch_up()
        contents.append(content(ledger.slice(query)))
        random.shuffle(commands)
    assert contents[0] == contents[1]


@given(independent_commands())
@settings(max_examples=30, deadline=None)
def test_law_2_the_same_content_twice_adds_nothing(commands: list[dict[str, Any]]) -> None:
    recorder = Recorder()
    recorder.prepare()
    for command in commands:
        recorder.run(command)
    before = len(recorder.history.events)
    for command in commands:
        assert recorder.run(command) == ()
    assert len(recorder.history.events) == before


@given(histories(max_steps=14), st.data())
@settings(max_examples=30, deadline=None)
def test_law_3_catching_up_equals_rebuilding_after_every_prefix(history: History, data: st.DataObject) -> None:
    log = MemoryLog()
    grown = Ledger(log)
    query = SliceQuery.model_validate(data.draw(slice_queries()))
    for event in history.events:
        log.append(event)
        grown.catch_up()
        rebuilt = Ledger(MemoryLog(log.stored))
        rebuilt.catch_up()
        same(grown.slice(query), rebuilt.slice(query))


@given(histories(), st.data())
@settings(max_examples=30, deadline=None)
def test_law_13_what_was_ever_disclosed_stays_in_the_record(history: History, data: st.DataObject) -> None:
    ledger = Ledger(history.log())
    head = ledger.catch_up()
    asked = data.draw(slice_queries()) | {"source": (), "min_reliability": None}
    first, then = sorted(data.draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    earlier, later = (ledger.slice(SliceQuery.model_validate(asked | {"known_on": day})) for day in (first, then))
    assert disclosed(earlier) <= disclosed(later)
    early, late = sorted(data.draw(st.tuples(st.integers(0, head), st.integers(0, head))))
    before, after = (ledger.slice(SliceQuery.model_validate(asked | {"at_position": each})) for each in (early, late))
    named = disclosed(after) | set(after.removed.filter(pl.col("ending").is_not_null())["version_id"])
    redated = [event.source for event in history.events[early:late] if isinstance(event, SourceAmended)]
    assert set(before.standing.filter(~pl.col("source").is_in(redated))["version_id"]) <= named


def disclosed(slice: Slice) -> set[str]:
    """The versions that are known, standing or struck."""
    return set(slice.standing["version_id"]) | set(slice.struck["version_id"])


@given(histories(), st.data())
@settings(max_examples=30, deadline=None)
def test_law_14_later_records_never_change_a_slice_pinned_to_an_earlier_position(
    history: History, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(history.events)))
    asked = data.draw(slice_queries()) | {"at_position": position}
    query = SliceQuery.model_validate(asked)
    then = Ledger(history.log(position))
    then.catch_up()
    now = Ledger(history.log())
    now.catch_up()
    one, other = then.slice(query), now.slice(query)
    assert content(one) == content(other)
    assert one.occurrences["occurrence"].to_list() == other.occurrences["occurrence"].to_list()


@given(histories(), st.data())
@settings(max_examples=30, deadline=None)
def test_law_16_the_timelines_of_countries_unite_to_the_whole(history: History, data: st.DataObject) -> None:
    ledger = Ledger(history.log())
    ledger.catch_up()
    slice = ledger.slice(SliceQuery.model_validate(data.draw(slice_queries())))
    whole = slice.select().ids.to_list()
    assert whole == slice.occurrences["occurrence"].to_list()
    united: set[str] = set()
    for code in ("KH", "CN", "FR"):
        ids = slice.select(country=(code,)).ids.to_list()
        assert ids == [each for each in whole if each in set(ids)]
        united |= set(ids)
        rows = slice.rows_of(ids)
        everywhere = {row["occurrence"]: row for row in slice.occurrences.iter_rows(named=True)}
        assert all(rows[each] == everywhere[each] for each in ids)
    counted = slice.countries.join(slice.occurrences.select("occurrence", "accounts"), on="occurrence")
    placed = counted.filter(pl.col("standing") | (pl.col("accounts") == 0))
    assert united == set(placed["occurrence"])
