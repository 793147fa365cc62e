"""Console sessions in pages: `$ command` lines with what they print, `...` standing for anything."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LAUNCH = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"


def sessions(page: Path) -> Iterator[tuple[str, str]]:
    """Each command of a page, in order, with what it should print."""
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = step.partition("\n")
            yield command, printed


def run(command: str, folder: Path) -> str:
    """What a command prints, both streams together; `regesta` is the command line of this tree."""
    words = shlex.split(command)
    assert words[0] == "regesta", command
    environment = os.environ | {"REGESTA_STORE": str(folder / "r.sqlite"), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCH, *words[1:]],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout + done.stderr


def fits(expected: str, printed: str) -> bool:
    """Whether a text is what a page shows, with `...` for anything, line ends included."""
    pattern = ".*".join(re.escape(part) for part in expected.strip().split("..."))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
