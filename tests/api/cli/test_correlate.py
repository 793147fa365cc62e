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


def test_what_cannot_be_asked_is_named(run: Run, seeded: Path) -> None:
    asked = ("correlate", "ask", "deportation", "pledges", "--window-days", "7", "--store", seeded)
    code, told, aside = run(*asked)
    assert (code, told) == (2, "")
    assert "loan_pledge" in aside
    code, _, aside = run(*asked[:3], "loan_pledge", *asked[4:], "--within", "same_case", "--x-role", "where")
    assert (code, "a case has no roles" in aside) == (2, True)
