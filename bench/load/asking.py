"""Asking a server: by the generator here, in a process of its own, or by `wrk`, a tool of others."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from bench.load.serving import WRITE_KEY
from bench.load.wire import READY

_UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
TOOLS = ("own", "wrk")


def flat_out(
    tool: str, url: str, seconds: float, connections: int, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """How many requests a second the server answers, and the latencies."""
    if tool == "wrk":
        return _wrk(url, seconds, connections, headers or {})
    job = {"do": "flat_out", "url": url, "seconds": seconds, "connections": connections, "headers": dict(headers or {})}
    return finished(start(job))


def paced(url: str, per_second: float, seconds: float, connections: int) -> dict[str, Any]:
    """Reads at fixed times."""
    return finished(reading(url, per_second, seconds, connections))


def reading(url: str, per_second: float, seconds: float, connections: int) -> subprocess.Popen[str]:
    """Reads at fixed times, started."""
    return start({"do": "paced", "url": url, "per_second": per_second, "seconds": seconds, "connections": connections})


def writing(url: str, per_second: float, seconds: float, first_row: int, connections: int) -> subprocess.Popen[str]:
    """Durable writes at fixed times, started."""
    job = {"do": "paced", "url": f"{url}/v1/commands/record_account", "per_second": per_second, "seconds": seconds}
    return start(job | {"connections": connections, "first_row": first_row, "key": WRITE_KEY})


def start(job: Mapping[str, Any]) -> subprocess.Popen[str]:
    """The generator at work on a job."""
    command = [sys.executable, "-m", "bench.load.client", json.dumps(job)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def begun(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    """A generator that has started and connected: what it takes to start is no part of what is measured beside it."""
    assert process.stdout is not None
    if process.stdout.readline().strip() != READY:
        raise SystemExit("the load generator failed to start")
    return process


def finished(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the generator found."""
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit("the load generator failed")
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found


def _wrk(url: str, seconds: float, connections: int, headers: Mapping[str, str]) -> dict[str, Any]:
    if shutil.which("wrk") is None:
        raise SystemExit("`wrk` is not on the path (Debian: apt install wrk)")
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency", *told, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate
    whole = re.search(r"(\d+) requests in", said)
    assert whole
    found: dict[str, Any] = {"per_second": float(rate.group(1)), "statuses": {}, "answered_in_all": int(whole.group(1))}
    for share in (50, 99):
        latency = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s)", said, re.MULTILINE)
        assert latency
        found[f"p{share}_ms"] = float(latency.group(1)) * _UNITS_MS[latency.group(2)]
    if declined := re.search(r"Non-2xx or 3xx responses: (\d+)", said):
        found["statuses"] = {"not 2xx or 3xx": int(declined.group(1))}
    return found
