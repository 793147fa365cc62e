"""A reply that is sent again after the log has grown is, byte for byte, the one that would be worked out anew."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Scope

from api.http.reads import ReadRoute
from api.http.replies import Ready, Replies
from domain.errors import NotFound
from projections.ledger import Ledger
from projections.registry import projection_named
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.projections.ledger.test_slice_examples import account, record, started
from tests.strategies.histories import CASES, KINDS, PARTIES, History, MemoryLog, histories

QUESTIONS: tuple[tuple[str, dict[str, str], str], ...] = (
    ("country-timeline", {"code": "KH"}, ""),
    ("country-timeline", {"code": "CN"}, "limit=1"),
    ("country-timeline", {"code": "FR"}, f"known_on=2010-01-10&kind={KINDS[0]}"),
    ("case-timeline", {"id": CASES[0]}, "certainty=possibly&known_on=2010-01-20"),
    ("timeline", {}, f"party={PARTIES[0]}"),
    ("timeline", {}, "limit=2"),
    ("outline", {}, "country=KH"),
)


class Record:
    """A log in memory with its ledger, as the routes use a service."""

    def __init__(self, log: MemoryLog) -> None:
        self.log = log
        self.ledger = Ledger(log)
        self.replies = Replies(log.head, quick_head=True)
        self.renewed = 0

    def head(self) -> int:
        return self.log.head()

    def slice(self, query: SliceQuery) -> Slice:
        self.ledger.catch_up()
        return self.ledger.slice(query)

    def read(self, name: str, path: dict[str, str], query: str) -> Ready | None:
        projection = projection_named(name)
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": "/v1" + projection.path.format(**path),
            "query_string": query.encode(),
            "headers": [],
            "path_params": path,
        }
        slices = len(self.ledger._slices)
        try:
            found = ReadRoute(projection, self, self.replies).read(Request(scope))  # type: ignore[arg-type]
        except NotFound:
            return None
        self.renewed += len(self.ledger._slices) == slices and self.ledger.position == self.head()
        assert isinstance(found, Ready)
        return found


def same(one: Ready | None, other: Ready | None) -> None:
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.reply.body == other.reply.body
        assert one.reply.raw == other.reply.raw
        assert one.reply.tag == other.reply.tag


@given(histories(), st.data())
@settings(max_examples=25, deadline=None)
def test_a_reply_that_is_kept_is_the_one_worked_out_anew(history: History, data: st.DataObject) -> None:
    questions = data.draw(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique_by=repr))
    first = data.draw(st.integers(max(0, len(history.events) - 6), len(history.events)))
    keeping = Record(history.log(first))
    for end in range(first, len(history.events) + 1):
        if end > first:
            keeping.log.append(history.events[end - 1])
        anew = Record(MemoryLog(keeping.log.stored))
        for question in questions:
            same(keeping.read(*question), anew.read(*question))
    event(f"sent again: {min(keeping.renewed, 5)}")


def country(code: str) -> dict[str, Any]:
    return {"countries": [{"code": code, "role": "where", "name": code}]}


def test_an_append_elsewhere_costs_no_new_answer() -> None:
    recorder = started()
    for page in range(3):
        record(recorder, f"o{page}", account("s1", page, **country("KH")))
    keeping = Record(recorder.history.log())
    question = ("country-timeline", {"code": "KH"}, "limit=2")
    first = keeping.read(*question)
    record(recorder, "o4", account("s2", 4, **country("CN")))
    keeping.log.append(recorder.history.events[-1])
    second = keeping.read(*question)
    assert first is not None
    assert second is not None
    assert second.reply.body != first.reply.body
    assert second.reply.tag == first.reply.tag
    assert dict(second.reply.headers)["regesta-position"] == str(keeping.head())
    assert len(keeping.ledger._slices) == 1
    same(second, Record(keeping.log).read(*question))
    record(recorder, "o5", account("s2", 5, **country("KH")))
    keeping.log.append(recorder.history.events[-1])
    third = keeping.read(*question)
    assert third is not None
    assert third.reply.tag != first.reply.tag
    assert len(keeping.ledger._slices) == 2
