"""The pure modules of the page, run in chromium and held against the domain or against a plain computation."""

import random
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from domain.chronology.bounds import format_day, parse_day
from domain.chronology.days import calendar_date, day_number
from tests.api.http.served import Served
from tests.api.web.conftest import Visit

RNG_SEED = 20091219


@pytest.fixture
def modules(seeds: Served, visit: Visit) -> Page:
    return visit(seeds, "?view=sources")


def run(page: Page, code: str, given: Any) -> Any:
    """Run the body of a function of `given`; modules are imported by their path below the page."""
    return page.evaluate(f"async (given) => {{ const use = (path) => import(`/${{path}}`); {code} }}", given)


def some_days() -> list[int]:
    rng = random.Random(RNG_SEED)
    near = [rng.randrange(-800_000, 800_000) for _ in range(600)]
    return [*near, *(rng.randrange(-30_000_000, 30_000_000) for _ in range(300)), 0, -719_528, -719_529]


def test_days_are_those_of_the_domain(modules: Page) -> None:
    days = some_days()
    found = run(modules, "const d = await use('time/days.js'); return given.map((n) => d.civil(n));", days)
    for day, civil in zip(days, found, strict=True):
        assert (civil["year"], civil["month"], civil["day"]) == tuple(calendar_date(day))
    dates = [list(calendar_date(day)) for day in days]
    back = run(modules, "const d = await use('time/days.js'); return given.map((c) => d.dayNumber(...c));", dates)
    assert back == days == [day_number(*date) for date in dates]


def test_bounds_are_read_as_they_are_printed(modules: Page) -> None:
    days = some_days()
    texts = [format_day(day) for day in days]
    found = run(modules, "const d = await use('time/days.js'); return given.map(d.parseDay);", texts)
    for day, text, read in zip(days, texts, found, strict=True):
        assert read == (day if not text.startswith("Y") else day_number(calendar_date(day)[0], 1, 1))
    wrong = ["2009-02-30", "2009-13-01", "2009", "", "19 December 2009", "2009-12-19T00"]
    assert run(modules, "const d = await use('time/days.js'); return given.map(d.parseDay);", wrong) == [None] * 6
    printed = run(modules, "const d = await use('time/days.js'); return given.map(d.printDay);", days[:600])
    assert [parse_day(text) for text in printed] == days[:600]


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2009-12-19", "2009-12-19", "19 December 2009"),
        ("2009-12-01", "2009-12-31", "December 2009"),
        ("2012-02-01", "2012-02-29", "February 2012"),
        ("2009-01-01", "2009-12-31", "2009"),
        ("1989-01-01", "1991-12-31", "1989 to 1991"),
        ("2009-12-18", "2009-12-20", "18–20 December 2009"),
        (None, "2009-12-20", "on or before 20 December 2009"),
        ("2017-07-01", None, "on or after 1 July 2017"),
        (None, None, "no date known"),
        ("-0043-03-15", "-0043-03-15", "15 March 44 BC"),
    ],
)
def test_spans_read_as_people_write_them(modules: Page, earliest: str | None, latest: str | None, words: str) -> None:
    given = {"earliest": earliest, "latest": latest}
    said = run(modules, "const w = await use('time/words.js'); return w.boundsInWords(given);", given)
    assert said.replace("\u2009", "").replace(" – ", "–").replace("BCE", "BC") == words


DENSITY = """
    const { density } = await use("drawing/density.js");
    const open = (days, none) => Float64Array.from(days, (day) => day ?? none);
    const spans = { earliest: open(given.earliest, -Infinity), latest: open(given.latest, Infinity) };
    const found = density(spans, Int32Array.from(given.earliest.keys()), given.window, given.bins);
    return { mass: [...found.mass], open: found.open, most: found.most };
"""


