"""A saved ledger is the ledger, or it is not used."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import ledger, ledger_saved
from projections.ledger import Ledger
from projections.log import DEFAULT_BATCH_ROWS, RawBatch
from projections.slice_query import SliceQuery
from tests.laws.test_ledger_laws import same
from tests.projections.ledger.test_slice_examples import account, record, started
from tests.strategies.histories import History, histories, slice_queries
from tests.strategies.logs import MemoryLog

ROOT = Path(__file__).parents[3]
O1 = {"occurrence": "o1"}


@given(histories(), st.data())
@settings(max_examples=10, deadline=None)
def test_columns_gain_no_field_while_they_are_read(history: History, data: st.DataObject) -> None:
    """They are saved field by field, while others read on."""
    read = Ledger(history.log())
    fields = set(vars(read.columns))
    read.catch_up()
    found = read.slice(SliceQuery.model_validate(data.draw(slice_queries())))
    found.select(country=("KH",), case=("c1",), party=("p1",), q="people")
    found.cases_of(found.occurrences["occurrence"].to_list())
    assert set(vars(read.columns)) == fields


@given(histories(), st.data())
@settings(max_examples=25, deadline=None)
def test_what_was_saved_and_caught_up_equals_a_rebuild(history: History, data: st.DataObject) -> None:
    until = data.draw(st.integers(0, len(history.events)))
    with TemporaryDirectory() as folder:
        saved = Path(folder) / "ledger"
        log = history.log(until)
        first = Ledger(log, saved=saved)
        first.catch_up()
        first.slice(SliceQuery.model_validate(data.draw(slice_queries(head=until))))
        assert first.save() == (until > 0)
        for event in history.events[until:]:
            log.append(event)
        watched = Watched(log)
        again = Ledger(watched, saved=saved)
        assert again.take_back() == (until > 0)
        with patch.object(ledger, "build", side_effect=AssertionError("the live slice was saved")):
            if until:
                same(again.slice(SliceQuery()), first.slice(SliceQuery()))
        again.catch_up()
        assert watched.read_from == ([until] if until < log.head() else [])
        rebuilt = Ledger(log)
        rebuilt.catch_up()
        for _ in range(2):
            query = SliceQuery.model_validate(data.draw(slice_queries(head=log.head())))
            same(again.slice(query), rebuilt.slice(query))
        same(again.slice(SliceQuery()), rebuilt.slice(SliceQuery()))
        assert ledger_saved.is_true_to(log, saved) == (until > 0)


class Watched(MemoryLog):
    """A log that tells from where on it was read."""

    def __init__(self, log: MemoryLog) -> None:
        super().__init__(log.stored)
        self.read_from: list[int] = []

    def batches(self, after: int, size: int = DEFAULT_BATCH_ROWS) -> Iterator[RawBatch]:
        self.read_from.append(after)
        return super().batches(after, size)


def kept(log: MemoryLog, folder: Path) -> Path:
    ledger = Ledger(log, saved=folder / "ledger")
    ledger.catch_up()
    assert ledger.save()
    return folder / "ledger"


def is_used(log: MemoryLog, saved: Path) -> bool:
    """Whether a start takes what was saved; what it comes to is right either way."""
    watched = Watched(log)
    ledger = Ledger(watched, saved=saved)
    ledger.catch_up()
    rebuilt = Ledger(log)
    rebuilt.catch_up()
    same(ledger.slice(), rebuilt.slice())
    return 0 not in watched.read_from


def story() -> MemoryLog:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    record(recorder, "o2", account("s2", 2, None, when={"relations": [{"relation": "before", "anchor": O1}]}))
    return recorder.history.log()


def other_end(log: MemoryLog) -> None:
    log.stored[-1] = log.stored[-1]._replace(state=log.stored[-1].state.replace(b"Twenty", b"Thirty"))


def shorter(log: MemoryLog) -> None:
    log.stored.pop()


@pytest.mark.parametrize("spoil", [other_end, shorter])
def test_it_is_not_used_for_another_log(spoil: Callable[[MemoryLog], None], tmp_path: Path) -> None:
    log = story()
    saved = kept(log, tmp_path)
    assert is_used(log, saved)
    spoil(log)
    assert not is_used(log, saved)


def test_it_is_used_for_a_log_that_has_grown(tmp_path: Path) -> None:
    recorder = started()
    record(recorder, "o1", account("s1", 1))
    saved = kept(recorder.history.log(), tmp_path)
    record(recorder, "o2", account("s1", 2))
    assert is_used(recorder.history.log(), saved)


def test_it_is_not_used_when_it_is_of_another_format_or_code(tmp_path: Path) -> None:
    log = story()
    saved = kept(log, tmp_path)
    manifest = msgspec.json.decode((saved / "ledger.json").read_bytes())
    for other in (
        {"format": 0},
        {"code": ["0", "0"]},
        {"code": "0"},
        {"polars": "0"},
        {"position": 10**9},
        {"more": 1},
    ):
        (saved / "ledger.json").write_bytes(msgspec.json.encode(manifest | other))
        assert not is_used(log, saved)
    state, content = manifest["code"]
    for code in ([state, content], [state, "0"], ["0", content]):
        (saved / "ledger.json").write_bytes(msgspec.json.encode(manifest | {"code": code}))
        assert is_used(log, saved)


def test_it_is_not_used_when_any_file_of_it_was_tampered_with(tmp_path: Path) -> None:
    log = story()
    saved = kept(log, tmp_path)
    for path in sorted(saved.iterdir()):
        content = path.read_bytes()
        for spoilt in (content[:-1], content[:-9] + bytes([content[-9] ^ 1]) + content[-8:], b"", None):
            path.unlink()
            if spoilt is not None:
                path.write_bytes(spoilt)
            assert not is_used(log, saved), path.name
            assert spoilt is None or not ledger_saved.is_true_to(log, saved)
        path.write_bytes(content)
    assert is_used(log, saved)
    shutil.rmtree(saved)
    assert not is_used(log, saved)


def test_a_process_that_ends_while_saving_leaves_nothing_that_is_used(tmp_path: Path) -> None:
    log = story()
    saved = kept(log, tmp_path)
    saved.rename(tmp_path / "ledger.1.new")
    assert not is_used(log, saved)
    assert kept(log, tmp_path) == saved
    assert is_used(log, saved)


def test_processes_that_save_at_the_same_time_leave_one_of_theirs(tmp_path: Path) -> None:
    log, saved = story(), tmp_path / "ledger"
    command = [sys.executable, "-c", SAVING, str(saved)]
    with ExitStack() as running:
        ends = [running.enter_context(subprocess.Popen(command, cwd=ROOT)).wait(60) for _ in range(3)]
    assert ends == [0, 0, 0]
    assert is_used(log, saved)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


SAVING = """
import sys
from pathlib import Path
from projections.ledger import Ledger
from tests.projections.ledger.test_saved import story
for _ in range(20):
    ledger = Ledger(story(), saved=Path(sys.argv[1]))
    ledger.start_anew()
    ledger.catch_up()
    ledger.save()
"""


def test_what_is_saved_already_is_not_saved_again(tmp_path: Path) -> None:
    log = story()
    ledger = Ledger(log, saved=tmp_path / "ledger")
    ledger.catch_up()
    assert not ledger.save(least_new_rows=log.head() + 1)
    assert ledger.save()
    assert not ledger.save()
    ledger.start_anew()
    ledger.catch_up()
    assert ledger.save()


def test_a_row_changed_in_the_middle_shows_when_everything_is_verified(tmp_path: Path) -> None:
    log = story()
    saved = kept(log, tmp_path)
    assert ledger_saved.is_true_to(log, saved)
    changed = log.stored[-2]
    log.stored[-2] = changed._replace(state=changed.state.replace(b"Twenty", b"Thirty"))
    watched = Watched(log)
    Ledger(watched, saved=saved).catch_up()
    assert watched.read_from == []
    assert not ledger_saved.is_true_to(log, saved)
