"""The report of a rule against a second reading of the specification: plain loops over every pair of rows.

Nothing here is imported from what it checks but the rows that go in and the report that comes out.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import comb
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rules import Rule
from projections.correlation.assess import assess
from projections.correlation.backing import SourceSets
from projections.correlation.evidence import Evidence
from projections.correlation.series import KnownDifferences, Observed, Series

Row = tuple[int, int, int, int]
"""Pair, first and last possible day, number."""
Told = dict[tuple[int, int], tuple[int, int]]
LAST_DAY = 30


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Row], list[Row], Told, Rule]:
    def rows(first: int) -> list[Row]:
        made = []
        for number in range(first, first + draw(st.integers(1, 9))):
            earliest = draw(st.integers(0, LAST_DAY))
            latest = draw(st.just(earliest) | st.integers(earliest, LAST_DAY))
            made += [(pair, earliest, latest, number) for pair in sorted(draw(st.sets(st.integers(0, 3), min_size=1)))]
        return made

    x, y = rows(0), rows(50)
    told: Told = {}
    for one, other in draw(st.lists(st.tuples(st.sampled_from(x), st.sampled_from(y)), max_size=3)):
        least = draw(st.integers(-6, 6))
        told[one[3], other[3]] = (least, least + draw(st.integers(0, 4)))
    window, lag = draw(st.integers(0, 8)), draw(st.integers(0, 3))
    return x, y, told, Rule(x_kind="raid", y_kind="deportation", window_days=window, lag_days=lag)


def gaps(one: Row, y: list[Row], told: Told) -> list[tuple[int, int]]:
    """For each Y in the pair of an X, how many days later it is at least and at most."""
    met = [other for other in y if other[0] == one[0]]
    return [told.get((one[3], other[3]), (other[1] - one[2], other[2] - one[1])) for other in met]


def sides_of(one: Row, y: list[Row], told: Told, rule: Rule) -> dict[str, bool]:
    first, last = rule.lag_days, rule.lag_days + rule.window_days
    found = gaps(one, y, told)
    return {
        "after surely": any(first <= low and high <= last for low, high in found),
        "after possibly": any(low <= last and first <= high for low, high in found),
        "before surely": any(-last <= low and high <= -first for low, high in found),
        "before possibly": any(low <= -first and -last <= high for low, high in found),
    }


def report_on(x: list[Row], y: list[Row], told: Told, rule: Rule) -> Any:
    def series(rows: list[Row]) -> Series:
        return Series.of(*([row[at] for row in rows] for at in range(4)))

    known = KnownDifferences.of((one, other, *bounds) for (one, other), bounds in sorted(told.items()))
    ids = tuple(f"o{number:02}" for number in range(100))
    sources = SourceSets.of(("s",) for _ in range(100))
    pairs = ("A", "B", "C", "D")
    return assess(Evidence(rule, series(x), series(y), Observed(0, LAST_DAY), ids, pairs, sources, known))


def upper_half(heads: int, throws: int) -> float:
    return float(sum(comb(throws, each) for each in range(heads, throws + 1)) / 2**throws)


def flipped(balances: list[int]) -> float:
    """Every way to turn the sign of each pair, counted out."""
    held = [each for each in balances if each]
    ways = [
        sum(sign * abs(each) for sign, each in zip(signs, held, strict=True))
        for signs in product((1, -1), repeat=len(held))
    ]
    return sum(way >= sum(held) for way in ways) / len(ways)


@given(questions())
@settings(max_examples=80, deadline=None)
def test_counts_and_after_against_before_are_those_of_plain_loops(
    question: tuple[list[Row], list[Row], Told, Rule],
) -> None:
    x, y, told, rule = question
    report = report_on(x, y, told, rule)
    sides = [sides_of(one, y, told, rule) for one in x]
    followed, preceded = report.followed, report.placebo.share
    assert followed.certain_count == sum(side["after surely"] for side in sides)
    assert followed.possible_count == sum(side["after possibly"] for side in sides)
    assert preceded.certain_count == sum(side["before surely"] for side in sides)
    assert preceded.possible_count == sum(side["before possibly"] for side in sides)
    assert report.misses_count == sum(not side["after possibly"] for side in sides)
    assert {hit.occurrence for hit in report.hits} == {
        f"o{one[3]:02}" for one, side in zip(x, sides, strict=True) if side["after possibly"]
    }

    after = [side["after surely"] and not side["before possibly"] for side in sides]
    before = [side["before surely"] and not side["after possibly"] for side in sides]
    discordant = sum(after) + sum(before)
    both = {one[0] for one in x} & {one[0] for one in y}
    refused = len(x) < 5 or len(y) < 5 or len(both) < 3 or discordant < 5
    assert bool(report.refused) == refused
    assert (report.tests is None) == refused
    if refused:
        assert {row.side for row in report.chronology} >= {"x"}
        return
    balances: dict[int, int] = defaultdict(int)
    for one, is_after, is_before in zip(x, after, before, strict=True):
        balances[one[0]] += is_after - is_before
    test = report.tests.after_before
    assert (test.after_only_count, test.before_only_count) == (sum(after), sum(before))
    assert abs(test.p_exact - upper_half(sum(after), discordant)) < 1e-9
    assert abs(test.p_sign_flip - flipped(list(balances.values()))) < 1e-9
    assert test.p == (max(test.p_exact, test.p_sign_flip) if test.clumped else test.p_exact)
    tests = report.tests
    assert tests.verdict_p == max(tests.yearly_blocks.p, tests.circular_shifts.p, test.p)


def shuffled(x: list[Row], y: list[Row], rule: Rule, shifts: range) -> float:
    """The share of circular shifts of all X by so many days that hit at least as often; exact days only."""
    days = LAST_DAY + 1

    def hits(moved: int) -> int:
        return sum(
            any(
                other[0] == one[0] and (other[1] - one[1] - moved - gap) % days == 0
                for other in y
                for gap in range(rule.lag_days, rule.lag_days + rule.window_days + 1)
            )
            for one in x
        )

    return sum(hits(shift) >= hits(0) for shift in shifts) / len(shifts)


@st.composite
def exact_questions(draw: st.DrawFn) -> tuple[list[Row], list[Row], Rule]:
    """Enough X with a Y soon after them, in four pairs, that tests are given."""

    def placed(number: int, day: int) -> Row:
        return (number % 4, day, day, number)

    x = [placed(number, draw(st.integers(0, 24))) for number in range(draw(st.integers(8, 14)))]
    y = [placed(50 + one[3], one[1] + draw(st.integers(1, 3))) for one in x]
    y = [(one[0], *other[1:]) for one, other in zip(x, y, strict=True)]
    return (
        x,
        y,
        Rule(
            x_kind="raid", y_kind="deportation", window_days=draw(st.integers(0, 3)), lag_days=draw(st.integers(0, 1))
        ),
    )


@given(exact_questions())
@settings(max_examples=40, deadline=None)
def test_circular_shifts_are_those_of_moving_every_x_by_hand(question: tuple[list[Row], list[Row], Rule]) -> None:
    x, y, rule = question
    report = report_on(x, y, {}, rule)
    if report.tests is not None:
        assert abs(report.tests.circular_shifts.p - shuffled(x, y, rule, range(LAST_DAY + 1))) < 1e-9
