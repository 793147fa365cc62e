"""What a user would pick instead of Regesta, asked the same questions of the same rows in the same run.

Each tool runs in a process of its own, round after round in turn, so that what else the machine does falls on all of
them alike. Every answer is compared with Regesta's: the same ids in the same order, the same counts, or the run fails.

Run: `python -m bench.peers [--events 10000] [--rounds 3] [--only NAME ...] [--json FILE]`.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, machine, seconds, show
from bench.peers.peer import Answer, Missing, Peer
from bench.roll import ASKED_COUNTRY, KNOWN_ON, Row, rows

PEERS = ("regesta", "eventsourcing_replay", "eventsourcing_runner", "pandas_csv", "duckdb_parquet", "emmett")
ROW_STEPS = ("load", "rebuild")
APPENDS = 5
"""So many rows are appended one after another, each read back; what is told is the middle one."""
MOST_MEMORY = "peak memory"


def peer_named(name: str) -> type[Peer]:
    """The tool of a module."""
    found: type[Peer] = import_module(f"bench.peers.{name}").PEER
    return found


def one_round(peer: Peer, wanted: Sequence[Row], later: Sequence[Row]) -> dict[str, Any]:
    """Ask a tool everything once: seconds by question, and its answers."""
    answers: dict[str, Any] = {}
    spent: dict[str, float] = {}

    def ask(step: str, work: Any) -> None:
        spent[step], answer = seconds(work)
        if step != "load":
            answers[step] = [answer.ids, answer.total] if isinstance(answer, Answer) else answer

    peer.take(wanted)
    gc.freeze()  # the rows of the bench are not for the tool's garbage collector to go through
    ask("load", peer.load)
    ask("rebuild", peer.rebuild)
    ask("page, cold", peer.page)
    ask("page, warm", peer.page)
    ask("page of a day not asked before", lambda: peer.page(known_on=KNOWN_ON))
    appending: list[float] = []
    reading: list[float] = []
    for row in later:
        appending.append(seconds(partial(peer.append, row))[0])
        ask("page after an append", peer.page)
        reading.append(spent["page after an append"])
    spent |= {"append": median(appending), "page after an append": median(reading)}
    peer.close()
    return {"spent": spent, "answers": answers}


def in_this_process(name: str, events: int) -> None:
    """One round of one tool, told as JSON on the last line."""
    with tempfile.TemporaryDirectory(prefix="regesta-bench-") as folder:
        peer = peer_named(name)(Path(folder))
        try:
            told: dict[str, Any] = {"version": peer.version}
        except Missing as missing:
            print(json.dumps({"missing": str(missing)}))
            return
        later = [row._replace(country=ASKED_COUNTRY, day="1950-01-01") for row in rows(APPENDS, after=events)]
        told |= one_round(peer, rows(events), later)
        whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        told["peak_mib"] = max(resource.getrusage(each).ru_maxrss for each in whose) / 1024
        print(json.dumps(told))


def in_a_process(name: str, events: int) -> dict[str, Any]:
    """One round of one tool in a process of its own."""
    command = [sys.executable, "-m", "bench.peers", "--round-of", name, "--events", str(events)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed with exit code {done.returncode}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def compare(name: str, told: dict[str, Any], ours: dict[str, Any]) -> None:
    """Whether a tool gave the answers that Regesta gave; ends the run if not."""
    for step, answer in ours["answers"].items():
        if told["answers"][step] != answer:
            raise SystemExit(f"{name} and Regesta do not agree on: {step}")


def run(names: Sequence[str], events: int, rounds: int) -> tuple[list[Figure], list[str]]:
    """The figures, those of Regesta first, and what there is to say of each tool."""
    spent: dict[tuple[str, str], list[float]] = defaultdict(list)
    notes: dict[str, str] = {}
    for number in range(rounds):
        ours: dict[str, Any] | None = None
        for name in names:
            peer = peer_named(name)
            if name in notes and not notes[name].startswith("version"):
                continue
            if number >= peer.most_rounds:
                continue
            if events > peer.most_rows:
                notes[name] = f"not asked beyond {peer.most_rows:,} rows: it would take too long"
                continue
            told = in_a_process(name, events)
            if "missing" in told:
                notes[name] = f"not run: {told['missing']}"
                continue
            notes[name] = f"version {told['version']}; {peer.shape}; {lacking(peer)}"
            print(f"round {number + 1} of {rounds}: {peer.name}, {sum(told['spent'].values()):.1f} s", flush=True)
            ours = told if name == "regesta" else ours
            if ours is not None:
                compare(peer.name, told, ours)
            for step, taken in told["spent"].items():
                spent[step, name].append(taken)
            spent[MOST_MEMORY, name].append(told["peak_mib"])
    return figures(spent, events, notes), [f"{peer_named(name).name}: {note}" for name, note in notes.items()]


def lacking(peer: type[Peer]) -> str:
    """What a tool has no notion of."""
    return f"n/a: {', '.join(peer.lacks)}" if peer.lacks else "everything the record holds"


def figures(spent: dict[tuple[str, str], list[float]], events: int, notes: dict[str, str]) -> list[Figure]:
    """Figures by question; each tool beside Regesta."""
    made: list[Figure] = []
    ours: dict[str, Figure] = {}
    for (step, name), values in sorted(spent.items(), key=lambda each: PEERS.index(each[0][1])):
        title = f"{peer_named(name).name}: {step}"
        unit, told = ("MiB", values) if step == MOST_MEMORY else ("ms", [each * 1000 for each in values])
        if step in ROW_STEPS:
            unit, told = "s", values
        note = notes[name] if step == ROW_STEPS[0] else None
        figure = Figure.of("peers", title, events, unit, told, beside=ours.get(step), note=note)
        if name == "regesta":
            ours[step] = figure
        made.append(figure)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--round-of", choices=PEERS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.round_of is not None:
        in_this_process(asked.round_of, asked.events)
        return
    print(machine())
    found, notes = run(asked.only, asked.events, asked.rounds)
    show(found, asked.json)
    print(*notes, sep="\n")


if __name__ == "__main__":
    main()
