"""A copy of the packages to which a stranger adds one file each, and what a new process then finds in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("domain", "projections", "formats", "store", "seed_events", "api")
ADDED = {
    "airdrop": "domain/kinds/airdrop.py",
    "pledges": "projections/pledges.py",
    "outline": "formats/outline.py",
}


def additions() -> dict[str, str]:
    """The three new files, by the place where their rooms keep such files."""
    return {place: (Path(__file__).with_name("added") / f"{name}.txt").read_text() for name, place in ADDED.items()}


def copy_with_additions(folder: Path, added: dict[str, str] | None = None) -> Path:
    """Copy the packages and put the new files where they belong; no other file is touched."""
    for package in PACKAGES:
        _copy(package, folder)
    for place, text in (additions() if added is None else added).items():
        assert not (folder / place).exists(), place
        (folder / place).write_text(text)
    return folder


def add_tests(folder: Path) -> None:
    """Copy the tests and their settings, so that the laws can be run over what was added."""
    _copy("tests", folder)
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")


def _copy(package: str, folder: Path) -> None:
    shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.sqlite*"))


def run(folder: Path, *arguments: str) -> str:
    """What a new Python process prints that finds the packages in that folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_script(folder: Path, script: str) -> Any:
    """The JSON that a script prints in a new process."""
    return json.loads(run(folder, "-c", script))