def test_each_occurrence_weighs_one_however_wide_it_is(modules: Page) -> None:
    rng = random.Random(RNG_SEED)
    earliest = [rng.randrange(0, 900) for _ in range(400)]
    latest = [day + rng.choice((0, 0, 3, 30, 99)) for day in earliest]
    given = {"earliest": earliest, "latest": latest, "window": {"from": 0, "to": 1_000}, "bins": 137}
    found = run(modules, DENSITY, given)
    assert sum(found["mass"]) == pytest.approx(400, rel=1e-4)
    assert found["most"] == max(found["mass"])
    expected = [0.0] * 137
    for first, last in zip(earliest, latest, strict=True):
        for day in range(first, last + 1):
            low, high = day * 0.137, (day + 1) * 0.137
            for each in range(int(low), min(int(high), 136) + 1):
                expected[each] += (min(high, each + 1) - max(low, each)) / 0.137 / (last + 1 - first)
    assert found["mass"] == pytest.approx(expected, abs=2e-3)


def test_what_is_open_on_one_side_is_counted_apart(modules: Page) -> None:
    given = {"earliest": [5, None, 7], "latest": [None, 9, 7], "window": {"from": 0, "to": 20}, "bins": 20}
    found = run(modules, DENSITY, given)
    assert found["open"] == 2
    assert sum(found["mass"]) == pytest.approx(1)


PACK = """
    const { pack } = await use("drawing/packing.js");
    const shorten = (label, room) => label.slice(0, Math.floor(room / 6));
    const packed = pack(given.spans, given.lines, given.edge, shorten);
    return packed && packed.bars.map((bar) => ({ ...bar, end: Math.max(bar.to, bar.head + bar.label.length * 6) }));
"""


def test_neither_bars_nor_labels_touch(modules: Page) -> None:
    rng = random.Random(RNG_SEED)
    for _ in range(30):
        spans: list[dict[str, Any]] = []
        for row in range(rng.randrange(1, 120)):
            start = rng.uniform(-15, 1_000)
            label = "x" * rng.randrange(3, 40)
            to = start + rng.choice((1, 8, 60, 300))
            spans.append(
                {"row": row, "from": start, "to": to, "head": start + 15, "label": label, "width": len(label) * 6}
            )
        spans.sort(key=lambda span: span["from"])
        bars = run(modules, PACK, {"spans": spans, "lines": 60, "edge": 1_000})
        if bars is None:
            continue
        assert sorted(bar["row"] for bar in bars) == sorted(span["row"] for span in spans)
        by_line: dict[int, list[Any]] = {}
        for bar in bars:
            by_line.setdefault(bar["line"], []).append(bar)
            assert not bar["label"] or bar["head"] + len(bar["label"]) * 6 <= 1_000 + 1e-6
        for line in by_line.values():
            for one, other in pairwise(line):
                assert one["end"] <= other["from"]


def test_too_many_for_the_lines_are_not_packed(modules: Page) -> None:
    spans = [{"row": row, "from": 0, "to": 50, "head": 15, "label": "x", "width": 6} for row in range(11)]
    assert run(modules, PACK, {"spans": spans, "lines": 10, "edge": 500}) is None
    assert len(run(modules, PACK, {"spans": spans, "lines": 11, "edge": 500})) == 11


def test_a_state_and_its_address_say_the_same(modules: Page) -> None:
    code = """
        const { readAddress, writeAddress } = await use("address.js");
        const once = (search) => writeAddress(readAddress(search));
        return given.map((search) => [once(search), once(once(search))]);
    """
    searches = [
        "",
        "?view=table&kind=raid&kind=flight&country=KH&q=a%20b&known_on=2011-09-05",
        "?view=nonsense&lanes=x&unknown=1&kind=raid&kind=raid",
        "?knowledge=public&certainty=possibly&window=2009-12-01..2010-01-01&occurrence=a%2Fb",
    ]
    first, full, wrong, rest = run(modules, code, searches)
    assert first == ["./", "./"]
    assert full[0] == full[1]
    assert "kind=raid&kind=flight" in full[0]
    assert wrong == ["?kind=raid", "?kind=raid"]
    assert rest[0] == rest[1]


