"""A saved ledger is the ledger, or it is not used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import ledger_saved
from projections.ledger import Ledger
from projections.slice_query import SliceQuery
from tests.laws.test_ledger_laws import same
from tests.projections.ledger.test_slice_examples import account, record, started
from tests.strategies.histories import History, MemoryLog, histories, slice_queries


@given(histories(), st.data())
@settings(max_examples=25, deadline=None)
def test_what_was_saved_and_caught_up_equals_a_rebuild(history: History, data: st.DataObject) -> None:
    until = data.draw(st.integers(0, len(history.events)))
    with TemporaryDirectory() as folder:
        saved = Path(folder) / "ledger"
        log = history.log(until)
        first = Ledger(log, saved=saved)
        first.catch_up()
        first.save()
        for event in history.events[until:]:
            log.append(event)
        again = Ledger(log, saved=saved)
        assert again.position == until
        again.catch_up()
        rebuilt = Ledger(log)
        rebuilt.catch_up()
        for _ in range(2):
            query = SliceQuery.model_validate(data.draw(slice_queries(head=log.head())))
            same(again.slice(query), rebuilt.slice(query))
        assert ledger_saved.is_true_to(log, saved)


def kept(log: MemoryLog, folder: Path) -> Path:
    ledger = Ledger(log, saved=folder / "ledger")
    ledger.catch_up()
    ledger.save()
    return folder / "ledger"


def other_end(log: MemoryLog) -> None:
    log.stored[-1] = log.stored[-1]._replace(state=log.stored[-1].state.replace(b"Twenty", b"Thirty"))


def shorter(log: MemoryLog) -> None:
    log.stored.pop()


@pytest.mark.parametrize("spoil", [other_end, shorter])
def test_it_is_not_used_for_another_log(spoil: Callable[[MemoryLog], None], tmp_path: Path) -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    log = recorder.history.log()
    saved = kept(log, tmp_path)
    spoil(log)
    assert Ledger(log, saved=saved).position == 0


def test_it_is_not_used_when_a_part_is_missing_or_of_another_format(tmp_path: Path) -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    log = recorder.history.log()
    saved = kept(log, tmp_path)
    assert Ledger(log, saved=saved).position == log.head()
    manifest = msgspec.json.decode((saved / "ledger.json").read_bytes())
    (saved / "ledger.json").write_bytes(msgspec.json.encode(manifest | {"format": 0}))
    assert Ledger(log, saved=saved).position == 0
    (saved / "ledger.json").write_bytes(msgspec.json.encode(manifest))
    (saved / "occurrence.arrow").unlink()
    assert Ledger(log, saved=saved).position == 0
    shutil.rmtree(saved)
    assert Ledger(log, saved=saved).position == 0


def test_a_row_changed_in_the_middle_shows_when_everything_is_verified(tmp_path: Path) -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    record(recorder, "o2", account("s1", 2))
    log = recorder.history.log()
    saved = kept(log, tmp_path)
    assert ledger_saved.is_true_to(log, saved)
    changed = log.stored[-2]
    log.stored[-2] = changed._replace(state=changed.state.replace(b"Twenty", b"Thirty"))
    assert Ledger(log, saved=saved).position == log.head()
    assert not ledger_saved.is_true_to(log, saved)
