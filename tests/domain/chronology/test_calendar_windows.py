"""Windows of the calendar: there and back again, never decreasing, within the differences they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chronology.bounds import format_day, parse_day
from domain.chronology.calendar_windows import LastMonthWindow, NextMonthWindow, Window, YearWindow
from domain.chronology.day_sets import Days, DaySet, Monthly, Stretch, Weekly, common_day
from domain.chronology.masks import Mask

DAYS = st.integers(-800_000, 2_900_000)
MONTHS = st.integers(1, 12)
WINDOWS = st.one_of(
    st.builds(YearWindow, st.integers(-3, 3), st.one_of(st.none(), MONTHS)),
    st.builds(LastMonthWindow, MONTHS),
    st.builds(NextMonthWindow, MONTHS),
)
WEEKLY = st.builds(Weekly, st.integers(0, 6))
MASKS = [Mask(False, "20XX", "XX", "13"), Mask(False, "XXXX", "02", "29"), Mask(True, "0XX4", "1X", "0X")]
SETS = st.one_of(
    WEEKLY,
    st.builds(Monthly, MONTHS),
    st.sampled_from(MASKS).map(
        lambda mask: DaySet((Stretch(mask.on_or_after(-9_000_000), mask.on_or_before(9_000_000), mask),))
    ),
)


@given(WINDOWS, DAYS, DAYS)
def test_an_anchor_is_found_back_exactly(window: Window, anchor: int, day: int) -> None:
    assert (window.last(anchor) >= day) == (anchor >= window.anchor_from(day))
    assert (window.first(anchor) <= day) == (anchor <= window.anchor_to(day))


@given(WINDOWS, DAYS, st.integers(0, 800))
def test_a_later_anchor_never_has_an_earlier_window(window: Window, anchor: int, days: int) -> None:
    assert window.first(anchor) <= window.first(anchor + days)
    assert window.last(anchor) <= window.last(anchor + days)
    least, most = window.differences()
    assert least <= window.first(anchor) - anchor
    assert window.last(anchor) - anchor <= most


@pytest.mark.parametrize(
    ("window", "anchor", "first", "last"),
    [
        (LastMonthWindow(11), "2011-09-05", "2010-11-01", "2010-11-30"),
        (LastMonthWindow(11), "2010-11-30", "2009-11-01", "2009-11-30"),
        (LastMonthWindow(11), "2010-12-01", "2010-11-01", "2010-11-30"),
        (NextMonthWindow(5), "2010-05-01", "2011-05-01", "2011-05-31"),
        (YearWindow(-1, 10), "2020-01-09", "2019-10-01", "2019-10-31"),
        (YearWindow(0), "2015-06-01", "2015-01-01", "2015-12-31"),
    ],
)
def test_windows_mean_what_people_mean(window: Window, anchor: str, first: str, last: str) -> None:
    day = parse_day(anchor)

    assert (format_day(window.first(day)), format_day(window.last(day))) == (first, last)


@given(SETS, st.integers(-700_000, 30_000))
def test_the_next_member_is_a_member_and_none_lies_between(days: Days, day: int) -> None:
    later = days.on_or_after(day)
    if later is None:
        return

    assert later >= day
    assert days.on_or_before(later) == later
    before = days.on_or_before(later - 1)
    assert before is None or (before < day and later - before <= days.widest_gap_days())


@given(st.lists(SETS, min_size=1, max_size=3), st.integers(-700_000, 30_000), st.booleans())
def test_a_common_day_belongs_to_every_set(sets: list[Days], day: int, later: bool) -> None:
    found, moved_by = common_day(sets, day, later=later)

    if found is not None:
        assert all(each.on_or_after(found) == found for each in sets)
        assert found >= day if later else found <= day
        assert bool(moved_by) == (found != day)


def test_weekdays_that_disagree_have_no_common_day() -> None:
    assert common_day([Weekly(2), Weekly(3)], 0, later=True) == (None, (0, 1))
