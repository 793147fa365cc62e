"""Every view over random histories, asked for any day and position: no question fails, and the views agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import NotFound
from projections.difference import Difference
from projections.dossier_shapes import Dossier
from projections.ledger import Ledger
from projections.outline import Outline
from projections.projection import Projection
from projections.readings import READINGS
from projections.registry import PROJECTIONS
from projections.replay import Replay
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.timeline import Timeline
from projections.view import Told, View
from tests.projections.december import ask
from tests.strategies.histories import DAYS, History, histories, slice_queries

RANDOM = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def sliced(history: History, data: st.DataObject) -> Slice:
    """A slice of the history, for a query over sources that are there."""
    made = Ledger(history.log())
    made.catch_up()
    query = data.draw(slice_queries(head=made.position))
    found = made.slice(SliceQuery.model_validate(query))
    if all(each in found.sources for each in found.query.source):
        return found
    return made.slice(found.query.model_copy(update={"source": ()}))


def timeline(slice: Slice, name: str = "timeline", **asked: Any) -> Timeline:
    view = ask(slice, name, **({"limit": 1000} | asked))
    assert isinstance(view, Timeline)
    return view


@RANDOM
@given(histories(), st.data())
def test_a_timeline_shows_each_occurrence_once_and_country_timelines_unite_to_it(
    history: History, data: st.DataObject
) -> None:
    """Law 16, and that what is undated is kept and counted."""
    found = sliced(history, data)
    view = timeline(found, reading=data.draw(st.sampled_from(READINGS)))
    shown = {each.id: each for each in (*view.entries, *view.undated)}
    assert len(shown) == view.total == len(view.entries) + view.total_undated
    assert set(shown) == set(found.occurrences["occurrence"])
    united: set[str] = set()
    for code in set(found.countries["code"]):
        of_country = timeline(found, "country-timeline", code=code)
        for each in (*of_country.entries, *of_country.undated):
            assert each.when.model_dump(exclude={"edtf"}) == shown[each.id].when.model_dump(exclude={"edtf"})
            united.add(each.id)
    assert united == {each.id for each in shown.values() if each.countries}


@RANDOM
@given(histories(), st.data())
def test_a_timeline_told_at_once_is_the_one_that_was_checked_line_by_line(
    history: History, data: st.DataObject
) -> None:
    found = sliced(history, data)
    asked = {"limit": data.draw(st.integers(1, 4)), "reading": data.draw(st.sampled_from(READINGS))}
    places: list[tuple[str, dict[str, str]]] = [("timeline", {})]
    places += [("country-timeline", {"code": code}) for code in sorted(set(found.countries["code"]))[:2]]
    places += [("case-timeline", {"id": case}) for case in sorted(found.cases_known)[:1]]
    for name, place in places:
        cursor: str | None = None
        for _ in range(3):
            query = PROJECTIONS[name].Query.model_validate(asked | place | {"cursor": cursor})
            view, told = PROJECTIONS[name].ask(found, query), PROJECTIONS[name].tell(found, query)
            assert told == Told.of(view, view.model_dump_json(by_alias=True).encode())
            if (cursor := told.next) is None:
                break


@RANDOM
@given(histories(), st.data())
def test_what_is_listed_and_counted_as_undated_is_what_the_plot_has_no_bound_for(
    history: History, data: st.DataObject
) -> None:
    found = sliced(history, data)
    view, outline = timeline(found), ask(found, "outline")
    assert isinstance(outline, Outline)
    bounds = zip(outline.start_earliest, outline.start_latest, outline.end_earliest, outline.end_latest, strict=True)
    unbounded = [id_ for id_, days in zip(outline.ids, bounds, strict=True) if not any(day is not None for day in days)]
    assert [each.id for each in view.undated] == unbounded
    assert view.total_undated == len(unbounded)
    assert all((each.when.basis == "none") == (each.id in unbounded) for each in (*view.entries, *view.undated))


@RANDOM
@given(histories(), st.data())
def test_a_dossier_agrees_with_its_entry(history: History, data: st.DataObject) -> None:
    found = sliced(history, data)
    for entry in timeline(found).entries:
        dossier = ask(found, "dossier", id=entry.id)
        assert isinstance(dossier, Dossier)
        assert dossier.entry == entry.model_copy(update={"order": None})
        assert {each.version for each in dossier.accounts if each.stands} == {each.id for each in entry.accounts}
        assert sum(not each.stands for each in dossier.accounts) == entry.struck
        marked = {each.field for each in dossier.fields if each.verdict == "incompatible"}
        assert marked <= {conflict.field for conflict in entry.conflicts}
        for each in dossier.fields:
            assert all(place is None or 0 <= place < len(each.values) for place in each.readings.values())


@RANDOM
@given(histories(), st.data())
def test_a_difference_leads_from_the_one_timeline_to_the_other(history: History, data: st.DataObject) -> None:
    one = sliced(history, data)
    day = data.draw(st.sampled_from([*DAYS, "any"]))
    found = ask(one, "diff", to_known_on=day, limit=1000)
    assert isinstance(found, Difference)
    other = one.beside(known_on=None if day == "any" else day)
    before, after = (
        {each.id: each for each in (*view.entries, *view.undated)} for view in (timeline(one), timeline(other))
    )
    appeared, disappeared = ({each.id for each in part} for part in (found.appeared, found.disappeared))
    moved = {field.before: each.id for each in found.changed for field in each.fields if field.field == "id"}
    assert appeared == set(after) - set(before) - set(moved.values())
    assert disappeared == set(before) - set(after) - set(moved)
    changed = {each.id for each in found.changed}
    for each in set(before) & set(after):
        plain = [entries[each].model_copy(update={"order": None}) for entries in (before, after)]
        assert (plain[0] != plain[1]) == (each in changed)


@RANDOM
@given(histories(), st.data())
def test_a_replay_ends_in_the_timeline_of_its_last_day(history: History, data: st.DataObject) -> None:
    found = sliced(history, data)
    view = ask(found, "replay", limit=400)
    assert isinstance(view, Replay)
    for step in view.steps:
        assert step.total == timeline(found.beside(known_on=step.known_on)).total
    if view.steps and found.query.known_on is None:
        assert timeline(found).total - view.steps[-1].total == view.never


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
@settings(RANDOM, max_examples=10)
@given(history=histories(), data=st.data())
def test_no_question_fails(name: str, history: History, data: st.DataObject) -> None:
    found = sliced(history, data)
    projection = PROJECTIONS[name]
    shown = found.occurrences["occurrence"].to_list()
    ids = {
        "source": list(found.sources),
        "party": list(found.parties_known),
        "case-timeline": list(found.cases_known),
    }.get(name, shown if projection.path.startswith("/occurrences/") else [])
    asked = {"id": ids, "a": shown, "b": shown, "code": ["KH", "CN"], "country": ["KH"], "to_known_on": ["2010-06-01"]}
    required = [each for each, field in projection.Query.model_fields.items() if field.is_required()]
    required += ["to_known_on"] if name == "diff" else []
    if not all(asked.get(each) for each in required):
        return
    chosen = {each: data.draw(st.sampled_from(asked[each])) for each in required}
    view = answered(found, projection, chosen)
    if view is not None:
        assert len(view.content_hash) == 64
        view.model_dump_json()


def answered(found: Slice, projection: Projection, chosen: dict[str, Any]) -> View | None:
    """The answer; none from a source that was not known on the day, which is the one thing that may be refused here."""
    try:
        return projection.ask(found, projection.Query.model_validate(chosen))
    except NotFound as refusal:
        if "was not known on that day" not in str(refusal):
            raise
        return None
