"""A service leaves its ledger beside the store and starts from it, if it still belongs there."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from api import bootstrap
from api.bootstrap import Service
from api.cli.commands.rebuild import command as rebuild
from api.cli.commands.verify import command as verify
from api.http.settings import DoorSettings
from projections.slice_query import SliceQuery
from store.settings import Settings
from tests.api.http.client import Client


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Settings:
    """A record whose ledger was saved when its service was closed."""
    monkeypatch.setattr(bootstrap, "LEAST_ROWS_SAVED", 1)
    caplog.set_level(logging.INFO, "regesta.ledger")
    settings = Settings.of(tmp_path / "record.sqlite")
    with Service(settings) as service:
        with Client(service, DoorSettings(open_on_loopback=True)) as client:
            client.tell_the_story()
        service.slice(SliceQuery())
    assert settings.ledger_folder.is_dir()
    caplog.clear()
    return settings


def shown(settings: Settings) -> list[str]:
    with Service(settings) as service:
        ids: list[str] = service.slice(SliceQuery()).occurrences["occurrence"].to_list()
    return ids


def test_the_next_start_is_from_what_was_saved(told: Settings, caplog: pytest.LogCaptureFixture) -> None:
    first = shown(told)
    assert "the ledger starts from record.sqlite.ledger" in caplog.text
    (told.ledger_folder / "ledger.json").unlink()
    assert shown(told) == first
    assert "the ledger is read from the log, not from record.sqlite.ledger" in caplog.text


def test_what_was_saved_is_taken_back_while_the_rest_starts(told: Settings) -> None:
    first = shown(told)
    service = Service(told)
    head = service.head()
    service.read_ahead()
    service.close()
    assert service.ledger.position == head
    assert shown(told) == first


def test_a_page_after_a_start_needs_no_frames(told: Settings) -> None:
    asked = (
        "import sys; from api.bootstrap import Service; from projections.slice_query import SliceQuery; "
        "from projections.registry import projection_named; from store.settings import Settings; "
        "service = Service(Settings.of(sys.argv[1])); query = projection_named('timeline').Query(); "
        "view = service.answer('timeline', SliceQuery(), query); print(len(view.entries), 'polars' in sys.modules); "
        "query = projection_named('country-timeline').Query(code='KH'); "
        "service.answer('country-timeline', SliceQuery(), query); print('numpy.ma' in sys.modules); "
        "service.look_ahead(); print('polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked, str(told.path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False", "False", "True"]


def test_reading_ahead_leaves_a_log_without_a_saved_ledger_alone(told: Settings) -> None:
    folder = told.ledger_folder
    (folder / "ledger.json").unlink()
    service = Service(told)
    service.read_ahead()
    service.close()
    assert service.ledger.position == 0


def test_a_store_put_back_from_a_backup_is_read_anew(told: Settings, caplog: pytest.LogCaptureFixture) -> None:
    assert told.path is not None
    with closing(sqlite3.connect(told.path)) as connection:
        connection.execute("DELETE FROM stored_events WHERE rowid = (SELECT max(rowid) FROM stored_events)")
        connection.commit()
    shown(told)
    assert "the log is shorter" in caplog.text


def test_verify_holds_what_was_saved_against_every_row(told: Settings) -> None:
    assert told.path is not None
    asked = ["--store", str(told.path)]
    found = CliRunner().invoke(verify, asked, standalone_mode=False)
    assert (found.return_value, "saved ledger: made of these events" in found.output) == (0, True)
    with closing(sqlite3.connect(told.path)) as connection:
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB) WHERE rowid = 3",
            ('recorded_at":"20', 'recorded_at":"19'),
        )
        connection.commit()
    found = CliRunner().invoke(verify, asked, standalone_mode=False)
    assert (found.return_value, "saved ledger: NOT made of these events" in found.output) == (1, True)


def test_a_rebuild_reads_the_whole_log(told: Settings, caplog: pytest.LogCaptureFixture) -> None:
    found = CliRunner().invoke(rebuild, ["--store", str(told.path)], standalone_mode=False)
    assert f"{Service(told).head()} events" in found.output
    assert "the ledger starts from" not in caplog.text


def test_each_database_has_a_folder_of_its_own_that_names_no_password() -> None:
    one, other = (Settings.of(f"postgresql://me:secret@host/{name}") for name in ("one", "other"))
    assert one.ledger_folder != other.ledger_folder
    assert one.ledger_folder == Settings.of("postgresql://me:changed@host/one").ledger_folder
    assert "secret" not in str(one.ledger_folder)
