"""How fast a table of votes comes in by a mapping, beside a bare insert of the rows that this makes.

Each row of the table is a vote of one state in one roll call: an account of an occurrence of its own, filed in the case
of the roll call, which is opened when it is first met. That is about two events a row. The command line does it, as a
user would, in a process of its own, alone and with others that read the table.

Run: `python -m bench.import_table [--events 100000] [--rounds 3] [--json FILE]`.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from api.cli.processes import default_processes
from bench.figures import Figure, show
from bench.import_speed import bare_sqlite, batches, stored_rows, timed
from bench.load.serving import LAUNCH
from bench.roll import COUNTRIES

MANY_EVENTS = 1_000_000
FIRST_DAY = date(1946, 1, 1)
HEADER = ("rcid", "date", "resolution", "question", "country_code", "country", "vote")
QUESTIONS = ("Palestine", "Nuclear weapons", "Colonialism", "Human rights", "Economic development", "Arms control")
MAPPING = """
[columns.day]
from = "date"
date = "%Y-%m-%d"
[columns.stance]
from = "vote"
map = { yes = "support", no = "criticism", abstain = "no_comment" }
[[once]]
do = "register_source"
source = "roll-calls"
content = { kind = "table", title = "Roll calls", published = { edtf = "2025", basis = "stated" }, \
read_on = "2026-11-20", reliability = "B" }
[[row]]
do = "register_party"
party = "{country_code}"
content = { kind = "state", name = "{country}", country = "{country_code}" }
[[row]]
do = "open_case"
case = "roll-call-{rcid}"
content = { title = "{resolution}: {question}" }
[[row]]
do = "record_account"
occurrence = "vote-{rcid}-{country_code}"
kind = "statement"
[row.account]
citation = { source = "roll-calls", row = "{line}" }
attribution = [{ manner = "fact" }]
credibility = 1
summary = "{country} voted {vote} on {resolution}."
when = { edtf = "{day}" }
what = { kind = "statement", stance = "{stance}", topic = "{question}" }
countries = [{ code = "{country_code}", role = "acting", name = "{country}" }]
parties = [{ party = "{country_code}", role = "speaker" }]
[[row]]
do = "file_occurrence"
case = "roll-call-{rcid}"
occurrence = "vote-{rcid}-{country_code}"
"""


def write_table(path: Path, rows: int) -> None:
    """So many votes: roll calls of all states, one or several on a day, from the beginning of the United Nations on."""
    draw = random.Random(5)
    with path.open("w", newline="", encoding="utf-8") as opened:
        table = csv.writer(opened)
        table.writerow(HEADER)
        day = FIRST_DAY
        for row in range(rows):
            call, state = divmod(row, len(COUNTRIES))
            if state == 0 and draw.random() < 0.5:
                day += timedelta(days=draw.randrange(1, 12))
            code, question = COUNTRIES[state], QUESTIONS[call % len(QUESTIONS)]
            vote = draw.choice(("yes", "yes", "yes", "no", "abstain"))
            table.writerow(
                [call, day, f"R/{call % 80}/{call}", f"{question}, item {call}", code, f"State {code}", vote]
            )


def imported(table: Path, mapping: Path, store: Path, processes: int) -> float:
    """Seconds that the command line takes, start and end included."""
    asked = ["import", str(table), "--mapping", str(mapping), "--store", str(store), "--processes", str(processes)]
    began = perf_counter()
    subprocess.run([sys.executable, "-c", LAUNCH, *asked], check=True, capture_output=True)
    return perf_counter() - began


def figures(folder: Path, events: int, rounds: int) -> list[Figure]:
    """Rates of one process and of several, beside `executemany` of the rows that the first of them wrote."""
    table, mapping, count = folder / "votes.csv", folder / "votes.toml", max(default_processes(), 2)
    write_table(table, events // 2)
    mapping.write_text(MAPPING, "utf-8")
    taken: dict[int, list[float]] = {1: [], count: []}
    bare: list[float] = []
    stored = 0
    for number in range(rounds):
        for processes, seconds in taken.items():
            store = folder / f"votes-{number}-{processes}.sqlite"
            seconds.append(imported(table, mapping, store, processes))
        rows = stored_rows(folder / f"votes-{number}-1.sqlite")
        bare.append(timed(partial(bare_sqlite, batches(rows), folder / "bare.sqlite"))[0])
        stored = len(rows)
        del rows
    beside = _rate("table: bare executemany of the same rows", events, stored, bare)
    peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        beside,
        _rate("table by a mapping into SQLite", events, stored, taken[1], beside),
        _rate(f"table by a mapping into SQLite, {count} processes", events, stored, taken[count], beside),
        Figure.of("import", "table by a mapping, peak memory of the greatest process", events, "MiB", [peak_mib]),
    ]


def _rate(name: str, events: int, stored: int, spent: list[float], beside: Figure | None = None) -> Figure:
    return Figure.of("import", name, events, "/s", [stored / seconds for seconds in spent], beside=beside)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, help="how often each is measured; by default 3, and 1 from a million on")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="regesta-bench-") as folder:
        rounds = asked.rounds or (1 if asked.events >= MANY_EVENTS else 3)
        show(figures(Path(folder), asked.events, rounds), asked.json)


if __name__ == "__main__":
    main()
