"""Law 14 where sources are published on vague days, and accounts contradict those days.

A day of publication is a point that joins accounts only where, in the slice, a date hangs on it. What comes later may
hang a date on it, or relate the occurrences to each other; a slice pinned before that must not notice.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.projections.ledger.fold import Seen, fold
from tests.projections.ledger.test_fold_agrees import agree
from tests.strategies.histories import OCCURRENCES, Recorder
from tests.strategies.logs import MemoryLog

VAGUE = ("2010", "2010-01", "[2010-01-08..2010-01-20]", "XXXX", "../2010-03", "[2010-01-07,2027-03-01]")
TOLD = (None, "2009-12-20", "2010-01-15", "2010-06", "2011", "2012-05-01", "2009-12/2012")


def account(
    source: str, page: int, edtf: str | None, manner: str = "fact", relations: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    stated: dict[str, Any] = ({"edtf": edtf} if edtf else {}) | ({"relations": relations} if relations else {})
    return {
        "citation": {"source": source, "page": str(page)},
        "attribution": [{"manner": manner}],
        "credibility": 2,
        "summary": "It is told.",
        "what": {"kind": "raid"},
    } | ({"when": stated} if stated else {})


@st.composite
def commands(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Vaguely published sources with what they tell, much of it too late; then what ties it together."""
    earlier: list[dict[str, Any]] = []
    for source in ("s1", "s2"):
        content = {
            "kind": "report",
            "title": "A report",
            "published": {"edtf": draw(st.sampled_from(VAGUE)), "basis": "stated"},
            "read_on": "2026-11-20",
            "reliability": "B",
        }
        earlier.append({"do": "register_source", "source": source, "content": content})
    for page in range(draw(st.integers(2, 6))):
        told = account(draw(st.sampled_from(("s1", "s1", "s2"))), page, draw(st.sampled_from(TOLD)))
        where = draw(st.sampled_from(OCCURRENCES))
        earlier.append({"do": "record_account", "occurrence": where, "kind": "raid", "account": told})
    later: list[dict[str, Any]] = []
    for page in range(7, 7 + draw(st.integers(1, 3))):
        anchor = draw(st.sampled_from([{"publication": True}, *({"occurrence": each} for each in OCCURRENCES)]))
        relation = draw(
            st.sampled_from(
                (
                    {"relation": "offset", "anchor": anchor, "min_days": -1, "max_days": -1},
                    {"relation": "at_or_before", "anchor": anchor},
                    {"relation": "before", "anchor": anchor},
                )
            )
        )
        manner = draw(st.sampled_from(("fact", "fact", "planned")))
        relations = () if manner == "planned" else (relation,)
        told = account("s1", page, draw(st.sampled_from(TOLD)), manner, relations)
        where = draw(st.sampled_from(OCCURRENCES))
        later.append({"do": "record_account", "occurrence": where, "kind": "raid", "account": told})
    return earlier, later


def said(slice: Slice) -> tuple[Any, ...]:
    return (
        slice.occurrences.to_dicts(),
        sorted(each.ids for network in slice.contradictory_networks() for each in network.contradictions),
    )


@settings(max_examples=150, deadline=None)
@given(commands())
def test_law_14_what_ties_accounts_of_a_vague_source_together_later_changes_no_pinned_slice(
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    recorder = Recorder()
    for command in drawn[0]:
        recorder.run(command)
    then = Ledger(recorder.history.log())
    position = then.catch_up()
    before = said(then.slice(SliceQuery()))
    for command in drawn[1]:
        recorder.run(command)
    now = Ledger(recorder.history.log())
    now.catch_up()

    assert said(now.slice(SliceQuery(at_position=position))) == before
    agree(now.slice(SliceQuery()), Seen(fold(recorder.history.events), SliceQuery()))


@settings(max_examples=150, deadline=None)
@given(commands())
def test_what_a_vague_source_told_before_its_day_mattered_hangs_together_with_the_rest(
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    recorder = Recorder()
    for command in (*drawn[0], *drawn[1]):
        recorder.run(command)
    at_once, followed = Ledger(recorder.history.log()), Ledger(log := MemoryLog(()))
    at_once.catch_up()
    for event in recorder.history.events:
        log.append(event)
        followed.catch_up()
    assert partition(followed) == partition(at_once)


def partition(ledger: Ledger) -> set[tuple[str, ...]]:
    """The occurrences of each unit."""
    ids, labels = ledger.columns.occurrences.ids, ledger.columns.units.labels.tolist()
    units: dict[int, list[str]] = {}
    for number, label in enumerate(labels):
        units.setdefault(label or -number - 1, []).append(ids.at(number))
    return {tuple(sorted(unit)) for unit in units.values()}


def test_an_account_that_contradicts_a_vague_publication_leaves_other_accounts_their_bound() -> None:
    recorder = Recorder()
    recorder.prepare()
    yesterday = {"relation": "offset", "anchor": {"publication": True}, "min_days": -1, "max_days": -1}
    told = (("occ-a", account("s3", 1, "2011")), ("occ-b", account("s3", 2, None)))
    for occurrence, each in (*told, ("occ-c", account("s3", 3, None, relations=(yesterday,)))):
        assert recorder.run({"do": "record_account", "occurrence": occurrence, "kind": "raid", "account": each})
    ledger = Ledger(recorder.history.log())
    ledger.catch_up()
    rows = ledger.slice(SliceQuery()).rows_of(["occ-b", "occ-c"])
    # The report was published in 2010: that what it tells in 2011 contradicts this is no reason to doubt the rest.
    assert rows["occ-b"]["start_latest"] == 14974
    assert rows["occ-c"]["start_latest"] == 14973
    (conflict,) = [each for network in ledger.slice(SliceQuery()).networks() for each in network.contradictions]
    assert [claim.partition("#")[2] for claim in conflict.ids] == ["published", "when.edtf"]
