"""`regesta correlate`: what HTTP answers, and rules recorded from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.api.cli.conftest import Run, lines_of


def test_the_chain_of_the_seed(run: Run, seeded: Path) -> None:
    kinds = [word for kind in ("raid", "deportation", "loan_pledge") for word in ("--kind", kind)]
    asked = ("sequence", "--country", "KH", *kinds, "--store", seeded, "--format", "json")
    code, told, _ = run("correlate", *asked)
    assert (code, json.loads(told)["chain"]) == (0, "raid -0d-> deportation -2d-> loan_pledge")
    assert run(*asked)[1] == told


def test_a_rule_is_recorded_once_and_its_report_printed(run: Run, seeded: Path) -> None:
    asked = ("correlate", "ask", "deportation", "loan_pledge", "--window-days", "7", "--store", seeded)
    code, told, aside = run(*asked, "--format", "json")
    report = json.loads(told)
    assert (code, report["verdict"], report["followed"]["certain_count"]) == (0, "not_tested", 2)
    assert aside.startswith("recorded: deportation is followed by loan_pledge within 7 days")
    assert run(*asked, "--format", "json")[2].startswith("asked before")
    (row,) = lines_of(run("correlate", "rules", "--store", seeded)[1])
    assert row["rule_id"] == report["rule_id"]
    code, again, _ = run("correlate", "rule", row["rule_id"], "--store", seeded, "--format", "json")
    assert (code, json.loads(again)["hits"]) == (0, report["hits"])


def test_a_rule_without_any_date_is_answered_with_its_chronology(run: Run, seeded: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "rule.svg"
    never_known = ("--window-days", "7", "--known-on", "1900-01-01", "--store", seeded, "--format", "json")
    code, told, _ = run("correlate", "ask", "raid", "loan_pledge", *never_known, "--plot", drawn)
    report = json.loads(told.splitlines()[-1])
    assert (code, report["observed"], report["expected_by_chance_count"], report["chronology"]) == (0, None, None, [])
    assert report["refused"][0] == "no raid and no loan_pledge that counts has a date"
    assert "no days observed" in drawn.read_text("utf-8")


def test_what_cannot_be_asked_is_named(run: Run, seeded: Path) -> None:
    asked = ("correlate", "ask", "deportation", "pledges", "--window-days", "7", "--store", seeded)
    code, told, aside = run(*asked)
    assert (code, told) == (2, "")
    assert "loan_pledge" in aside
    code, _, aside = run(*asked[:3], "loan_pledge", *asked[4:], "--within", "same_case", "--x-role", "where")
    assert (code, "a case has no roles" in aside) == (2, True)


def test_a_view_is_drawn_into_a_file_and_nothing_printed(run: Run, seeded: Path, tmp_path: Path) -> None:
    chart, both = tmp_path / "lags.svg", tmp_path / "lags.png"
    asked = ("correlate", "lags", "--x-kind", "raid", "--y-kind", "deportation", "--store", seeded)
    code, told, aside = run(*asked, "--plot", chart)
    assert (code, told, aside) == (0, "", f"{chart} written.\n")
    assert chart.read_bytes().startswith(b"<?xml")
    code, told, _ = run(*asked, "--plot", both, "--format", "json")
    assert (code, json.loads(told)["x_kind"], both.read_bytes()[:4]) == (0, "raid", b"\x89PNG")
    code, _, aside = run(*asked, "--plot", tmp_path / "lags.gif")
    assert (code, ".svg or .png" in aside) == (2, True)


def test_a_rule_is_counted_by_another_engine_over_an_export(run: Run, seeded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    code, told, aside = run("export", "--to", "parquet", folder, "--known-on", "2012-01-01", "--store", seeded)
    assert (code, told, "Left out" in aside) == (0, "", True)
    asked = ("correlate", "ask", "raid", "deportation", "--window-days", "3", "--store", seeded, "--format", "json")
    code, told, aside = run(*asked, "--engine", "duckdb", "--from", folder)
    there = json.loads(told)
    assert (code, there["engine"], there["known_on"]) == (0, "duckdb", "2012-01-01")
    assert aside.startswith("recorded: ")
    here = json.loads(run(*asked, "--known-on", "2012-01-01")[1])
    assert (there["followed"], there["refused"]) == (here["followed"], here["refused"])


def test_options_that_do_not_go_together_are_named(run: Run, seeded: Path, tmp_path: Path) -> None:
    asked = ("correlate", "ask", "raid", "deportation", "--window-days", "3", "--store", seeded)
    for more in (
        ("--engine", "duckdb"),
        ("--engine", "duckdb", "--from", tmp_path, "--known-on", "2012-01-01"),
        ("--engine", "duckdb", "--from", tmp_path, "--master", "local"),
        ("--engine", "duckdb", "--from", tmp_path, "--plot", tmp_path / "rule.svg"),
    ):
        code, told, aside = run(*asked, *more)
        assert (code, told, more[-2] in aside or "--from" in aside) == (2, "", True)
    for wrong in (
        ("--to", "parquet", "-"),
        ("--to", "parquet", "set", "--after", "3"),
        ("--known-on", "2012-01-01", "-"),
    ):
        code, told, aside = run("export", *wrong, "--store", seeded)
        assert (code, told, "--to parquet" in aside) == (2, "", True)
