"""Every bench that starts servers runs at tiny size, and what it must find out about the service holds there too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.profile import WHOSE, profiled, whose
from bench.results.aims import judged
from tests.bench.running import ROOT, run


def test_an_import_by_one_process_and_by_several(tmp_path: Path) -> None:
    arguments = ("--events", "300", "--rounds", "1", "--without-postgres")
    found = run("bench.import_speed", *arguments, json_file=tmp_path / "figures.jsonl")
    (several,) = [name for name in found if name.startswith("import into SQLite, whole path, ")]
    for name in ("import into SQLite, whole path", several):
        assert found[name].beside == "bare executemany of the same rows"
    assert found["import into SQLite, of one core"].beside == "bare executemany, of one core"
    (aim,) = [each for each in judged(found.values()) if "executemany" in each.aim.what]
    assert aim.figure == found[several]


def test_a_table_by_a_mapping(tmp_path: Path) -> None:
    found = run("bench.import_table", "--events", "600", "--rounds", "1", json_file=tmp_path / "figures.jsonl")
    assert found["table by a mapping into SQLite"].beside == "table: bare executemany of the same rows"


def test_the_load_on_a_server(tmp_path: Path) -> None:
    arguments = ("--events", "60", "--rounds", "1", "--seconds", "0.2", "--connections", "4", "--subscribers", "7")
    found = run("bench.load", *arguments, "--reads", "50", "--writes", "20", json_file=tmp_path / "figures.jsonl")
    for name in ("cached, pinned", "cached, unpinned, log growing elsewhere", "unchanged (304)"):
        assert found[name].beside == "hello"
    assert found["read unpinned, beside writes, p99"].beside == "read unpinned, idle, p99"
    assert found["an event to all subscribers"].note == "7 subscribers"
    assert found["start to first page, again"].unit == "s"


@pytest.mark.postgres
def test_several_processes_over_each_store(tmp_path: Path) -> None:
    arguments = ("--events", "60", "--counts", "2", "--writes", "24")
    found = run("bench.processes", *arguments, json_file=tmp_path / "figures.jsonl")
    for store in ("SQLite", "PostgreSQL"):
        assert found[f"{store}, 2 processes: events skipped by a tailing reader"].greatest == 0
        assert found[f"{store}, 2 processes: replies that differ between processes"].greatest == 0
        assert found[f"{store}, 2 processes: durable writes"].median > 0


@pytest.mark.postgres
def test_a_rebuild_from_postgresql_beside_a_scan(tmp_path: Path) -> None:
    found = run("bench.rebuild_postgres", "--events", "700", "--rounds", "1", json_file=tmp_path / "figures.jsonl")
    assert found["PostgreSQL: rebuild"].beside == "PostgreSQL: raw scan"


def test_the_profile_counts_every_second_once() -> None:
    found = profiled("sorting", lambda: sorted(range(50_000), key=lambda each: -each), lambda: "nothing")
    assert found.whole == pytest.approx(sum(found.by_whom.values()))
    assert found.functions


def test_every_room_of_the_service_has_its_share() -> None:
    for room in ("domain", "projections", "formats", "store", "api"):
        file = next((ROOT / room).glob("*.py"))
        assert whose((f"{ROOT.as_posix()}/{file.relative_to(ROOT).as_posix()}", 1, "anything")) == f"our {room}"
    assert whose(("~", 0, "<method 'execute' of 'sqlite3.Cursor' objects>")) == "SQLite"
    assert whose(("~", 0, "<built-in method builtins.len>")) is None
    assert len({who for who, _ in WHOSE}) == len(WHOSE)
