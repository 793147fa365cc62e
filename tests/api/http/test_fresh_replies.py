"""A reply that is sent again after the log has grown is, byte for byte, the one that would be worked out anew."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Scope

from api.http.reads import ReadRoute
from api.http.replies import MOST_PROVEN_AT_ONCE, Ready, Replies, key_of
from domain.errors import NotFound
from projections.ledger import FEW_ROWS, Ledger
from projections.registry import projection_named
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.projections.ledger.test_slice_examples import account, record, started
from tests.strategies.histories import CASES, KINDS, PARTIES, History, histories
from tests.strategies.logs import MemoryLog

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
        self.replies = Replies(log.head, quick_head=True, is_near=self.ledger.is_near)
        self.renewed = 0

    def head(self) -> int:
        return self.log.head()

    def slice(self, query: SliceQuery) -> Slice:
        self.ledger.catch_up()
        return self.ledger.slice(query)

    def at_once(self, name: str, path: dict[str, str], query: str) -> Ready | None:
        """What the event loop sends by itself, without the routes."""
        found = self.replies.find(key_of(scope_of(name, path, query)), at_once=True)
        return None if found is None else Ready(found)

    def read(self, name: str, path: dict[str, str], query: str) -> Ready | None:
        projection, scope = projection_named(name), scope_of(name, path, query)
        slices = len(self.ledger._slices)
        try:
            found = ReadRoute(projection, self, self.replies).read(Request(scope))  # type: ignore[arg-type]
        except NotFound:
            return None
        self.renewed += len(self.ledger._slices) == slices and self.ledger.position == self.head()
        assert isinstance(found, Ready)
        return found


def scope_of(name: str, path: dict[str, str], query: str) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "path": "/v1" + projection_named(name).path.format(**path),
        "query_string": query.encode(),
        "headers": [],
        "path_params": path,
    }


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
            wanted = anew.read(*question)
            found = keeping.at_once(*question)
            event(f"at once: {found is not None}")
            if found is not None:
                same(found, wanted)
            same(keeping.read(*question), wanted)
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


def test_the_event_loop_proves_a_few_replies_and_only_if_little_was_recorded() -> None:
    recorder = started()
    for page in range(3):
        record(recorder, f"o{page}", account("s1", page, **country("KH")))
    keeping = Record(recorder.history.log())
    questions = [("country-timeline", {"code": "KH"}, f"limit={1 + limit}") for limit in range(MOST_PROVEN_AT_ONCE + 1)]
    first = [keeping.read(*question) for question in questions]
    record(recorder, "o4", account("s2", 4, **country("CN")))
    keeping.log.append(recorder.history.events[-1])
    found = [keeping.at_once(*question) for question in questions]
    assert [each is None for each in found] == [False] * MOST_PROVEN_AT_ONCE + [True]
    for before, after in zip(first, found[:-1], strict=False):
        assert before is not None
        assert after is not None
        assert after.reply.tag == before.reply.tag
        assert dict(after.reply.headers)["regesta-position"] == str(keeping.head())
    for page in range(FEW_ROWS + 1):
        record(recorder, f"many{page}", account("s2", 5 + page, **country("CN")))
        keeping.log.append(recorder.history.events[-1])
    assert keeping.at_once(*questions[0]) is None
    assert keeping.read(*questions[0]) is not None
    record(recorder, "o5", account("s1", 4, **country("KH")))
    keeping.log.append(recorder.history.events[-1])
    assert keeping.at_once(*questions[0]) is None
