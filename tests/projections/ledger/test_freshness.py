"""An answer that is said to be untouched is the same as before."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.ledger import Ledger
from projections.slice_query import SliceQuery
from tests.strategies.histories import CASES, KINDS, PARTIES, History, histories, slice_queries

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from((("KH",), ("CN", "FR"))),
        "kind": st.sampled_from(KINDS).map(lambda kind: (kind,)),
        "party": st.sampled_from(PARTIES).map(lambda party: (party,)),
        "case": st.sampled_from(CASES).map(lambda case: (case,)),
    },
)


@given(histories(), FILTERS, st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_untouched_shows_the_same_as_before(
    history: History, filters: dict[str, Any], data: st.DataObject
) -> None:
    ledger = Ledger(history.log())
    head = ledger.catch_up()
    for _ in range(4):
        after = data.draw(st.integers(max(0, head - 4), head))
        if ledger.is_touched(after, **filters):
            continue
        asked = data.draw(slice_queries())
        then, now = (ledger.slice(SliceQuery(**asked, at_position=position)) for position in (after, head))
        assert then.select(**filters).ids.to_list() == now.select(**filters).ids.to_list()
        assert then.select(**filters).withheld == now.select(**filters).withheld
        ids = now.select(**filters).ids.to_list()
        assert then.rows_of(ids).keys() == now.rows_of(ids).keys()
        for one, other in zip(then.accounts(ids), now.accounts(ids), strict=True):
            assert one == other
        for each in ids:
            known = [
                {k: v for k, v in slice.rows_of([each])[each].items() if k != "component"} for slice in (then, now)
            ]
            assert known[0] == known[1]


def test_an_account_elsewhere_does_not_touch_a_country() -> None:
    from tests.projections.ledger.test_slice_examples import account, record, started

    recorder = started()
    record(recorder, "o1", account("s1", 1, countries=[{"code": "KH", "role": "where", "name": "Cambodia"}]))
    before = len(recorder.history.events)
    record(recorder, "o2", account("s1", 2, countries=[{"code": "CN", "role": "where", "name": "China"}]))
    ledger = Ledger(recorder.history.log())
    assert not ledger.is_touched(before, country=("KH",))
    assert ledger.is_touched(before, country=("CN",))
    assert ledger.is_touched(before)
    assert not ledger.is_touched(before + 1, country=("CN",))


def test_a_rule_that_was_asked_touches_every_answer() -> None:
    from domain.register import AskRule
    from domain.rules import Rule
    from tests.projections.ledger.test_slice_examples import account, record, started

    recorder = started()
    record(recorder, "o1", account("s1", 1, countries=[{"code": "KH", "role": "where", "name": "Cambodia"}]))
    before = len(recorder.history.events)
    rule = Rule(x_kind="raid", y_kind="deportation", window_days=7)
    assert recorder.run(AskRule(rule=rule).model_dump(mode="json"))
    ledger = Ledger(recorder.history.log())
    assert ledger.is_touched(before)
    assert ledger.is_touched(before, country=("CN",))
    assert not ledger.is_touched(before + 1)
