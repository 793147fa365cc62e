"""An occurrence that another stands for comes to what it comes to when it is solved itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.chronology.network import Network
from domain.errors import Invalid
from projections import slice_core, slice_networks
from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.laws.test_ledger_laws import same
from tests.projections.ledger.test_slice_examples import account, record, started
from tests.strategies.logs import MemoryLog

SOURCES = ("s1", "s2", "s3")
DATES = (
    "2009-12-19",
    "2031-05",
    "2031-05-02",
    "2031/2032",
    "2031-05-XX",
    "2031-XX-02",
    "{2031-05-02,2031-05-09}",
    "../2031",
    "2008-01",
    None,
)
MANNERS = ("fact", "alleged", "planned", "forecast", "denied")
KINDS = ("deportation", "internment", "unrest")
GIVEN = st.tuples(st.sampled_from(SOURCES), st.sampled_from(DATES), st.sampled_from(MANNERS), st.sampled_from(KINDS))


def solved_each(log: MemoryLog, query: SliceQuery) -> Slice:
    """The slice in which nothing stands for anything else."""
    ledger = Ledger(log)
    ledger.catch_up()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slice_core, "representatives", lambda *given: given[3].copy())
        found = ledger.slice(query)
    assert not len(found.core.alike.units)
    return found


def contradictions(found: Slice) -> list[list[str]]:
    def told(network: Network) -> list[str]:
        return [repr(each.ids) for each in network.contradictions]

    return sorted(told(each) for each in found.contradictory_networks())


@given(st.lists(GIVEN, min_size=1, max_size=7), st.sampled_from((None, "2010-01-10", "2035-01-01")))
@example([("s1", "2031-05", "fact", "deportation")] * 4, None)
@settings(max_examples=150, deadline=None)
def test_what_is_alike_comes_to_the_same(told: list[tuple[str, str | None, str, str]], day: str | None) -> None:
    recorder = started()
    for page, (source, edtf, manner, kind) in enumerate(told):
        attribution = [{"manner": manner}]
        record(recorder, f"o{page}", account(source, page, edtf, attribution=attribution, what={"kind": kind}))
    query, log = SliceQuery(known_on=day), recorder.history.log()
    ledger = Ledger(log)
    ledger.catch_up()
    found, each = ledger.slice(query), solved_each(log, query)
    same(found, each)
    assert contradictions(found) == contradictions(each)
    assert not np.isin(found.core.alike.units, list(found.core.solved)).any()


def test_one_contradiction_stands_for_all_that_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = started()
    for page in range(40):
        record(recorder, f"o{page}", account("s1", page, ("2031-05", "2031-06")[page % 2]))
    ledger = Ledger(recorder.history.log())
    ledger.catch_up()
    found = ledger.slice()
    assert len(found.core.solved) == 2
    assert len(list(found.networks())) == 2
    assert len(list(found.contradictory_networks())) == 40
    few = replace(found.select(), places=found.select().places[:3])
    told = {
        owner for network in found.contradictory_networks(few) for each in network.components for owner in each.owners
    }
    assert told == set(few.ids)
    monkeypatch.setattr(slice_networks, "MOST_TOLD", 39)
    assert len(list(found.contradictory_networks(few))) == 3
    with pytest.raises(Invalid, match="more contradictions than can be told"):
        next(found.contradictory_networks())
