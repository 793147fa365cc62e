"""A slice grown from an earlier one is the slice built anew; and where more has changed, it is not grown."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

import projections.ledger
from projections.ledger import Ledger
from projections.slice_growth import grown
from projections.slice_query import SliceQuery
from tests.laws.test_ledger_laws import same
from tests.projections.ledger.test_slice_examples import account, record, started
from tests.strategies.logs import MemoryLog

DATES = st.sampled_from(("2009-12-19", "2009-12", "2009", "../2009-12-21", "2009-12-18/2009-12-22", None))


@given(
    st.lists(
        st.tuples(st.permutations("abcdefgh").map("".join), DATES),
        min_size=2,
        max_size=6,
        unique_by=lambda each: each[0],
    )
)
@settings(max_examples=25, deadline=None)
def test_new_occurrences_take_their_places_among_the_rest(given_dates: list[tuple[str, str | None]]) -> None:
    recorder = started()
    log = recorder.history.log()
    ledger = Ledger(log)
    slices = []
    for page, (occurrence, edtf) in enumerate(given_dates):
        record(recorder, occurrence, account(("s1", "s2", "s3")[page % 3], page, edtf))
        log.append(recorder.history.events[-1])
        ledger.catch_up()
        slices.append(ledger.slice())
        rebuilt = Ledger(MemoryLog(log.stored))
        rebuilt.catch_up()
        same(slices[-1], rebuilt.slice())
    query, old, new = SliceQuery(), slices[0], slices[-1]
    core = grown(ledger.columns, ledger._solved, query, old.position, new.position, old.core)
    assert core is not None
    assert core.order.tolist() == new.core.order.tolist()


@given(st.lists(st.tuples(st.permutations("abcd").map("".join), DATES), min_size=3, unique_by=lambda each: each[0]))
@settings(max_examples=25, deadline=None)
def test_a_saved_slice_grows_like_the_one_that_was_saved(given_dates: list[tuple[str, str | None]]) -> None:
    recorder = started()
    for page, (occurrence, edtf) in enumerate(given_dates):
        record(recorder, occurrence, account(("s1", "s2", "s3")[page % 3], page, edtf))
    events = recorder.history.events
    log = recorder.history.log(len(events) - 2)
    with TemporaryDirectory() as folder:
        first = Ledger(log, saved=Path(folder) / "ledger")
        first.catch_up()
        first.save()
        again = Ledger(log, saved=Path(folder) / "ledger")
        assert again.take_back()
        for event in events[-2:]:
            log.append(event)
            again.catch_up()
            with patch.object(projections.ledger, "build", side_effect=AssertionError("this one is grown")):
                again.slice()
            rebuilt = Ledger(MemoryLog(log.stored))
            rebuilt.catch_up()
            same(again.slice(), rebuilt.slice())


def test_anything_else_is_built_anew() -> None:
    recorder = started()
    version = record(recorder, "o1", account("s1", 1))
    ledger = Ledger(recorder.history.log())
    ledger.catch_up()
    old = ledger.slice()
    first = len(recorder.history.events)
    record(recorder, "o1", account("s2", 2))
    recorder.run({"do": "withdraw_account", "occurrence": "o1", "version": version, "reason": "wrong"})
    relation = {"relation": "before", "anchor": {"occurrence": "o1"}}
    record(recorder, "o2", account("s1", 3, None, when={"relations": [relation]}))
    later = Ledger(recorder.history.log())
    later.catch_up()
    for end in range(first + 1, len(recorder.history.events) + 1):
        assert grown(later.columns, later._solved, SliceQuery(), old.position, end, old.core) is None
