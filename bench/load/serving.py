"""Servers under load: Regesta as `regesta serve` starts it, and the yardstick; both as processes of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bench.roll import command_lines, rows, source_lines, write_lines

WRITE_KEY = "a-key-for-the-bench-only"
LAUNCH = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Served:
    """A server that is up."""

    url: str
    process: subprocess.Popen[str]

    def resident_kib(self) -> float:
        """The memory that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
        assert found
        return float(found.group(1))

    def processor_seconds(self) -> float:
        """What the process has had of the cores so far; other work of the machine does not count in it."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def get(self, target: str, headers: Mapping[str, str] | None = None) -> tuple[bytes, Mapping[str, str]]:
        """One reply: its body and its headers."""
        with urlopen(Request(self.url + target, headers=dict(headers or {})), timeout=PATIENCE_SECONDS) as reply:  # noqa: S310
            return reply.read(), {name.lower(): value for name, value in reply.headers.items()}

    def post(self, target: str, body: Any) -> dict[str, Any]:
        """What came of one write; raises `SystemExit` with what the server said if it was declined."""
        headers = {"Authorization": f"Bearer {WRITE_KEY}", "Content-Type": "application/json"}
        asked = Request(self.url + target, json.dumps(body).encode(), headers)  # noqa: S310
        try:
            with urlopen(asked, timeout=PATIENCE_SECONDS) as reply:  # noqa: S310
                told: dict[str, Any] = json.loads(reply.read())
                return told
        except HTTPError as declined:
            raise SystemExit(f"a write was declined: {declined.read()[:500]!r}") from declined


@contextmanager
def _started(command: list[str], ready: str) -> Iterator[Served]:
    environment = dict(os.environ, REGESTA_WRITE_KEYS=f"bench:{WRITE_KEY}")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if ready not in line:
            raise SystemExit(f"the server did not start: {line!r}")
        yield Served(line.partition(ready)[2].strip().rstrip("/"), process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def regesta(store: str) -> Iterator[Served]:
    """Regesta over a store, a file or an address, on a free port of loopback."""
    with _started([sys.executable, "-c", LAUNCH, "serve", "--store", store, "--empty", "--port", "0"], ": ") as served:
        yield served


@contextmanager
def hello(size: int, modules: Sequence[str] = ()) -> Iterator[Served]:
    """The yardstick, with one body of so many bytes; it imports the modules first."""
    with _started([sys.executable, "-m", "bench.load.hello", str(size), *modules], ": ") as served:
        yield served


def imported(store: str, events: int, kept: Path | None = None) -> float | None:
    """A store of so many occurrences, through the import; seconds, or `None` if a kept one was copied.

    With `kept`, a folder, a store that is a file is kept there for other benches and runs, and copied from there. A
    copy is on the disk before anything is measured: else the system writes its hundreds of megabytes out meanwhile,
    and every durable write waits for them.
    """
    source = None if kept is None else kept / f"roll-{events}.sqlite"
    if source is not None and source.exists():
        _copy(source, Path(store))
        return None
    with tempfile.NamedTemporaryFile(prefix="regesta-bench-", suffix=".jsonl") as lines:
        lines.write(write_lines(source_lines()) + write_lines(command_lines(rows(events))))
        lines.flush()
        start = perf_counter()
        command = [sys.executable, "-c", LAUNCH, "import", lines.name, "--store", store]
        done = subprocess.run(command, check=False, capture_output=True)
        taken = perf_counter() - start
    if done.returncode:
        raise SystemExit(f"the import failed: {done.stderr[-500:]!r}")
    if source is not None:
        source.parent.mkdir(parents=True, exist_ok=True)
        unfinished = source.with_suffix(".copying")
        _copy(Path(store), unfinished)
        unfinished.rename(source)
    return taken


def _copy(source: Path, target: Path) -> None:
    """Copy a file, and wait until the disk has it."""
    shutil.copy(source, target)
    with target.open("rb") as copied:
        os.fsync(copied.fileno())
