"""Timelines: what an entry says, how filters and pages choose, and that the same question gives the same answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid, NotFound
from projections.entry import Entry
from projections.named_entries import NamedEntries
from projections.pages import pages, together
from projections.registry import PROJECTIONS
from projections.slice import Slice
from projections.timeline import Timeline, TimelineQuery
from projections.view import content_hash
from tests.projections.december import COMMANDS, DEC2009, account, ask, ledger, slice_of, telling

LEDGER = ledger()


def timeline(slice: Slice | None = None, name: str = "timeline", **asked: Any) -> Timeline:
    view = ask(slice_of(LEDGER) if slice is None else slice, name, **asked)
    assert isinstance(view, Timeline)
    return view


def entry(occurrence: str, **chosen: Any) -> Entry:
    view = timeline(slice_of(LEDGER, **chosen))
    return next(each for each in (*view.entries, *view.undated) if each.id == occurrence)


def ids(view: Timeline) -> list[str]:
    return [each.id for each in (*view.entries, *view.undated)]


def test_entries_stand_in_order_with_the_undated_apart() -> None:
    view = timeline()
    assert [each.id for each in view.entries] == ["raid", "deportation", "pledge", "denial", "threat"]
    assert view.undated == ()
    assert view.total == 5
    assert [each.order for each in view.entries] == [None, "certain", "certain", "certain", "conventional"]


def test_an_entry_names_all_that_it_should() -> None:
    found = entry("deportation")
    assert found.headline == "Deportation of 20 persons"
    assert found.when.model_dump() == {
        "edtf": "2009-12-19",
        "earliest": "2009-12-19",
        "latest": "2009-12-19",
        "start_latest": None,
        "end_earliest": None,
        "basis": "stated",
    }
    assert found.known_since.model_dump() == {"earliest": "2010-01-10", "latest": "2010-01-10"}
    assert [(each.code, each.role, each.name) for each in found.countries] == [
        ("CN", "addressed", "China"),
        ("KH", "where", "Cambodia"),
    ]
    assert [each.title for each in found.cases] == ["December 2009"]
    assert [each.id for each in found.sources] == ["early", "late"]
    assert len(found.accounts) == 2
    assert found.realised
    assert found.conflicts == ()


def test_the_reading_picks_the_values_and_the_conflict_stays_marked() -> None:
    best, first = timeline(), timeline(reading="first_published")
    by_reading = {view.reading: next(each for each in view.entries if each.id == "pledge") for view in (best, first)}
    assert by_reading["best_graded"].headline == "Pledge of about USD 1,000,000,000"
    assert by_reading["first_published"].headline == "Pledge of USD 1,200,000,000"
    for found in by_reading.values():
        (conflict,) = found.conflicts
        assert conflict.field == "of.amount"
        assert conflict.note == "approximate against exact"
        assert len(conflict.values) == 2


def test_a_reading_that_picks_no_value_leaves_it_out() -> None:
    found = next(each for each in timeline(reading="majority").entries if each.id == "pledge")
    assert found.headline == "Pledge of loans or aid"


@pytest.mark.parametrize("reading", ["best_graded", "majority", "latest", "first_published"])
def test_where_all_dates_fit_together_the_most_precise_is_shown(reading: str) -> None:
    """The pledge is dated to a month by the better source and to a day in it by the other."""
    found = next(each for each in timeline(reading=reading).entries if each.id == "pledge")
    assert found.when.edtf == "2009-12-21"


def test_where_dates_exclude_each_other_the_reading_picks_one() -> None:
    other = account("raid", "raid", telling("late", 0, {"kind": "raid"}, when={"edtf": "2009-12-17"}))
    made = ledger(other)
    dates = {
        reading: next(each for each in timeline(slice_of(made), reading=reading).entries if each.id == "raid").when.edtf
        for reading in ("best_graded", "first_published", "majority")
    }
    assert dates == {"best_graded": "2009-12-17", "first_published": "2009-12-18", "majority": None}


def test_what_is_only_alleged_is_marked_so() -> None:
    found = entry("threat")
    assert not found.realised
    assert found.manners == ("alleged",)


def test_the_name_of_a_private_person_is_nowhere() -> None:
    written = timeline().model_dump_json()
    assert "Vong" not in written
    assert "a private person" in written
    assert "{party:" not in written


@pytest.mark.parametrize(
    ("day", "known", "withheld"),
    [("2010-01-09", 0, 5), ("2010-06-01", 3, 2), ("2011-08-01", 3, 2), ("2011-09-05", 5, 0)],
)
def test_what_was_not_known_is_withheld_and_counted(day: str, known: int, withheld: int) -> None:
    view = timeline(slice_of(LEDGER, known_on=day))
    assert (view.total, view.withheld.occurrences) == (known, withheld)
    assert view.known_on == day


def test_the_figures_known_differ_by_day() -> None:
    assert entry("pledge", known_on="2010-06-01").headline == "Pledge of USD 1,200,000,000"
    assert entry("pledge", known_on="2010-06-01").conflicts == ()
    assert entry("pledge", known_on="2011-08-01").headline == "Pledge of about USD 1,000,000,000"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"kind": ["raid", "statement"]}, ["raid", "denial"]),
        ({"country": ["CN"]}, ["deportation", "pledge", "denial"]),
        ({"case": ["december"]}, ["raid", "deportation", "pledge"]),
        ({"party": ["china"]}, ["denial"]),
        ({"from": "2009-12-20", "to": "2009-12-22"}, ["pledge", "threat"]),
        ({"to": "2009-12-18"}, ["raid", "threat"]),
        ({"q": "china mistreatment"}, ["denial"]),
        ({"q": "PRC"}, ["denial"]),
        ({"kind": ["flight"]}, []),
    ],
)
def test_filters(asked: dict[str, Any], shown: list[str]) -> None:
    view = timeline(**asked)
    assert ids(view) == shown
    assert view.total == len(shown)


def test_country_and_case_timelines_are_parts_of_the_whole() -> None:
    assert ids(timeline(name="country-timeline", code="CN")) == ["deportation", "pledge", "denial"]
    assert ids(timeline(name="country-timeline", code="CN", country=["KH"])) == ["deportation", "pledge"]
    assert ids(timeline(name="country-timeline", code="KH", case=[DEC2009])) == ["raid", "deportation", "pledge"]
    assert ids(timeline(name="case-timeline", id="december", kind=["raid"])) == ["raid"]
    assert ids(timeline(name="country-timeline", code="SUHH")) == []


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(NotFound, match="no case"):
        timeline(name="case-timeline", id="nothing")
    with pytest.raises(Invalid, match="no such kind"):
        timeline(kind=["miracle"])
    with pytest.raises(NotFound, match="no party"):
        timeline(party=["nobody"])


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_put_together_are_the_whole(limit: int) -> None:
    whole, page = timeline(), timeline(limit=limit)
    found = list(page.entries)
    while page.next:
        page = timeline(limit=limit, cursor=page.next)
        found += page.entries
        assert page.timeline_hash == whole.timeline_hash
    assert tuple(found) == whole.entries


def test_a_cursor_keeps_to_the_record_in_which_it_was_given_out() -> None:
    made = ledger()
    first = timeline(slice_of(made), limit=2)
    made.log.do(account("earlier", "raid", telling("early", 900, {"kind": "raid"}, when={"edtf": "2009-12-20"})))  # type: ignore[attr-defined]
    made.catch_up()
    then = timeline(slice_of(made), limit=10, cursor=first.next)
    assert then.position == first.position
    assert [each.id for each in then.entries] == ["pledge", "denial", "threat"]
    assert "earlier" in ids(timeline(slice_of(made)))
    with pytest.raises(Invalid, match="another question"):
        timeline(limit=2, cursor=first.next, kind=["raid"])


@given(st.permutations(COMMANDS[6:13]))
def test_the_order_of_arrival_changes_not_one_byte_of_content(arrival: list[dict[str, Any]]) -> None:
    made = ledger_of((*COMMANDS[:6], *arrival, *COMMANDS[13:]))
    view, usual = timeline(slice_of(made)), timeline()
    assert view.content_hash == usual.content_hash
    assert view.entries == usual.entries
    assert view.timeline_hash == usual.timeline_hash


def ledger_of(commands: tuple[dict[str, Any], ...]) -> Any:
    from projections.ledger import Ledger
    from tests.projections.memory_log import MemoryLog

    made = Ledger(MemoryLog(commands))
    made.catch_up()
    return made


def test_what_is_recorded_elsewhere_leaves_the_content_hash_alone() -> None:
    more = account("elsewhere", "raid", telling("late", 900, {"kind": "raid"}, when={"edtf": "2009-12-20"}))
    before = timeline(name="case-timeline", id=DEC2009)
    after = timeline(slice_of(ledger(more)), name="case-timeline", id=DEC2009)
    assert after.position > before.position
    assert after.content_hash == before.content_hash


def test_a_correction_strikes_the_old_text_through_from_its_day() -> None:
    version = entry("raid").accounts[0].id
    corrected = telling("early", 0, {"kind": "raid", "target": "a flat"}, when={"edtf": "2009-12-17"})
    made = ledger(
        {
            "do": "correct_account",
            "occurrence": "raid",
            "version": version,
            "account": corrected,
            "disclosed": {"edtf": "2010-02-01"},
        }
    )
    before, after = (
        next(each for each in timeline(slice_of(made, known_on=day)).entries if each.id == "raid")
        for day in ("2010-01-31", "2010-02-01")
    )
    assert (before.headline, before.struck) == ("Raid on a safe house", 0)
    assert (after.headline, after.struck, after.when.edtf) == ("Raid on a flat", 1, "2009-12-17")


def test_only_the_accounts_of_the_sources_asked_for_count() -> None:
    view = timeline(slice_of(LEDGER, source=["late"]))
    assert ids(view) == ["pledge", "deportation"]
    assert all(each.source == "late" for found in view.entries for each in found.accounts)
    with pytest.raises(NotFound, match="no source"):
        timeline(slice_of(LEDGER, source=["lost"]))


def test_the_least_reliability_asked_for_chooses_accounts() -> None:
    assert ids(timeline(slice_of(LEDGER, min_reliability="B"))) == ["pledge", "deportation", "denial", "threat"]
    found = next(each for each in timeline(slice_of(LEDGER, min_reliability="A")).entries if each.id == "pledge")
    assert found.conflicts == ()


def test_all_pages_together_are_the_timeline_that_fits_on_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = timeline(limit=1000)
    monkeypatch.setattr("projections.pages.MOST_ENTRIES", 2)
    found = list(pages(PROJECTIONS["timeline"], slice_of(LEDGER), TimelineQuery()))
    assert [len(page.entries) for page in found] == [2, 2, 1]
    joined = together(found)
    assert (joined.entries, joined.undated, joined.next) == (whole.entries, whole.undated, None)
    assert joined.content_hash == content_hash(joined)


def test_entries_named_by_id_are_those_of_the_timeline() -> None:
    whole = ask(slice_of(LEDGER), "timeline")
    assert isinstance(whole, Timeline)
    told = {each.id: each.model_copy(update={"order": None}) for each in (*whole.entries, *whole.undated)}
    found = ask(slice_of(LEDGER), "entries", id=(*told, "nothing-of-the-sort"))
    assert isinstance(found, NamedEntries)
    assert {each.id: each for each in found.entries} == told
    assert found.unknown == ("nothing-of-the-sort",)
    early = ask(slice_of(LEDGER, known_on="2009-12-31"), "entries", id=tuple(told))
    assert isinstance(early, NamedEntries)
    assert {*early.unknown, *(each.id for each in early.entries)} >= set(told)
    assert early.unknown
