"""Run all benches, gather their figures, judge them against the aims, draw how they grow, and write `bench/RESULTS.md`.

Run: `python -m bench.results [--scale whole|quick|tiny] [--only REGEX] [--again REGEX] [--keep FOLDER]
[--report-only] [--into FOLDER]`.

`quick` stays at 10,000 and 100,000 events and takes some minutes; the whole takes about 40 on two quiet cores; `tiny`
only shows that everything runs. The figures of each part stay in the folder of `--keep`, each scale apart; a part that
is there is not run again unless `--again` names it, so a run that broke off goes on where it was.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bench.figures import machine, other_work, show
from bench.results.aims import judged
from bench.results.charts import draw
from bench.results.growth import grown
from bench.results.parts import SCALES, gathered, parts, run
from bench.results.report import WORDS, page, short

HERE = Path(__file__).parents[1]


def run_all(asked: argparse.Namespace, kept: Path) -> list[str]:
    """Run what is not kept; the names of the parts that failed."""
    wanted = [part for part in parts(SCALES[asked.scale], kept) if re.search(asked.only, part.name)]
    begun, failed = perf_counter(), []
    for number, part in enumerate(wanted, 1):
        if asked.again and re.search(asked.again, part.name):
            part.file(kept).unlink(missing_ok=True)
        told = f"[{number}/{len(wanted)}, {perf_counter() - begun:5.0f} s] {part.name}"
        print(f"{told} ...", flush=True)
        outcome = run(part, kept)
        print(f"{told}: {outcome}", flush=True)
        if outcome.startswith("FAILED"):
            failed.append(part.name)
    return failed


def report(kept: Path, *, scale: str, failed: list[str], into: Path) -> None:
    """Print what came out, and write it down."""
    figures = gathered(kept)
    aims, growths = judged(figures), grown(figures)
    try:
        charts = draw(growths, into / "charts")
    except ImportError:
        charts = []
        print("No charts: matplotlib is not installed (the extra `plot` brings it).")
    head = {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": machine(),
        "command": f"python -m bench.results --scale {scale}",
        "state": other_work() + (f" Parts that failed: {'; '.join(failed)}." if failed else ""),
    }
    (into / "RESULTS.md").write_text(page(figures, aims, growths, charts, head), "utf-8")
    show(figures)
    for each in aims:
        measured = "" if each.measured is None else short(each.measured)
        wanted = f"{each.aim.bound} {short(each.aim.value)} {each.aim.unit}"
        print(f"{each.aim.what:55} {wanted:35} {measured:>12}  {WORDS[each.reached].strip('*')}")
    print(f"written: {(into / 'RESULTS.md').name}, {len(charts)} charts")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", choices=SCALES, default="whole")
    parser.add_argument("--quick", action="store_const", const="quick", dest="scale", help="the same as --scale quick")
    parser.add_argument("--only", default="", metavar="REGEX", help="only the parts whose names it finds")
    parser.add_argument("--again", metavar="REGEX", help="run these parts anew although they are kept")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "regesta-bench-results")
    parser.add_argument("--report-only", action="store_true", help="run nothing, write the page from what is kept")
    parser.add_argument("--into", type=Path, default=HERE, help="the folder of RESULTS.md and charts/")
    asked = parser.parse_args()
    kept: Path = asked.keep / asked.scale
    kept.mkdir(parents=True, exist_ok=True)
    failed = [] if asked.report_only else run_all(asked, kept)
    report(kept, scale=asked.scale, failed=failed, into=asked.into)
    if failed:
        raise SystemExit(f"failed: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
