"""The tools beside which Regesta is measured give the answers that it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.peers.__main__ import APPENDS, PEERS, compare, one_round, peer_named
from bench.peers.emmett import Emmett
from bench.peers.peer import Answer, Missing
from bench.roll import ASKED_COUNTRY, KNOWN_ON, PAGE, Row, rows
from tests.bench.running import run

IN_PYTHON = tuple(name for name in PEERS if name != "emmett")
COUNT = 400


def by_hand(of: list[Row], known_on: str | None = None) -> Answer:
    """The first page of the country, by the definition of the question."""
    chosen = [row for row in of if row.country == ASKED_COUNTRY and (known_on is None or row.published <= known_on)]
    ordered = sorted((row.day, row.id) for row in chosen)
    return Answer(tuple(each for _, each in ordered[:PAGE]), len(ordered))


@pytest.mark.parametrize("name", IN_PYTHON)
def test_every_tool_answers_by_the_definition(name: str, tmp_path: Path) -> None:
    wanted = rows(COUNT)
    later = [row._replace(country=ASKED_COUNTRY) for row in rows(APPENDS, after=COUNT)]
    found = one_round(peer_named(name)(tmp_path), wanted, later)["answers"]
    for step, expected in (
        ("page, cold", by_hand(wanted)),
        ("page, warm", by_hand(wanted)),
        ("page of a day not asked before", by_hand(wanted, KNOWN_ON)),
        ("page after an append", by_hand([*wanted, *later])),
    ):
        assert tuple(found[step][0]) == expected.ids, step
        assert found[step][1] == expected.total, step
    assert found["rebuild"] == COUNT


def test_another_answer_ends_the_run() -> None:
    ours = {"answers": {"page, cold": [["one", "two"], 2]}}
    compare("a tool", ours, ours)
    with pytest.raises(SystemExit, match="a tool and Regesta do not agree on: page, cold"):
        compare("a tool", {"answers": {"page, cold": [["two", "one"], 2]}}, ours)


def test_a_tool_that_is_not_here_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Missing, match="node and npm are not on the path"):
        _ = Emmett(tmp_path).version


def test_the_same_count_gives_the_same_rows_and_no_id_twice() -> None:
    assert rows(50) == rows(50)
    assert not {row.id for row in rows(50)} & {row.id for row in rows(50, after=50)}
    assert len({row.id for row in rows(500)}) == 500
    assert all(row.day < row.published for row in rows(500))


def test_the_bench_runs(tmp_path: Path) -> None:
    names = ("regesta", "eventsourcing_replay", "pandas_csv", "duckdb_parquet")
    arguments = ("--events", "60", "--rounds", "1", "--only", *names)
    found = run("bench.peers", *arguments, json_file=tmp_path / "figures.jsonl")
    for name in names:
        assert found[f"{peer_named(name).name}: rebuild"].events == 60
    assert found["pandas over CSV: load"].beside == "Regesta: load"
