"""The import contracts of pyproject.toml hold, and each of them can be broken."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
ROOMS = ("domain", "domain.kinds", "projections", "store", "formats", "seed_events", "api")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    # `folder` comes first on the path, so that its rooms are the ones read; the contract's own class comes from ROOT.
    path = os.pathsep.join([str(folder), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, text=True, encoding="utf-8"
    )


def empty_rooms(folder: Path) -> None:
    for room in ROOMS:
        package = folder.joinpath(*room.split("."))
        package.mkdir()
        (package / "__init__.py").write_text("")
    for kind in ("flight", "raid"):
        (folder / "domain" / "kinds" / f"{kind}.py").write_text("import pydantic\nimport datetime\n")


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_rooms_that_keep_to_themselves_break_nothing(tmp_path: Path) -> None:
    empty_rooms(tmp_path)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("domain/a.py", "import projections", "rooms"),
        ("projections/a.py", "import store", "rooms"),
        ("store/a.py", "import api", "rooms"),
        ("store/a.py", "import formats", "rooms"),
        ("formats/a.py", "from seed_events import x", "rooms"),
        ("seed_events/a.py", "def f():\n    import store", "rooms"),
        ("domain/kinds/raid.py", "import domain.kinds.flight", "kinds"),
        ("domain/a.py", "import numpy", "domain"),
        ("domain/kinds/raid.py", "from polars import DataFrame", "domain"),
        ("domain/a.py", "import sqlite3", "pure"),
        ("projections/a.py", "from eventsourcing.domain import event", "edges"),
        ("formats/a.py", "import fastapi", "edges"),
        ("seed_events/a.py", "import rich.progress", "edges"),
    ],
)
def test_each_contract_can_be_broken(tmp_path: Path, file: str, line: str, contract: str) -> None:
    empty_rooms(tmp_path)
    (tmp_path / file).write_text(line + "\n")
    done = lint(tmp_path)
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    name = next(found["name"] for found in contracts if found["id"] == contract)
    assert done.returncode == 1, done.stdout
    assert f"{name} BROKEN" in done.stdout
