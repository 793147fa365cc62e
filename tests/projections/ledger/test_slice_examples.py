"""What a slice says in a few cases that explain the rules: filters, search, ties, endings, queries that are refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from domain.errors import Invalid
from projections.ledger import Ledger
from projections.slice_query import SliceQuery
from tests.strategies.histories import Recorder


def account(source: str, page: int, edtf: str | None = "2009-12-19", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "citation": {"source": source, "page": str(page)},
        "attribution": [{"manner": "fact"}],
        "credibility": 2,
        "summary": "Twenty people were sent out of the country.",
        "what": {"kind": "deportation"},
    }
    return found | ({"when": {"edtf": edtf}} if edtf else {}) | more


def record(recorder: Recorder, occurrence: str, given: dict[str, Any]) -> str:
    kind = given["what"]["kind"]
    recorder.run({"do": "record_account", "occurrence": occurrence, "kind": kind, "account": given})
    return recorder.versions(occurrence)[-1]


def started() -> Recorder:
    recorder = Recorder()
    recorder.prepare()
    return recorder


def read(recorder: Recorder) -> Ledger:
    ledger = Ledger(recorder.history.log())
    ledger.catch_up()
    return ledger


def ids(ledger: Ledger, **asked: Any) -> list[str]:
    return ledger.slice(SliceQuery(**asked)).occurrences["occurrence"].to_list()


def test_a_correction_stands_from_its_disclosure_and_strikes_what_it_corrects() -> None:
    recorder = started()
    first = record(recorder, "o1", account("s1", 1, "2009-12-19"))
    corrected = account("s1", 1, "2009-12-20")
    recorder.run(
        {
            "do": "correct_account",
            "occurrence": "o1",
            "version": first,
            "account": corrected,
            "disclosed": {"edtf": "2010-02"},
        }
    )
    ledger = read(recorder)
    second = recorder.versions("o1")[-1]

    def standing(**asked: Any) -> list[str]:
        return ledger.slice(SliceQuery(**asked)).standing["version_id"].to_list()

    assert standing(known_on="2010-01-31") == [first]
    assert standing(known_on="2010-02-10") == []
    assert set(standing(known_on="2010-02-10", certainty="possibly")) == {first, second}
    assert standing(known_on="2010-02-28") == [second]
    (struck, stands) = ledger.slice(SliceQuery(known_on="2010-03-01")).accounts(["o1"])
    assert (struck.version_id, stands.version_id) == (first, second)
    assert struck.ending is not None
    assert (struck.ending.kind, struck.ending.replaced_by) == ("correction", second)


def test_an_amendment_holds_for_every_day_but_only_from_its_position() -> None:
    recorder = started()
    first = record(recorder, "o1", account("s1", 1, "2009-12-19"))
    before = len(recorder.history.events)
    recorder.run(
        {
            "do": "amend_account",
            "occurrence": "o1",
            "version": first,
            "account": account("s1", 1, "2009-12-21"),
            "reason": "misread",
        }
    )
    ledger = read(recorder)
    then, now = (ledger.slice(SliceQuery(known_on="2010-01-05", at_position=each)) for each in (before, None))
    assert then.standing["edtf"].to_list() == ["2009-12-19"]
    assert now.standing["edtf"].to_list() == ["2009-12-21"]
    (old,) = now.removed.iter_rows(named=True)
    assert (old["version_id"], old["ending"], old["replaced_by"]) == (first, "amendment", recorder.versions("o1")[-1])


def test_what_rests_on_an_amended_account_rests_on_what_stands_in_its_place() -> None:
    recorder = started()
    version = record(recorder, "o1", account("s1", 1))
    record(recorder, "o2", account("s2", 1))
    recorder.run(
        {"do": "identify_occurrences", "occurrence": "o2", "same_as": "o1", "reason": "same day", "rests_on": [version]}
    )
    recorder.run(
        {
            "do": "amend_account",
            "occurrence": "o1",
            "version": version,
            "account": account("s1", 1, "2009-12"),
            "reason": "misread",
        }
    )
    ledger = read(recorder)
    assert ids(ledger) == ["o1"]
    assert ledger.slice().identified("o2") == ("o1", "o2")
    recorder.run(
        {"do": "withdraw_account", "occurrence": "o1", "version": recorder.versions("o1")[-1], "reason": "wrong"}
    )
    assert ids(read(recorder)) == ["o2"]


def test_a_disclosure_makes_what_it_discloses_possibly_public_from_its_day() -> None:
    recorder = started()
    record(recorder, "cable", account("s2", 1, what={"kind": "cable"}))
    record(recorder, "leak", account("s2", 2, "2010-11-28", what={"kind": "disclosure"}))
    recorder.run({"do": "link_occurrences", "occurrence": "leak", "link": {"kind": "discloses", "to": "cable"}})
    ledger = read(recorder)
    assert ids(ledger, known_on="2010-12-01", knowledge="public") == []
    assert ids(ledger, known_on="2010-12-01", knowledge="public", certainty="possibly") == ["cable"]
    assert ids(ledger, known_on="2010-11-27", knowledge="public", certainty="possibly") == []
    assert ids(ledger, known_on="2010-12-01", certainty="possibly") == []


def test_what_is_not_known_is_withheld_and_counted_where_it_would_be_shown() -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1, countries=[{"code": "KH", "role": "where", "name": "Cambodia"}]))
    record(recorder, "o1", account("s2", 1))
    record(recorder, "o2", account("s2", 2, countries=[{"code": "CN", "role": "acting", "name": "China"}]))
    slice = read(recorder).slice(SliceQuery(known_on="2010-06-01"))
    assert slice.select().ids.to_list() == ["o1"]
    assert (slice.withheld.accounts, slice.withheld.occurrences) == (2, 1)
    chinese, cambodian = slice.select(country=("CN",)), slice.select(country=("KH",))
    assert (chinese.total, chinese.withheld.accounts, chinese.withheld.occurrences) == (0, 1, 1)
    assert (cambodian.total, cambodian.withheld.accounts) == (1, 0)


def test_an_account_of_an_undated_occurrence_bounds_it_by_its_publication() -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1, None))
    (row,) = read(recorder).slice().rows_of(["o1"]).values()
    assert (row["start_earliest"], row["start_latest"], row["basis"]) == (None, 14614, "derived")


def test_relations_tighten_dates_and_are_not_known_before_their_source() -> None:
    recorder = started()
    record(recorder, "visit", account("s1", 1, "2009-12"))
    when = {
        "edtf": "2009-12-19",
        "relations": [{"relation": "offset", "min_days": -2, "max_days": -2, "anchor": {"occurrence": "visit"}}],
    }
    record(recorder, "raid", account("s2", 1, when=when))
    ledger = read(recorder)
    now, then = ledger.slice(), ledger.slice(SliceQuery(known_on="2010-06-01"))
    assert now.rows_of(["visit"])["visit"]["end_latest"] == 14599
    assert then.rows_of(["visit"])["visit"]["end_latest"] == 14609
    assert now.surely_before("raid", "visit")
    assert not now.surely_before("visit", "raid")
    assert now.rows_of(["visit"])["visit"]["component"] == now.rows_of(["raid"])["raid"]["component"] == 0


def test_full_text_looks_in_summaries_parties_and_sources_for_every_word() -> None:
    recorder = started()
    record(
        recorder,
        "o1",
        account("s1", 1, summary="The ÜBER officials said so.", parties=[{"party": "p1", "role": "actor"}]),
    )
    record(recorder, "o2", account("s2", 1))
    slice = read(recorder).slice()
    assert slice.select(q="über").ids.to_list() == ["o1"]
    assert slice.select(q="PARTY p1 officials").ids.to_list() == ["o1"]
    assert slice.select(q="report").total == 2
    assert slice.select(q="officials nowhere").total == 0


def test_filters_on_days_test_possible_overlap() -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1, "2009-12"))
    slice = read(recorder).slice()
    assert slice.select(first_day=14609, last_day=14700).total == 1
    assert slice.select(first_day=14610).total == 0
    assert slice.select(last_day=14578).total == 0


def test_reliability_f_is_beside_the_scale() -> None:
    recorder = started()
    content = {
        "kind": "report",
        "title": "T",
        "read_on": "2026-01-01",
        "published": {"edtf": "2010", "basis": "stated"},
    }
    for name, grade in (("sb", "B"), ("sd", "D"), ("sf", "F")):
        recorder.run({"do": "register_source", "source": name, "content": content | {"reliability": grade}})
        record(recorder, f"o-{name}", account(name, 1))
    ledger = read(recorder)
    assert ids(ledger, min_reliability="C") == ["o-sb"]
    assert ids(ledger, min_reliability="D") == ["o-sb", "o-sd"]
    assert ids(ledger, min_reliability="F") == ["o-sb", "o-sd", "o-sf"]


def test_a_slice_beside_another_differs_in_what_is_asked_and_keeps_the_position() -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    log = recorder.history.log()
    ledger = Ledger(log)
    ledger.catch_up()
    slice = ledger.slice()
    record(recorder, "o2", account("s1", 2))
    log.append(recorder.history.events[-1])
    ledger.catch_up()
    assert ledger.slice().select().total == 2
    assert slice.beside(known_on="2010-01-05").select().ids.to_list() == ["o1"]
    assert [row.position for row in slice.events_of(["occurrence:o1"])] == [slice.position]


def test_a_slice_says_what_was_asked_even_if_it_was_kept_under_another_query() -> None:
    ledger = read(started())
    live = ledger.slice()
    pinned = ledger.slice(SliceQuery(at_position=ledger.position))
    assert (live.query.at_position, pinned.query.at_position) == (None, ledger.position)
    assert ledger.slice() is live
    assert ledger.slice(SliceQuery(at_position=ledger.position)) is pinned


def test_a_position_beyond_the_log_and_a_day_that_does_not_exist_are_refused() -> None:
    with pytest.raises(Invalid, match="at_position"):
        read(started()).slice(SliceQuery(at_position=10_000))
    with pytest.raises(ValidationError, match="no such day"):
        SliceQuery(known_on="2010-02-30")


def test_a_row_that_is_no_event_hides_nothing_else() -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    log = recorder.history.log()
    spoilt = log.stored[-1]
    for state in (spoilt.state.replace(b'"read_on"', b'"x"'), b'{"data":{"occurrence":"o9"}}', b"\xff", b"[]"):
        log.stored.append(spoilt._replace(position=len(log.stored) + 1, state=state))
    broken_list = spoilt.state.replace(b'"countries":[]', b'"countries":[{}]').replace(b"o1", b"o8")
    log.stored.append(spoilt._replace(position=len(log.stored) + 1, state=broken_list, stream="occurrence:o8"))
    record(recorder, "o2", account("s1", 2))
    log.append(recorder.history.events[-1])
    ledger = Ledger(log)
    assert ledger.catch_up() == log.head()
    assert set(ids(ledger)) == {"o1", "o2"}


def test_a_few_of_many_are_shown_in_the_order_of_all() -> None:
    recorder = started()
    for number in range(80):
        country = {"code": "KH" if number % 20 == 3 else "FR", "role": "where", "name": "a country"}
        day = f"2009-12-{1 + (number * 7) % 28:02d}"
        record(recorder, f"o{number}", account("s1", number + 1, day, countries=[country]))
    found = read(recorder).slice()
    few = found.select(country=("KH",)).ids.to_list()
    assert len(few) == 4
    assert few == [each for each in found.occurrences["occurrence"].to_list() if each in set(few)]
