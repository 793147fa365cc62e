"""Law 12: shifting all days by k shifts every bound by k, over leap years, year 0 and far years."""

from hypothesis import given
from hypothesis import strategies as st

from domain.chronology.bounds import Bounds, format_day, parse_day
from domain.chronology.constraints import Claim, Constraint, Gap, NotAfter, NotBefore
from domain.chronology.days import DAYS_PER_ERA, calendar_date, day_number, month_length, weekday
from domain.chronology.network import Network
from tests.strategies.time_claims import ClaimSet, claim_sets

FAR_DAYS = st.integers(-366 * 10**9, 366 * 10**9)


def shifted(constraint: Constraint, days: int) -> Constraint:
    if isinstance(constraint, (NotBefore, NotAfter)):
        return constraint._replace(day=constraint.day + days)
    assert isinstance(constraint, Gap)
    return constraint


@given(claim_sets(masks=False), FAR_DAYS)
def test_law_12_shifting_all_dates_shifts_every_bound(drawn: ClaimSet, days: int) -> None:
    moved = [
        Claim(claim.id, tuple(shifted(constraint, days) for constraint in claim.constraints)) for claim in drawn.claims
    ]

    before = Network(drawn.claims, lasting=drawn.lasting)
    after = Network(moved, lasting=drawn.lasting)

    assert [each.ids for each in after.contradictions] == [each.ids for each in before.contradictions]
    for owner in drawn.owners:
        assert after.bounds(owner) == before.bounds(owner).shift(days)


@given(FAR_DAYS)
def test_law_12_every_day_has_one_date_and_the_next_day_the_next_date(day: int) -> None:
    year, month, of_month = calendar_date(day)

    assert day_number(year, month, of_month) == day
    assert 1 <= of_month <= month_length(year, month)
    following = calendar_date(day + 1)
    assert following in ((year, month, of_month + 1), (year, month + 1, 1), (year + 1, 1, 1))
    assert calendar_date(day + DAYS_PER_ERA) == (year + 400, month, of_month)
    assert (weekday(day + 1) - weekday(day)) % 7 == 1


@given(st.integers(-4_000_000, 2_900_000))
def test_a_day_of_four_digit_years_is_read_as_printed(day: int) -> None:
    assert parse_day(format_day(day)) == day


@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.integers(-9, 9))] * 4), min_size=2, max_size=2), st.integers(-99, 99)
)
def test_bounds_meet_and_join_alike_wherever_they_lie(drawn: list[tuple[int | None, ...]], days: int) -> None:
    one, other = (Bounds(*each) for each in drawn)

    assert one.shift(days).intersection(other.shift(days)) == one.intersection(other).shift(days)
    assert one.shift(days).hull(other.shift(days)) == one.hull(other).shift(days)
    assert one.hull(other).intersection(one) == one
    assert one.shift(days).is_empty == one.is_empty
