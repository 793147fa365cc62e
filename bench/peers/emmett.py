"""Emmett on SQLite, from npm: an event store of another language, run by node as a process beside this one.

Its packages are installed once into a temporary folder, or into the one that `REGESTA_BENCH_EMMETT` names. One of them
may be compiled on the spot, which takes minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peers.peer import Answer, Missing, Peer
from bench.roll import ASKED_COUNTRY, PAGE, Row

VERSION = "0.38.5"
PACKAGES = (f"@event-driven-io/emmett@{VERSION}", f"@event-driven-io/emmett-sqlite@{VERSION}", "sqlite3@5.1.7")
FOLDER_VARIABLE = "REGESTA_BENCH_EMMETT"
INSTALL_SECONDS = 1_500
SCRIPT = Path(__file__).with_name("emmett.mjs")


def installed() -> Path:
    """The folder with the packages, filled if it is not yet; raises `Missing` if that cannot be done."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise Missing("node and npm are not on the path")
    folder = Path(os.environ.get(FOLDER_VARIABLE) or Path(tempfile.gettempdir()) / f"regesta-bench-emmett-{VERSION}")
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
        with (folder / "install.log").open("w") as log:
            done = subprocess.run(command, cwd=folder, stdout=log, stderr=log, timeout=INSTALL_SECONDS, check=False)
        probe = subprocess.run(["node", "-e", "require('sqlite3')"], cwd=folder, capture_output=True, check=False)
        if done.returncode or probe.returncode:
            raise Missing("npm could not install Emmett with its SQLite driver")
        (folder / "ready").touch()
    return folder


class Emmett(Peer):
    """One stream a row, appended one by one; all messages read back and folded in memory."""

    name = "Emmett on SQLite"
    shape = "one stream a row in Emmett's SQLite store, a commit each; all messages read in batches and folded"
    most_rows = 10_000
    most_rounds = 1

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._node: subprocess.Popen[str] | None = None

    @property
    def version(self) -> str:
        """The version that is installed."""
        installed()
        return VERSION

    def _ask(self, do: str, **asked: Any) -> Any:
        if self._node is None:
            packages = installed()
            shutil.copy(SCRIPT, packages)
            command = ["node", str(packages / SCRIPT.name), str(self.folder / "emmett.sqlite")]
            self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps({"do": do, **asked}) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())["answer"]

    def take(self, rows: Sequence[Row]) -> None:
        """Handed over as JSON Lines."""
        file = self.folder / "rows.jsonl"
        file.write_text("".join(json.dumps(row._asdict()) + "\n" for row in rows), "utf-8")
        self._ask("take", file=str(file))

    def load(self) -> None:
        """Appended, one stream after another."""
        self._ask("load")

    def rebuild(self) -> int:
        """Read and folded."""
        return int(self._ask("rebuild"))

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """Taken from the sorted list of the country; the reply is the JSON of its rows."""
        found = self._ask("page", country=country, known_on=known_on, limit=PAGE)
        return Answer(tuple(each["id"] for each in found["rows"]), found["total"])

    def append(self, row: Row) -> None:
        """Appended, and put in its place."""
        self._ask("append", row=row._asdict())

    def close(self) -> None:
        """End node."""
        if self._node is not None:
            assert self._node.stdin is not None
            self._node.stdin.close()
            self._node.wait(timeout=30)
            self._node = None


PEER = Emmett
