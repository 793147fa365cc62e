"""An exported log, brought back: the same record, or the line that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from domain.errors import Conflict, Invalid
from domain.ids import event_id
from store.application import Application
from store.restore import BATCH_LINES
from store.settings import Settings
from tests.store.asking import BY, command, exported, many, open_case, record, register_party, register_source

Lines = list[dict[str, Any]]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """The export of a small record in which every noun takes part."""
    with Application(Settings.of(tmp_path / "origin.sqlite")) as origin:
        list(origin.execute_many(many(4), by=BY))
        origin.execute(register_party("p-1", "Anna Example", private=True), by=BY)
        origin.execute(open_case("c1", "Été \u2028 2009"), by=BY)
        origin.execute(command("file_occurrence", case="c1", occurrence="o1"), by=BY, idempotency_key="k1")
        version = origin.events_of("occurrence:o1")[0].event.version_id  # type: ignore[attr-defined]
        origin.execute(command("withdraw_account", occurrence="o1", version=version, reason="twice"), by=BY)
        origin.execute(record("o1", start=500), by=BY)
        return [orjson.loads(line) for line in exported(origin)]


def numbered(lines: Lines) -> Iterator[tuple[int, dict[str, Any]]]:
    return iter(list(enumerate(lines, 1)))


def restore(application: Application, lines: Lines) -> tuple[int, int]:
    restored = list(application.restore(numbered(lines), by="whoever restores"))
    return sum(each.added for each in restored), sum(each.present for each in restored)


def test_into_an_empty_store_it_gives_the_same_bytes(application: Application, lines: Lines) -> None:
    assert restore(application, lines) == (len(lines), 0)
    assert [orjson.loads(line) for line in exported(application)] == lines
    assert exported(application) == [orjson.dumps(line) for line in lines]
    assert application.verify().sound


def test_what_the_lines_do_not_hold_is_derived_or_named(application: Application, lines: Lines) -> None:
    restore(application, lines)
    (opened, filed) = application.events_of("case:c1")
    assert (opened.recorded_by, opened.request_sha256) == ("whoever restores", None)
    assert filed.event_id != event_id("k1", "case:c1", 0)


def test_twice_it_adds_nothing(application: Application, lines: Lines) -> None:
    restore(application, lines)
    assert restore(application, lines) == (0, len(lines))
    assert len(exported(application)) == len(lines)


def test_from_where_it_broke_off_it_adds_the_rest(application: Application, lines: Lines) -> None:
    restore(application, lines[:5])
    assert restore(application, lines) == (len(lines) - 5, 5)
    assert exported(application) == [orjson.dumps(line) for line in lines]


def test_beside_other_streams_it_adds_what_is_not_there(application: Application, lines: Lines) -> None:
    list(application.execute_many([register_source("mine"), open_case("mine")], by=BY))
    assert restore(application, lines) == (len(lines), 0)
    assert [orjson.loads(line)["data"] for line in exported(application)[2:]] == [line["data"] for line in lines]
    assert application.verify().sound


def test_a_restored_record_goes_on_as_if_nothing_had_happened(application: Application, lines: Lines) -> None:
    restore(application, lines)
    assert all(batch.added == 0 for batch in application.execute_many(many(1), by=BY))
    assert application.execute(record("o2", start=900), by=BY).version == 2


def test_another_event_in_its_place_is_a_conflict(application: Application, lines: Lines) -> None:
    application.execute(open_case("c1", "Another case"), by=BY)
    with pytest.raises(Conflict, match="case:c1 holds another event as number 1"):
        restore(application, lines)
    assert application.log.head() == 1


Change = Callable[[Lines], object]
FAULTS: dict[str, tuple[Change, str]] = {
    "a field is missing": (lambda lines: lines[2].pop("recorded_at"), "line 3, recorded_at"),
    "a field too many": (lambda lines: lines[2].update(more=1), "line 3, more"),
    "no type of ours": (lambda lines: lines[2].update(type="Nothing"), "line 3"),
    "a version to come": (lambda lines: lines[2].update(version=9), "line 3"),
    "not its stream": (lambda lines: lines[2].update(stream="occurrence:o9"), "line 3"),
    "no instant": (lambda lines: lines[2].update(recorded_at="2026-02-30T00:00:00.000000Z"), "line 3, recorded_at"),
    "no Z": (lambda lines: lines[2].update(recorded_at="2026-02-20T00:00:00.000000+01:00"), "line 3, recorded_at"),
    "positions with a gap": (lambda lines: lines.pop(2), "line 3"),
    "no account": (lambda lines: lines[2]["data"].pop("account"), "line 3, data.account"),
    "another summary": (lambda lines: lines[2]["data"]["account"].update(summary="Changed."), "line 3"),
    "an event before its stream": (lambda lines: _swap(lines, 1, -1), "line 2"),
    "a source that nobody registered": (lambda lines: _cite(lines[2], "nowhere"), "line 3"),
    "data is no object": (lambda lines: lines[2].update(data=[]), "line 3, data"),
}


def _swap(lines: Lines, one: int, other: int) -> None:
    lines[one], lines[other] = lines[other], lines[one]
    lines[one]["position"], lines[other]["position"] = one + 1, len(lines)


def _cite(line: dict[str, Any], source: str) -> None:
    line["data"]["account"]["citation"]["source"] = source


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_that_cannot_be_taken_is_named_and_nothing_added(
    sqlite_settings: Settings, lines: Lines, fault: str
) -> None:
    change, where = FAULTS[fault]
    change(lines)
    with Application(sqlite_settings) as application:
        with pytest.raises(Invalid) as refusal:
            restore(application, lines)
        assert refusal.value.where == where
        assert application.log.head() == 0


def test_a_text_with_a_private_name_is_refused(sqlite_settings: Settings, lines: Lines) -> None:
    lines[-2]["data"]["reason"] = "Anna Example said so"
    with Application(sqlite_settings) as application, pytest.raises(Invalid, match="name of a private person"):
        restore(application, lines)


def test_more_than_a_batch(sqlite_settings: Settings, tmp_path: Path) -> None:
    with Application(Settings.of(tmp_path / "origin.sqlite")) as origin:
        list(origin.execute_many(many(BATCH_LINES + 3), by=BY))
        made = exported(origin)
    with Application(sqlite_settings) as application:
        restored = list(application.restore(((n, orjson.loads(line)) for n, line in enumerate(made, 1)), by=BY))
        assert [each.added for each in restored] == [BATCH_LINES, 4]
        assert exported(application) == made
