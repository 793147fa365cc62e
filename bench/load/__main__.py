"""A server process under load: what cached replies cost, readers beside writers, and a thousand who follow the log.

The server is started as `regesta serve` starts it, over an SQLite store that was filled by the import. The yardstick is
a bare FastAPI application on the same server with the same settings, asked in turn with Regesta, round after round. The
load comes from processes of its own over loopback. Everything is bounded in count and time.

Run: `python -m bench.load [--events 10000] [--rounds 3] [--seconds 1] [--connections 32] [--subscribers 200]
[--tool own|wrk] [--store-kept FOLDER] [--json FILE]`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.figures import Figure, machine, show
from bench.load.asking import TOOLS
from bench.load.following import allow_files, following
from bench.load.pages import pages
from bench.load.rates import rates
from bench.load.serving import imported, regesta
from bench.load.writers import beside_writers

PARTS = ("pages", "rates", "writers", "subscribers")


def run(asked: argparse.Namespace, store: Path) -> list[Figure]:
    """All figures."""
    found: list[Figure] = []
    parts = set(asked.parts)
    if "pages" in parts:
        found += pages(str(store), asked.events, asked.rounds)
    with regesta(str(store)) as served:
        served.get("/v1/timeline?limit=1")
        if "rates" in parts:
            found += rates(served, asked)
        if "writers" in parts:
            found += beside_writers(served, asked)
        if "subscribers" in parts:
            found += following(served, asked)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each measurement")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--reads", type=float, default=300.0, help="paced reads a second, beside writers")
    parser.add_argument("--writes", type=float, default=100.0, help="paced durable writes a second")
    parser.add_argument("--subscribers", type=int, default=200)
    parser.add_argument("--idle", type=int, default=20, help="subscribers that never read")
    parser.add_argument("--tool", choices=TOOLS, default="own", help="what asks as fast as it can")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--store-kept", type=Path, help="a folder in which filled stores are kept for the next time")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    allow_files()
    print(machine())
    print(f"{asked.connections} connections, kept alive; {asked.seconds} s a measurement; load by: {asked.tool}")
    with tempfile.TemporaryDirectory(prefix="regesta-bench-") as folder:
        store = Path(folder) / "record.sqlite"
        imported(str(store), asked.events, asked.store_kept)
        show(run(asked, store), asked.json)


if __name__ == "__main__":
    main()