def test_the_first_56_kinds_differ_in_shape_or_colour(modules: Page) -> None:
    code = "const { signsOf } = await use('drawing/marks.js'); return [...signsOf(given).values()];"
    signs = run(modules, code, [f"kind{number:02}" for number in range(56)])
    assert len({(sign["shape"], sign["hue"]) for sign in signs}) == 56


def test_no_density_is_below_nothing(modules: Page) -> None:
    rng = random.Random(RNG_SEED)
    spans = [(day := rng.randrange(3_000), day + rng.choice((0, 6, 29, 364, 1_097))) for _ in range(2_000)]
    given = {
        "earliest": [first for first, _ in spans],
        "latest": [last for _, last in spans],
        "window": {"from": -500, "to": 9_000},
        "bins": 700,
    }
    mass = run(modules, DENSITY, given)["mass"]
    assert all(each is not None and each >= 0 for each in mass)
    assert max(mass[400:]) < 1e-6  # nothing is possible there


def test_a_range_and_a_chain_are_read_as_they_are_written(modules: Page) -> None:
    code = """
        const { readRange, writeRange } = await use("correlation/pairs.js");
        const { readMotif, writeMotif } = await use("correlation/requests.js");
        const range = (text) => { const read = readRange(text); return read && writeRange(read.from, read.to); };
        const motif = (text) => { const read = readMotif(text); return read && writeMotif(read); };
        return [given.ranges.map(range), given.motifs.map(motif)];
    """
    ranges = ["-30..30", "5..5", "6..5", "", "x..y", "1...2"]
    motifs = [
        "raid>deportation:0..3>loan_pledge:0..7@same_country",
        "raid>deportation:0..3@same_country",
        "",
        "a>b>c@d",
    ]
    found = run(modules, code, {"ranges": ranges, "motifs": motifs})
    assert found == [["-30..30", "5..5", None, None, None, None], [motifs[0], None, None, None]]


def test_what_is_possible_throughout_the_view_is_counted_where_it_is_much(modules: Page) -> None:
    code = """
        const { sceneOf } = await use("drawing/scene.js");
        const bounds = { earliest: Float64Array.from(given.earliest), latest: Float64Array.from(given.latest) };
        bounds.coreFrom = bounds.latest;
        bounds.coreTo = bounds.earliest;
        const rows = Int32Array.from(given.earliest.keys());
        const text = { label: () => "x", measure: () => 6, room: null };
        const lane = { id: "a", name: "A", rows, undated: 0 };
        const { lanes } = sceneOf([lane], bounds, { from: 100, to: 114 }, 900, text);
        return [lanes[0].through, lanes[0].bars.length];
    """
    near = {"earliest": [101, 105, 110], "latest": [101, 107, 300]}
    for wide, expected in ((5, [0, 8]), (300, [300, 3])):
        given = {
            "earliest": [*([0] * wide), *near["earliest"]],
            "latest": [*([200] * wide), *near["latest"]],
        }
        assert run(modules, code, given) == expected


def test_passages_that_meet_are_one_stretch_of_the_text(modules: Page) -> None:
    text = "aaaa BBBB cccc \U0001f54a dddd EEEE ffff gggg hhhh IIII jjjj"
    places = [(text.index(word), text.index(word) + 4) for word in ("IIII", "EEEE", "BBBB")]
    given = [
        {
            "start": first,
            "end": last,
            "before": text[max(0, first - 5) : first],
            "cited": text[first:last],
            "after": text[last : last + 14],
        }
        for first, last in places
    ]
    code = "const { joined } = await use('dossier/accounts.js'); return joined(given);"
    found = run(modules, code, given)
    said = ["".join(part["text"] for part in stretch) for stretch in found]
    assert said == [f"… {text[: text.index('EEEE') + 18]} …", f"… {text[text.index('IIII') - 5 :]} …"]
    assert [part["text"] for part in found[0] if part["cited"]] == ["BBBB", "EEEE"]
