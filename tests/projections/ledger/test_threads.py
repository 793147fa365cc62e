"""A ledger that is read while it is caught up shows at each position what one does that nobody disturbs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from hypothesis import given, settings

from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.strategies.histories import History, Recorder, histories
from tests.strategies.logs import MemoryLog

READERS = 3
PLANS = 150


@contextmanager
def taking_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def shown(found: Slice) -> list[tuple[object, ...]]:
    return found.occurrences.drop("manners").rows()


@given(histories(max_steps=40))
@settings(max_examples=6, deadline=None)
def test_slices_made_while_the_log_grows_are_those_of_their_positions(history: History) -> None:
    agree_while_it_grows(history)


def test_plans_told_while_the_log_grows_are_never_half_read() -> None:
    """What a plan was said in is kept in two columns, which grow one after the other."""
    recorder = Recorder()
    recorder.prepare()
    for number in range(PLANS):
        account = {
            "citation": {"source": "s3", "page": str(number + 1)},
            "attribution": [{"occurrence": f"o{number + 1}", "manner": "reported"}, {"manner": "planned"}],
            "credibility": 2,
            "summary": "It was to come.",
            "what": {"kind": "raid"},
        }
        recorder.run({"do": "record_account", "occurrence": f"o{number}", "kind": "raid", "account": account})
    agree_while_it_grows(recorder.history)


def agree_while_it_grows(history: History) -> None:
    log, done = MemoryLog(), Event()
    ledger = Ledger(log, slices_kept=1)

    def read() -> list[tuple[int, list[tuple[object, ...]]]]:
        found = []
        while not done.is_set():
            slice = ledger.slice(SliceQuery(at_position=ledger.position))
            found.append((slice.position, shown(slice)))
        return found

    with taking_turns_often(), ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read) for _ in range(READERS)]
        for event in history.events:
            log.append(event)
            ledger.catch_up()
        done.set()
        seen = [each for one in reading for each in one.result()]
    undisturbed = Ledger(history.log())
    undisturbed.catch_up()
    for position in {position for position, _ in seen}:
        expected = shown(undisturbed.slice(SliceQuery(at_position=position)))
        assert all(told == expected for at, told in seen if at == position)
