"""EDTF texts of every form, and texts that are true of given days."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from domain.chronology.bounds import format_day
from domain.chronology.days import calendar_date, month_length

MARKS: Final = ("", "", "", "?", "~", "%")


@st.composite
def calendar_days(draw: st.DrawFn, *, first_year: int = -9999, last_year: int = 9999) -> str:
    """An existing day, `YYYY-MM-DD`, years of four digits with or without a minus."""
    year = draw(st.integers(first_year, last_year))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, month_length(year, month)))
    return f"{_year(year)}-{month:02d}-{day:02d}"


@st.composite
def single_dates(draw: st.DrawFn) -> str:
    """One date of levels 0 to 2 without a time of day: plain, marked, masked, a season or a long year."""
    text: str = draw(
        st.one_of(calendar_days(), _short_dates(), _marked_dates(), _masked_dates(), _seasons(), _long_years())
    )
    return text


@st.composite
def edtf_texts(draw: st.DrawFn) -> str:
    """Any EDTF text of levels 0 to 2 that is no longer than 64 characters; some intervals and masks may be impossible.

    Filter with the parser where only possible ones are wanted: those it refuses are a small part.
    """
    text: str = draw(st.one_of(single_dates(), _date_times(), _intervals(), _sets()))
    return text[:64]


@st.composite
def dates_covering(draw: st.DrawFn, day: int) -> str:
    """A date that is true of an unknown day which really was `day`: the day, its month, year or decade, or a set."""
    year, month, of_month = calendar_date(day)
    near = draw(st.integers(0, 2))
    forms = [
        format_day(day),
        f"{_year(year)}-{month:02d}",
        _year(year),
        f"[{format_day(day - near)}..{format_day(day + draw(st.integers(0, 2)))}]",
        f"[{format_day(day - near - 1)},{format_day(day)}]",
        f"[..{format_day(day + near)}]",
        f"[{format_day(day - near)}..]",
        f"{_year(year)}-{month:02d}-{of_month // 10}X",
        f"XXXX-{month:02d}-{of_month:02d}",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def intervals_covering(draw: st.DrawFn, first: int, last: int) -> str:
    """An interval that is true of what really went on from `first` to `last`."""
    start = draw(st.sampled_from(("", "..", format_day(first), format_day(first)[:-3])))
    end = draw(st.sampled_from(("", "..", format_day(last), format_day(last)[:-3])))
    return f"{start}/{end}" if start not in ("", "..") or end not in ("", "..") else f"{format_day(first)}/{end}"


def _year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


@st.composite
def _short_dates(draw: st.DrawFn) -> str:
    year = _year(draw(st.integers(-9999, 9999)))
    return year + draw(st.sampled_from(("", *(f"-{month:02d}" for month in range(1, 13)))))


@st.composite
def _marked_dates(draw: st.DrawFn) -> str:
    parts = draw(calendar_days(first_year=0)).split("-")[: draw(st.integers(1, 3))]
    marked = []
    for part in parts:
        left = draw(st.sampled_from(MARKS))
        marked.append(left + part + ("" if left else draw(st.sampled_from(MARKS))))
    return "-".join(marked)


@st.composite
def _masked_dates(draw: st.DrawFn) -> str:
    parts = draw(calendar_days(first_year=0)).split("-")[: draw(st.integers(1, 3))]
    return "-".join("".join(draw(st.sampled_from((char, char, "X"))) for char in part) for part in parts)


@st.composite
def _seasons(draw: st.DrawFn) -> str:
    return f"{_year(draw(st.integers(-9999, 9999)))}-{draw(st.integers(21, 41))}{draw(st.sampled_from(MARKS))}"


@st.composite
def _long_years(draw: st.DrawFn) -> str:
    sign = draw(st.sampled_from(("", "-")))
    number = draw(st.integers(10_000, 10**12))
    plain = f"Y{sign}{number}"
    significant = draw(st.integers(1, len(str(number))))
    forms = (plain, f"{plain}S{significant}", f"Y{sign}{number % 99 + 1}E{draw(st.integers(3, 9))}")
    return draw(st.sampled_from((*forms, f"{draw(st.integers(1000, 9999))}S{draw(st.integers(1, 4))}")))


@st.composite
def _date_times(draw: st.DrawFn) -> str:
    hour, minute, second = draw(st.integers(0, 23)), draw(st.integers(0, 59)), draw(st.integers(0, 59))
    zone = draw(st.sampled_from(("", "Z", "+07:00", "-04", "+05:30")))
    return f"{draw(calendar_days())}T{hour:02d}:{minute:02d}:{second:02d}{zone}"


@st.composite
def _intervals(draw: st.DrawFn) -> str:
    sides = st.one_of(single_dates(), st.sampled_from(("", "..")))
    return f"{draw(sides)}/{draw(sides)}"


@st.composite
def _sets(draw: st.DrawFn) -> str:
    days = sorted(draw(st.lists(st.integers(-3_000_000, 2_000_000), min_size=1, max_size=4, unique=True)))
    members = [format_day(day) for day in days]
    if len(members) > 1 and draw(st.booleans()):
        members[:2] = [f"{members[0]}..{members[1]}"]
    members[0] = draw(st.sampled_from(("", "..") if ".." not in members[0] else ("",))) + members[0]
    if ".." not in members[-1]:
        members[-1] += draw(st.sampled_from(("", "..")))
    opening, closing = draw(st.sampled_from((("[", "]"), ("{", "}"))))
    return opening + ",".join(members) + closing
