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


def copy_with_additions(folder: Path) -> Path:
    """Copy the packages and put the three new files where their rooms keep theirs."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, place in ADDED.items():
        shutil.copyfile(Path(__file__).with_name("added") / f"{name}.txt", folder / place)
    return folder


def run(folder: Path, *arguments: str) -> str:
    """What a new Python process prints that finds the packages in that folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_script(folder: Path, script: str) -> Any:
    """The JSON that a script prints in a new process."""
    return json.loads(run(folder, "-c", script))
