"""Claims of any kind over a few points, with exhaustive search as oracle, and contradictions of known least size."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from domain.chronology.calendar_windows import YearWindow
from domain.chronology.constraints import Claim, Constraint, Gap, InWindow, NotAfter, NotBefore, OnDays, Point
from domain.chronology.day_sets import DaySet, Monthly, Stretch, Weekly
from domain.chronology.days import calendar_date, weekday
from domain.chronology.edtf import parse

SMALL: Final = 6
"""The days of exhaustive search are 0 to 5."""

Solution = dict[Point, int]


@dataclass(frozen=True)
class ClaimSet:
    """Some owners, which of them last, and claims about them in order of arrival."""

    owners: tuple[str, ...]
    lasting: frozenset[str]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Planted:
    """Claims true of one history, among them `planted`: the only contradiction, all of which is needed."""

    claims: tuple[Claim, ...]
    planted: frozenset[str]


@st.composite
def constraints(draw: st.DrawFn, owners: Sequence[str], *, masks: bool) -> Constraint:
    """Any constraint between points of the owners, on small days; weekdays and sets of days only with `masks`."""
    points = st.builds(Point, st.sampled_from(owners), st.sampled_from(("start", "end")))
    gaps = st.builds(Gap, points, points, st.integers(-3, 4))
    floors = st.builds(NotBefore, points, st.integers(0, SMALL - 1))
    ceilings = st.builds(NotAfter, points, st.integers(0, SMALL - 1))
    weekdays = st.builds(OnDays, points, st.builds(Weekly, st.integers(0, 6)))
    days = st.lists(st.integers(0, SMALL - 1), min_size=2, max_size=3, unique=True)
    sets = days.map(lambda found: DaySet(tuple(Stretch(day, day) for day in found)))
    plain = st.one_of(gaps, gaps, floors, ceilings)
    return draw(st.one_of(plain, plain, weekdays, st.builds(OnDays, points, sets)) if masks else plain)


@st.composite
def claim_sets(
    draw: st.DrawFn, *, max_owners: int = 3, max_claims: int = 6, boxed: bool = False, masks: bool = True
) -> ClaimSet:
    """Claims of one or two constraints, consistent or not; `boxed` keeps all of them within the small days."""
    owners = tuple(f"owner {index}" for index in range(draw(st.integers(1, max_owners))))
    lasting = draw(st.frozensets(st.sampled_from(owners)))
    bodies = st.lists(constraints(owners, masks=masks), min_size=1, max_size=2).map(tuple)
    drawn = draw(st.lists(bodies, min_size=1, max_size=max_claims))
    claims = [Claim(f"claim {index}", body) for index, body in enumerate(drawn)]
    if boxed:
        claims += [
            Claim(f"box {owner}", (NotBefore(Point(owner, "start"), 0), NotAfter(Point(owner, "end"), SMALL - 1)))
            for owner in owners
        ]
    return ClaimSet(owners, lasting, tuple(draw(st.permutations(claims))))


def constraint_holds(constraint: Constraint, days: Solution) -> bool:
    """Whether a constraint is satisfied by days for all its points."""
    if isinstance(constraint, Gap):
        return days[constraint.later] - days[constraint.earlier] <= constraint.max_days
    if isinstance(constraint, InWindow):
        first, last = (edge(days[constraint.anchor]) for edge in (constraint.window.first, constraint.window.last))
        return first <= days[constraint.point] <= last
    day = days[constraint.point]
    if isinstance(constraint, NotBefore):
        return day >= constraint.day
    return day <= constraint.day if isinstance(constraint, NotAfter) else constraint.days.on_or_after(day) == day


def claims_hold(claims: Iterable[Claim], days: Solution) -> bool:
    """Whether days satisfy every constraint of the claims."""
    return all(constraint_holds(constraint, days) for claim in claims for constraint in claim.constraints)


def solutions(claims: Sequence[Claim], owners: Sequence[str], lasting: Collection[str]) -> Iterator[Solution]:
    """Every choice of days from the small ones that satisfies the claims, found by trying them all."""
    days = range(SMALL)
    spans = [
        [(start, end) for start in days for end in days if start == end or (owner in lasting and start < end)]
        for owner in owners
    ]
    for chosen in itertools.product(*spans):
        tried = {
            Point(owner, endpoint): day
            for owner, span in zip(owners, chosen, strict=True)
            for endpoint, day in zip(("start", "end"), span, strict=True)
        }
        if claims_hold(claims, tried):
            yield tried


@st.composite
def planted_contradictions(draw: st.DrawFn, *, max_length: int = 6) -> Planted:
    """A ring of differences one day too short to close, or two dates joined by a chain too short, in true company.

    Every claim of the ring is needed: with any of them gone the others hold of some history. The company states
    wide true ranges between occurrences, too wide to take part.
    """
    length = draw(st.integers(2, max_length))
    ring = [Point(f"planted {index}", "start") for index in range(length)]
    steps = [draw(st.integers(-5, 5)) for _ in ring]
    missing = sum(steps[:-1])
    planted = [
        Claim(f"{draw(st.integers(0, 9))} ring {index}", (Gap(ring[index], ring[index + 1], steps[index]),))
        for index in range(length - 1)
    ]
    if draw(st.booleans()):
        planted.append(Claim("5 closing", (Gap(ring[-1], ring[0], -missing - 1),)))
    else:
        day = draw(st.integers(-800_000, 800_000))
        planted.append(Claim("3 first date", (NotAfter(ring[0], day),)))
        planted.append(Claim("7 last date", (NotBefore(ring[-1], day + missing + 1),)))
    names = [f"company {index}" for index in range(draw(st.integers(0, 4)))]
    everyone = [*(point.owner for point in ring), *names]
    company = [
        Claim(f"{draw(st.integers(0, 9))} company {index}", (Gap(Point(one, "start"), Point(other, "end"), 5_000),))
        for index, (one, other) in enumerate(draw(st.lists(st.tuples(*[st.sampled_from(everyone)] * 2), max_size=8)))
    ]
    return Planted(tuple(draw(st.permutations([*planted, *company]))), frozenset(claim.id for claim in planted))


@st.composite
def true_claims(draw: st.DrawFn, *, max_owners: int = 6, max_claims: int = 14) -> tuple[tuple[Claim, ...], Solution]:
    """Claims that hold of one history over many years, few of them dates; and that history.

    Weekdays, months, windows of the calendar and sets of days lie between ranges of any width, so that days have to
    be sought far from where ranges alone would put them.
    """
    owners = [f"owner {index}" for index in range(draw(st.integers(1, max_owners)))]
    days = {Point(owner, "start"): draw(st.integers(-4_000, 4_000)) for owner in owners}
    points = st.sampled_from(sorted(days))
    claims = [
        Claim(f"{draw(st.integers(0, 9))} {index}", (draw(_true_constraint(points, days)),))
        for index in range(draw(st.integers(1, max_claims)))
    ]
    return tuple(claims), days


@st.composite
def _true_constraint(draw: st.DrawFn, points: st.SearchStrategy[Point], days: Solution) -> Constraint:
    one, other = draw(points), draw(points)
    day, gap = days[one], days[other] - days[one]
    year, month, of_month = calendar_date(day)
    form = draw(st.sampled_from(("gap", "exactly", "exactly", "weekday", "weekday", "month", "window", "set", "date")))
    if form == "gap":
        return Gap(one, other, gap + draw(st.integers(0, 400)))
    if form == "exactly":
        return Gap(one, other, gap) if draw(st.booleans()) else Gap(other, one, -gap)
    if form == "weekday":
        return OnDays(one, Weekly(weekday(day)))
    if form == "month":
        return OnDays(one, Monthly(month))
    if form == "window":
        return InWindow(one, other, YearWindow(calendar_date(days[other])[0] - year))
    if form == "date":
        return NotBefore(one, day - 50) if draw(st.booleans()) else NotAfter(one, day + 50)
    dates = parse(f"XXXX-{month:02d}-{of_month:02d}").start_days
    assert dates is not None
    return OnDays(one, dates)
