"""What keeps an acknowledged event through a power cut and a lost connection, and what a store refuses to open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest
from eventsourcing.persistence import OperationalError

from domain.errors import Invalid, Refused
from store import sqlite_recorder
from store.application import Application
from store.dialect import Transaction
from store.postgres_recorder import PostgresRecorder
from store.settings import Settings, default_store_path
from store.sqlite_recorder import SqliteRecorder
from tests.store.asking import BY, many, open_case, record, register_source


def test_every_connection_writes_through_to_the_disk(tmp_path: Path) -> None:
    recorder = SqliteRecorder(tmp_path / "record.sqlite")
    with recorder.writing() as transaction:
        assert transaction.fetch("PRAGMA synchronous") == [(2,)]
        assert transaction.fetch("PRAGMA journal_mode") == [("wal",)]
    pool = recorder.datastore.pool
    held = [pool.get_connection(is_writer=False) for _ in range(pool.pool_size + 2)]
    assert {made._sqlite_conn.execute("PRAGMA synchronous").fetchone()[0] for made in held} == {2}
    for made in held:
        pool.put_connection(made)
    recorder.close()


def test_a_connection_that_would_not_write_through_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_recorder, "SYNCHRONOUS", "NORMAL")
    with pytest.raises(Refused) as refusal:
        SqliteRecorder(tmp_path / "record.sqlite")
    assert refusal.value.rule == "durable"


@pytest.mark.postgres
def test_a_server_that_acknowledges_early_by_default_does_not_do_so_for_us(postgres_url: str) -> None:
    recorder = PostgresRecorder(postgres_url)
    with recorder.datastore.transaction(commit=True) as cursor:
        cursor.execute("SELECT current_database() AS name")
        name = cursor.fetchone()["name"]  # type: ignore[index]
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
    recorder.close()
    recorder = PostgresRecorder(postgres_url)
    assert recorder.fetch("SHOW synchronous_commit") == [("off",)]
    with recorder.writing() as transaction:
        assert transaction.fetch("SHOW synchronous_commit") == [("on",)]
    recorder.close()


@pytest.mark.postgres
def test_database_functions_stay_off_whatever_the_environment_says(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    recorder = PostgresRecorder(postgres_url)
    assert not recorder.datastore.enable_db_functions
    assert recorder.datastore.originator_id_type == "text"
    recorder.close()


@pytest.mark.parametrize("durable", [True, False], ids=["reply lost after the commit", "connection lost before it"])
def test_a_lost_connection_neither_loses_nor_doubles(
    application: Application, monkeypatch: pytest.MonkeyPatch, durable: bool
) -> None:
    application.execute(register_source(), by=BY)
    writing, broken = application._recorder.writing, Event()

    @contextmanager
    def breaking() -> Iterator[Transaction]:
        if broken.is_set():
            with writing() as transaction:
                yield transaction
            return
        broken.set()
        with writing() as transaction:
            yield transaction
            if not durable:
                raise OperationalError("the connection is gone")
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(application._recorder, "writing", breaking)
    outcome = application.execute(record("o1"), by=BY)
    assert broken.is_set()
    assert (outcome.version, outcome.position, outcome.replayed) == (1, 2, False)
    assert application.events_of("occurrence:o1") == outcome.events
    assert application.execute(record("o2"), by=BY).position == 3


def test_a_connection_that_stays_lost_is_reported(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> NoReturn:
        raise OperationalError("the connection is gone")

    with monkeypatch.context() as patch:
        patch.setattr(application._recorder, "writing", gone)
        with pytest.raises(Refused) as refusal:
            application.execute(open_case("c1"), by=BY)
        assert refusal.value.rule == "unreachable"
    assert application.execute(open_case("c1"), by=BY).position == 1


def test_what_was_noted_of_a_transaction_that_failed_is_forgotten(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = application._recorder.writing

    @contextmanager
    def failing() -> Iterator[Transaction]:
        with writing() as transaction:
            yield transaction
            raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(application._recorder, "writing", failing)
        with pytest.raises(MemoryError):
            list(application.execute_many(many(3), by=BY))
    with pytest.raises(Refused):
        application.execute(record("o1"), by=BY)
    assert application.execute(register_source(), by=BY).version == 1


def test_many_requests_that_wait_go_into_one_commit(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    application.execute(register_source(), by=BY)
    writing, commits, may_start = application._recorder.writing, [], Event()

    @contextmanager
    def counting() -> Iterator[Transaction]:
        may_start.wait(30)
        commits.append(1)
        with writing() as transaction:
            yield transaction

    monkeypatch.setattr(application._recorder, "writing", counting)
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(application.execute, record(f"o{n}"), by=BY) for n in range(16)]
        while len(application._commits._waiting) < 15:
            assert not any(each.done() for each in asked)
        may_start.set()
        assert sorted(each.result(30).position for each in asked) == list(range(2, 18))
    assert len(commits) == 2


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.doc"
    path.write_bytes(content)
    with pytest.raises(Invalid):
        Application(Settings.of(path))
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(Invalid, match="another program"):
        Application(Settings.of(path))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


@pytest.mark.parametrize("name", ["a folder/ré cord %20?.sqlite", "#1.sqlite"])
def test_a_store_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Application(Settings.of(tmp_path / name)) as application:
        application.execute(open_case("c1"), by=BY)
    assert (tmp_path / name).exists()


def test_settings_name_a_file_or_a_database() -> None:
    assert Settings.of().path == default_store_path()
    assert Settings.of("a.sqlite").path == Path("a.sqlite")
    named = Settings.of("postgresql://anna:secret@localhost:5432/regesta")
    assert (named.is_postgres, named.path, named.shown) == (True, None, "postgresql://localhost:5432/regesta")
    for wrong in ("mysql://localhost/x", " ", ""):
        with pytest.raises(Invalid):
            Settings.of(wrong)


def test_a_server_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be reached"):
        Application(Settings.of(f"postgresql:///x?host={tmp_path}&user=nobody"))


def test_the_store_is_readable_by_the_sqlite3_of_python(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Application(Settings.of(path)) as application:
        application.execute(open_case("c1"), by=BY)
    with closing(sqlite3.connect(path)) as connection:
        ((stream, topic, state),) = connection.execute("SELECT originator_id, topic, state FROM stored_events")
    assert (stream, topic) == ("case:c1", "CaseOpened/1")
    assert b'"data":{"case":"c1","content":{"title":"A case"}}' in state
