"""A copy taken while others write, and a log checked against itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from domain.errors import Refused
from store.application import Application
from store.dialect import NewRow
from store.settings import Settings
from tests.store.asking import BY, data_of_rows, many, open_case, record
from tests.store.test_log import append, good


def test_a_backup_is_a_store_with_the_same_record(application: Application, tmp_path: Path) -> None:
    list(application.execute_many(many(20), by=BY))
    application.execute(open_case("c1"), by=BY, idempotency_key="k1")
    application.backup(tmp_path / "copies" / "copy.sqlite")
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["copy.sqlite"]
    with Application(Settings.of(tmp_path / "copies" / "copy.sqlite")) as copy:
        assert data_of_rows(copy) == data_of_rows(application)
        assert copy.events_of("case:c1") == application.events_of("case:c1")
        assert copy.verify().sound
        assert copy.execute(open_case("c1"), by=BY, idempotency_key="k1").replayed
        assert copy.execute(record("o0", start=900), by=BY).position == 23
    assert application.log.head() == 22


def test_a_backup_taken_while_others_write_is_one_moment_of_the_log(application: Application, tmp_path: Path) -> None:
    list(application.execute_many(many(50), by=BY))
    stop, started = Event(), Event()

    def write() -> None:
        number = 1000
        while not stop.is_set():
            application.execute(record(f"o{number}"), by=BY)
            number += 1
            started.set()

    writing = Thread(target=write)
    writing.start()
    started.wait(30)
    for number in range(3):
        before = application.log.head()
        application.backup(tmp_path / f"copy{number}.sqlite")
        after = application.log.head()
        with Application(Settings.of(tmp_path / f"copy{number}.sqlite")) as copy:
            assert before <= copy.log.head() <= after
            assert copy.verify().sound
            assert data_of_rows(copy) == data_of_rows(application)[: copy.log.head()]
    stop.set()
    writing.join(30)


def test_a_backup_overwrites_nothing(application: Application, tmp_path: Path) -> None:
    taken = tmp_path / "taken.sqlite"
    taken.write_bytes(b"precious")
    with pytest.raises(Refused) as refusal:
        application.backup(taken)
    assert refusal.value.rule == "exists"
    assert taken.read_bytes() == b"precious"


def test_a_sound_log_has_no_findings(application: Application) -> None:
    list(application.execute_many(many(30), by=BY))
    for number in range(3):
        application.execute(record("o1", start=100 + number), by=BY, idempotency_key=f"k{number}")
    verification = application.verify()
    assert (verification.events, verification.position, verification.findings) == (34, 34, ())


def _tamper(statement: str) -> Callable[[Path], None]:
    def tamper(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute(statement).rowcount == 1
            connection.commit()

    return tamper


OF_O3 = "WHERE originator_id = 'occurrence:o3'"
ANOTHER_ID = (
    "(SELECT CAST(substr(CAST(other.state AS TEXT), 1, 50) || substr(CAST(stored_events.state AS TEXT), 51) AS BLOB) "
    "FROM stored_events other WHERE other.originator_id = 'occurrence:o2')"
)
ANOTHER_KEY = 'CAST(replace(state, \'"key":"k1"\', \'"key":"k2"\') AS BLOB)'
TAMPERED = {
    "a changed summary": (
        f"UPDATE stored_events SET state = CAST(replace(state, 'Twenty people', 'Thirty people') AS BLOB) {OF_O3}",
        "version_id",
    ),
    "a broken row": (f"UPDATE stored_events SET state = x'7b' {OF_O3}", "unreadable"),
    "a moved row": (f"UPDATE stored_events SET originator_version = 7 {OF_O3}", "stream_version"),
    "a foreign row": (f"UPDATE stored_events SET originator_id = 'occurrence:o99' {OF_O3}", "unreadable"),
    "an id given twice": (f"UPDATE stored_events SET state = {ANOTHER_ID} {OF_O3}", "event_id_twice"),
    "a wrong id": (f"UPDATE stored_events SET state = {ANOTHER_KEY} WHERE originator_id = 'case:c1'", "event_id"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_found(sqlite_settings: Settings, how: str) -> None:
    statement, fault = TAMPERED[how]
    path = sqlite_settings.path
    assert path is not None
    with Application(sqlite_settings) as application:
        list(application.execute_many(many(5), by=BY))
        application.execute(open_case("c1"), by=BY, idempotency_key="k1")
    _tamper(statement)(path)
    with Application(sqlite_settings) as application:
        verification = application.verify()
        assert not verification.sound
        assert [finding.fault for finding in verification.findings] == [fault]
        assert verification.findings[0].position == (7 if fault == "event_id" else 5)


def test_findings_are_counted_though_not_all_are_kept(application: Application) -> None:
    bad = [NewRow(f"case:c{n}", 1, "CaseBurnt/1", b"{}") for n in range(1_200)]
    append(application, [good("ok"), *bad])
    verification = application.verify()
    assert (verification.events, verification.findings_total, len(verification.findings)) == (1_201, 1_200, 1_000)
    assert application.execute(open_case("new"), by=BY).position == 1_202
