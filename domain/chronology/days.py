"""Day numbers: days since 1970-01-01, proleptic Gregorian, for any whole year.

The standard library stops at the years 1 and 9999, while the record needs -44 and 170000002. The
arithmetic is Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms" (2013): years start on
1 March, so that the leap day is the last of its year, and repeat every 400 years of 146,097 days.
"""

from __future__ import annotations

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

DAYS_PER_ERA = 146_097
"""Days in 400 years, after which dates and weekdays repeat."""

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_FROM_0000_03_01_TO_EPOCH = 719_468


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February; year 0 (1 BCE) has one."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """How many days the month (1 to 12) has in that year."""
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """The day number of a calendar date that is known to exist; `month_length` tells whether it does."""
    if month <= 2:
        year -= 1
        month += 12
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month - 3) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * DAYS_PER_ERA + day_of_era - _DAYS_FROM_0000_03_01_TO_EPOCH


def calendar_date(day: int) -> tuple[int, int, int]:
    """Year, month and day of month of a day number: the inverse of `day_number`."""
    era, day_of_era = divmod(day + _DAYS_FROM_0000_03_01_TO_EPOCH, DAYS_PER_ERA)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day_of_month = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return era * 400 + year_of_era + (month <= 2), month, day_of_month


def weekday(day: int) -> int:
    """Monday is 0 and Sunday 6, as in the standard library; 1970-01-01 was a Thursday."""
    return (day + THURSDAY) % 7


def month_span(year: int, month: int) -> tuple[int, int]:
    """First and last day of a month. A month past December counts into the following years."""
    carried, index = divmod(month - 1, 12)
    first = day_number(year + carried, index + 1, 1)
    return first, first + month_length(year + carried, index + 1) - 1


def year_span(first_year: int, last_year: int) -> tuple[int, int]:
    """First day of the one year and last day of the other."""
    return day_number(first_year, 1, 1), day_number(last_year, 12, 31)
