"""A bench as its user runs it, at tiny size; what it measured comes back, how fast it was does not matter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, read_figures

ROOT = Path(__file__).parents[2]


def run(module: str, *arguments: str, json_file: Path) -> dict[str, Figure]:
    """The figures of one run by name; fails with what the bench said if it ended badly."""
    command = [sys.executable, "-m", module, *arguments, "--json", str(json_file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {each.name: each for each in read_figures(json_file)}
    assert all(name in done.stdout for name in found)
    return found
