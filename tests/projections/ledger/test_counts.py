"""What is counted by number is what counting the rows of the frames comes to."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.ledger import Ledger
from projections.slice_query import SliceQuery
from tests.strategies.histories import History, histories, slice_queries


@given(st.one_of(histories(), histories(max_steps=4, related=False)), st.data())
@settings(max_examples=60, deadline=None)
def test_counts_by_number_are_those_of_the_frames(history: History, data: st.DataObject) -> None:
    ledger = Ledger(history.log())
    ledger.catch_up()
    slice = ledger.slice(SliceQuery.model_validate(data.draw(slice_queries(head=ledger.position))))
    kinds: dict[str, int] = {}
    for kind in slice.occurrences["kind"]:
        kinds[kind] = kinds.get(kind, 0) + 1
    assert slice.kinds_counted == kinds
    countries: dict[str, set[str]] = {}
    roles: dict[str, dict[str, set[str]]] = {}
    for occurrence, code, role, _ in slice.countries.iter_rows():
        countries.setdefault(code, set()).add(occurrence)
        roles.setdefault(code, {}).setdefault(role, set()).add(occurrence)
    assert slice.countries_counted == {
        code: (len(shown), {role: len(of) for role, of in roles[code].items()}) for code, shown in countries.items()
    }
