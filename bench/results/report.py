"""The page that is kept: aims and what was measured, the tools side by side, growth, and every figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bench.figures import Figure
from bench.results.aims import Judged
from bench.results.growth import Growth

HEAD = """# Results

Measured {day} on {machine}.

```
{command}
```

{state} Seconds are of that machine; the ratios, each to something measured in the same run, are what to compare. What
each bench does is told in `bench/README.md`. Three numbers are the least, the middle and the greatest of the rounds.
"""
WORDS = {True: "yes", False: "**no**", None: "not measured"}


def page(
    figures: Sequence[Figure],
    aims: Sequence[Judged],
    growths: Sequence[Growth],
    charts: Sequence[str],
    head: dict[str, str],
) -> str:
    """The whole page."""
    sections = [HEAD.format(**head), *_aims(aims), *_peers(figures), *_growth(growths, charts), *_all(figures)]
    return "\n".join(sections) + "\n"


def short(value: float) -> str:
    """A number with about three digits that matter."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _aims(aims: Sequence[Judged]) -> Iterator[str]:
    yield "## Aims\n"
    yield "| what | aim | measured | at events | spread | ratio to | reached |"
    yield "|---|---|---:|---:|---|---|---|"
    for each in aims:
        figure, aim = each.figure, each.aim
        wanted = f"{aim.bound} {short(aim.value)} {aim.unit}"
        if figure is None or each.measured is None:
            yield f"| {aim.what} | {wanted} | | | | | {WORDS[None]} |"
            continue
        beside = f"{figure.ratio:.2f} x {figure.beside}" if figure.ratio is not None else ""
        cells = (aim.what, wanted, short(each.measured), f"{figure.events:,}", _spread(figure), beside)
        yield f"| {' | '.join(cells)} | {WORDS[each.reached]} |"
    missed = [each.aim.what for each in aims if each.reached is False]
    open_aims = [each.aim.what for each in aims if each.reached is None]
    yield ""
    yield f"Not reached: {'; '.join(missed)}." if missed else "Every aim that was measured is reached."
    if open_aims:
        yield f"\nNot measured in this run: {'; '.join(open_aims)}."
    yield ""


def _spread(figure: Figure) -> str:
    least, middle, greatest = short(figure.least), short(figure.median), short(figure.greatest)
    return f"{least} / {middle} / {greatest} {figure.unit}" if figure.rounds > 1 else f"{middle} {figure.unit}"


def _peers(figures: Sequence[Figure]) -> Iterator[str]:
    peers = [each for each in figures if each.bench == "peers"]
    if not peers:
        return
    yield "## Beside what one would pick instead\n"
    yield "The same rows and questions, the same answers (compared, id by id). n/a: not asked at that size."
    yield "Each cell: the middle of the rounds, and how many times what Regesta takes.\n"
    for events in sorted({each.events for each in peers}):
        yield from _matrix([each for each in peers if each.events == events], events)
    for note in dict.fromkeys(f"{each.name.partition(': ')[0]}: {each.note}" for each in peers if each.note):
        yield f"- {note}"
    yield ""


def _matrix(peers: Sequence[Figure], events: int) -> Iterator[str]:
    cells: dict[str, dict[str, Figure]] = defaultdict(dict)
    for each in peers:
        tool, _, question = each.name.partition(": ")
        cells[question][tool] = each
    tools = list(dict.fromkeys(each.name.partition(": ")[0] for each in peers))
    yield f"### {events:,} rows\n"
    yield f"| question | {' | '.join(tools)} |"
    yield "|---|" + "---:|" * len(tools)
    for question, by_tool in cells.items():
        told = [_cell(by_tool.get(tool)) for tool in tools]
        yield f"| {question} | {' | '.join(told)} |"
    yield ""


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "n/a"
    times = "" if figure.ratio is None else f" ({short(figure.ratio)}x)"
    return f"{short(figure.median)} {figure.unit}{times}"


def _growth(growths: Sequence[Growth], charts: Sequence[str]) -> Iterator[str]:
    yield "## Growth\n"
    yield "Costs fitted by `events ** x`; work of the whole record grows with x = 1, of one page or event with x = 0.\n"
    fast = [each for each in growths if each.too_fast]
    for each in fast:
        yield f"- **faster than its work**: {each.bench}: {each.name}, x = {each.exponent:.2f} against {each.work:.0f}"
    if not fast:
        yield "Nothing grows faster than its work."
    yield "\n| bench | figure | unit | measured at | x | x of its work |\n|---|---|---|---|---:|---:|"
    for each in growths:
        points = ", ".join(f"{events:,}: {short(value)}" for events, value in each.points)
        yield f"| {each.bench} | {each.name} | {each.unit} | {points} | {each.exponent:.2f} | {each.work:.0f} |"
    yield ""
    if charts:
        yield "Charts: " + ", ".join(f"[{name.removesuffix('.svg')}](charts/{name})" for name in charts) + ".\n"


def _all(figures: Sequence[Figure]) -> Iterator[str]:
    yield "## Every figure\n"
    yield "| bench | figure | events | least | middle | greatest | unit | rounds | ratio | to | note |"
    yield "|---|---|---:|---:|---:|---:|---|---:|---:|---|---|"
    for each in sorted((each for each in figures if each.bench != "peers"), key=lambda each: (each.bench, each.events)):
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        numbers = " | ".join(short(value) for value in (each.least, each.median, each.greatest))
        cells = (f"{each.events:,}", numbers, each.unit, str(each.rounds), ratio, each.beside or "", each.note or "")
        yield f"| {each.bench} | {each.name} | {' | '.join(cells)} |"
