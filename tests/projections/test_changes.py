"""Differences between two slices of a timeline, and replays that step through the days of knowledge."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Invalid
from projections.difference import Difference
from projections.replay import Replay, ReplayStep
from projections.slice import Slice
from projections.timeline import Timeline
from tests.projections.december import account, ask, ledger, pledged, slice_of, telling

LEDGER = ledger()


def difference(slice: Slice, **asked: Any) -> Difference:
    view = ask(slice, "diff", **asked)
    assert isinstance(view, Difference)
    return view


def replay(**asked: Any) -> Replay:
    view = ask(slice_of(LEDGER), "replay", **asked)
    assert isinstance(view, Replay)
    return view


def test_what_became_known_between_two_days() -> None:
    found = difference(slice_of(LEDGER, known_on="2010-06-01"), to_known_on="2011-09-05")
    assert [each.id for each in found.appeared] == ["denial", "threat"]
    assert found.disappeared == ()
    changed = {each.id: {field.field: (field.before, field.after) for field in each.fields} for each in found.changed}
    assert set(changed) == {"deportation", "pledge"}
    assert changed["deportation"]["when.edtf"] == ("2009-12", "2009-12-19")
    assert changed["deportation"]["when.latest"] == ("2009-12-31", "2009-12-19")
    assert changed["pledge"]["headline"] == ("Pledge of USD 1,200,000,000", "Pledge of about USD 1,000,000,000")
    assert (found.known_on, found.to_known_on) == ("2010-06-01", "2011-09-05")


def test_the_other_way_round_what_appeared_disappears() -> None:
    there = difference(slice_of(LEDGER, known_on="2010-06-01"), to_known_on="2011-09-05")
    back = difference(slice_of(LEDGER, known_on="2011-09-05"), to_known_on="2010-06-01")
    assert [each.id for each in back.disappeared] == [each.id for each in there.appeared]
    assert {each.id for each in back.changed} == {each.id for each in there.changed}
    for one, other in zip(there.changed, back.changed, strict=True):
        assert {(field.field, str(field.after)) for field in one.fields} == {
            (field.field, str(field.before)) for field in other.fields
        }


def test_a_slice_does_not_differ_from_itself() -> None:
    found = difference(slice_of(LEDGER, known_on="2010-06-01"), to_known_on="2010-06-01")
    assert (found.total_appeared, found.total_disappeared, found.total_changed) == (0, 0, 0)


def test_two_positions_are_compared_and_filters_hold_for_both() -> None:
    before = LEDGER.position
    made = ledger(account("flight", "flight", telling("late", 900, {"kind": "flight"}, when={"edtf": "2009"})))
    found = difference(slice_of(made, at_position=before), to_position=before + 1)
    assert [each.id for each in found.appeared] == ["flight"]
    assert (found.position, found.to_position_of_log) == (before, before + 1)
    filtered = difference(slice_of(made, at_position=before), to_position=before + 1, kind=["raid"])
    assert filtered.total_appeared == 0


def test_any_day_is_named_as_such() -> None:
    found = difference(slice_of(LEDGER, known_on="2010-06-01"), to_known_on="any")
    assert found.to_known_on is None
    assert found.total_appeared == 2
    with pytest.raises(Invalid, match="second slice"):
        difference(slice_of(LEDGER))


def test_a_replay_steps_through_the_days_on_which_something_became_known() -> None:
    found = replay()
    assert [step.known_on for step in found.steps] == ["2010-01-10", "2011-07-25", "2011-09-05"]
    assert [[each.id for each in step.appeared] for step in found.steps] == [
        ["deportation", "raid", "pledge"],
        [],
        ["denial", "threat"],
    ]
    assert [[each.id for each in step.changed] for step in found.steps] == [[], ["deportation", "pledge"], []]
    assert (found.days, found.never) == (3, 0)


def test_the_steps_of_a_replay_add_up_to_the_timeline() -> None:
    shown: set[str] = set()
    for step in replay().steps:
        shown |= {each.id for each in step.appeared}
        shown -= {each.id for each in step.disappeared}
        view = ask(slice_of(LEDGER, known_on=step.known_on), "timeline")
        assert isinstance(view, Timeline)
        assert shown == {each.id for each in (*view.entries, *view.undated)}
        assert step.total == len(shown)


def test_a_replay_goes_on_where_it_stopped() -> None:
    whole, after = replay(), None
    steps: list[ReplayStep] = []
    while True:
        page = replay(limit=1, after=after) if after else replay(limit=1)
        steps += page.steps
        after = page.next_after
        if after is None:
            break
    assert tuple(steps) == whole.steps


def test_a_retraction_is_a_day_of_a_replay_on_which_something_disappears_or_is_struck() -> None:
    view = ask(slice_of(LEDGER), "timeline", kind=["raid"])
    assert isinstance(view, Timeline)
    version = view.entries[0].accounts[0].id
    made = ledger(
        {"do": "retract_account", "occurrence": "raid", "version": version, "disclosed": {"edtf": "2010-03-04"}}
    )
    found = ask(slice_of(made), "replay", kind=["raid"])
    assert isinstance(found, Replay)
    (first, last) = found.steps
    assert last.known_on == "2010-03-04"
    assert {field.field for field in last.changed[0].fields} >= {"struck", "accounts"}
    assert first.appeared[0].struck == 0


def test_what_comes_to_be_known_under_another_id_has_changed_and_not_gone() -> None:
    """The pledge is known from the early source; the later one names what is recorded under a lesser id as the same."""
    again = account("a-pledge", "loan_pledge", telling("cables", 100, pledged(1_200_000_000)))
    same = {"do": "identify_occurrences", "occurrence": "pledge", "same_as": "a-pledge", "reason": "The same sum."}
    made = ledger(again, {**same, "rests_on": [version_of(again)]})
    there = difference(slice_of(made, known_on="2011-08-01"), to_known_on="2011-09-05", kind=["loan_pledge"])
    assert (there.appeared, there.disappeared) == ((), ())
    (changed,) = there.changed
    fields = {each.field: (each.before, each.after) for each in changed.fields}
    assert fields["id"] == ("pledge", "a-pledge")
    back = difference(slice_of(made, known_on="2011-09-05"), to_known_on="2011-08-01", kind=["loan_pledge"])
    assert (back.appeared, back.disappeared) == ((), ())
    assert {each.field: each.after for each in back.changed[0].fields}["id"] == "pledge"


def version_of(command: dict[str, Any]) -> str:
    made = ledger(command)
    frame = slice_of(made).standing
    return str(frame.filter(frame["recorded_as"] == command["occurrence"])["version_id"].item())
