"""How long the plot takes to show and to redraw 1,000, 10,000 and 100,000 uncertain occurrences, and what it keeps.

The real modules of the page run in chromium over an outline made here. First: from the last byte of the outline to the
first drawing. A step: lay out all lanes anew, paint, and read a pixel back, so that the drawing has really been done.
Hover: from one move of the pointer to the end of the drawing that it causes. Heap: what JavaScript keeps at the end.
Run: `python -m bench.redraw [--steps 60]`.
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import os
import random
import shutil
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, sync_playwright

WEB = Path(__file__).parents[1] / "api/web"
SITE = "http://redraw.invalid/"
SIZES = (1_000, 10_000, 100_000)
KINDS = (
    "cable",
    "deportation",
    "detention",
    "flight",
    "loan_pledge",
    "meeting",
    "raid",
    "statement",
    "unrest",
    "visit",
)
COUNTRIES = ("CN", "EG", "KH", "KZ", "MY", "TH", "TR", "US")
WIDTHS_DAYS = (0, 0, 0, 0, 6, 30, 30, 364, 700, 3_650)
SPAN_DAYS = 20_000

WATCH = """
    addEventListener("drawn", () => { globalThis.firstDrawn ??= performance.now(); }, true);
"""

FIRST = """() => {
    const outline = performance.getEntriesByType("resource").find((each) => each.name.includes("/views/outline"));
    return globalThis.firstDrawn - outline.responseEnd;
}"""

HOVER = """async (moves) => {
    const plot = document.querySelector("occurrence-plot");
    const box = plot.getBoundingClientRect();
    const times = [];
    for (let move = 0; move < moves; move += 1) {
        const clientX = box.left + 200 + (move * 37) % (box.width - 220);
        const clientY = box.top + 50 + (move * 53) % (box.height - 60);
        const start = performance.now();
        plot.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, bubbles: true }));
        plot.draw();
        plot.querySelector("canvas").getContext("2d").getImageData(0, 0, 1, 1);
        times.push(performance.now() - start);
    }
    return times;
}"""

HEAP = "() => { globalThis.gc?.(); return performance.memory.usedJSHeapSize / 2 ** 20; }"

MEASURE = """(steps) => {
    const plot = document.querySelector("occurrence-plot");
    const pixels = plot.querySelector("canvas").getContext("2d");
    const times = [];
    let { window } = plot.plot;
    for (let step = 0; step < steps; step += 1) {
        const length = window.to - window.from;
        const factor = step < steps / 2 ? 0.86 : 1 / 0.86;
        const middle = window.from + length * 0.47;
        window = { from: middle - (length * factor) / 2, to: middle + (length * factor) / 2 };
        plot.plot = { ...plot.plot, window };
        const start = performance.now();
        plot.draw();
        pixels.getImageData(0, 0, 1, 1);
        times.push(performance.now() - start);
    }
    return times;
}"""


def outline(count: int, seed: int = 6) -> dict[str, Any]:
    """An outline of random occurrences: half of them exact to the day, the others up to ten years wide."""
    rng = random.Random(seed)
    first = sorted(rng.randrange(SPAN_DAYS) for _ in range(count))
    last = [day + rng.choice(WIDTHS_DAYS) for day in first]
    parts = [
        (row, code)
        for row in range(count)
        for code in sorted(rng.sample(range(len(COUNTRIES)), rng.choice((1, 1, 2, 2, 3))))
    ]
    return {
        "total": count,
        "position": count,
        "withheld": {"accounts": 0, "occurrences": 0},
        "ids": [f"{row:036d}" for row in range(count)],
        "kinds": KINDS,
        "kind": [rng.randrange(len(KINDS)) for _ in range(count)],
        "realised": [rng.random() < 0.9 for _ in range(count)],
        "start_earliest": first,
        "start_latest": last,
        "end_earliest": first,
        "end_latest": last,
        "known_earliest": [day + 300 for day in last],
        "known_latest": [day + 300 for day in last],
        "countries": {
            "labels": [{"id": code, "name": code} for code in COUNTRIES],
            "rows": [row for row, _ in parts],
            "label": [code for _, code in parts],
        },
        "cases": {"labels": [], "rows": [], "label": []},
        "links": [],
    }


def answer(path: str, count: int) -> dict[str, Any]:
    """What the service would say; the lists beside the plot are left empty."""
    if path == "/v1/views/outline":
        return outline(count)
    if path == "/v1/kinds":
        return {"rows": [{"kind": kind, "occurrences": 1} for kind in KINDS], "total": len(KINDS)}
    empty: dict[str, Any] = {"rows": [], "days": [], "entries": [], "undated": [], "total": 0, "next": None}
    return empty


def serve(page: Page, count: int) -> None:
    """Answer every request of the page from here."""

    def reply(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/v1/events/stream":
            route.fulfill(status=204)
        elif path.startswith("/v1/"):
            route.fulfill(body=json.dumps(answer(path, count)), content_type="application/json")
        else:
            file = WEB / (path.lstrip("/") or "index.html")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])

    page.route("**/*", reply)


class Measured(NamedTuple):
    """What was seen at one size."""

    first_ms: float
    steps_ms: list[float]
    hover_ms: list[float]
    heap_mib: float


def measured(page: Page, count: int, steps: int) -> Measured:
    """Open the page over that many occurrences, then zoom, then hover."""
    serve(page, count)
    page.add_init_script(WATCH)
    page.goto(SITE)
    page.wait_for_selector("occurrence-plot canvas")
    page.wait_for_function("() => globalThis.firstDrawn !== undefined")
    return Measured(
        first_ms=page.evaluate(FIRST),
        steps_ms=sorted(page.evaluate(MEASURE, steps)),
        hover_ms=sorted(page.evaluate(HOVER, steps)),
        heap_mib=page.evaluate(HEAP),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=60)
    steps = parser.parse_args().steps
    program = shutil.which("chromium")
    assert program, "this needs chromium (Debian: apt install chromium)"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*(["--no-sandbox"] if as_root else []), "--js-flags=--expose-gc", "--enable-precise-memory-info"]
    print("occurrences  first ms  step ms, median  95 %  largest  hover ms, median  95 %  heap MiB")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        for count in SIZES:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            found = measured(page, count, steps)
            zoom, hover = found.steps_ms, found.hover_ms
            print(
                f"{count:11,}  {found.first_ms:8.0f}  {median(zoom):15.1f}  {high(zoom):4.1f}  {zoom[-1]:7.1f}"
                f"  {median(hover):16.1f}  {high(hover):4.1f}  {found.heap_mib:8.1f}"
            )
            page.close()
        browser.close()


def high(times: list[float]) -> float:
    """The time that 95 % stay within."""
    return times[int(0.95 * (len(times) - 1))]


if __name__ == "__main__":
    main()
