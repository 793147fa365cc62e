"""One EDTF date: calendar date, date and time, season, long year; with its marks and its mask.

Read with a cursor, left to right, so that every refusal names the offset at which reading stopped and
no input is looked at more than a few times. Intervals and sets are put together in `edtf.py`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, NoReturn

from domain.chronology.day_sets import DaySet, Stretch
from domain.chronology.days import day_number, month_length, month_span, year_span
from domain.chronology.masks import Mask
from domain.chronology.seasons import FIRST_MONTH_AND_LENGTH
from domain.errors import Invalid

MAX_YEAR: Final = 10**15
"""Years further off than this would leave the 64-bit days of the columns."""

_DAY_PAD_DAYS: Final = 7
"""Policy: `~` on a part widens by one unit of that part on either side, but by a week for a day."""

_YEAR = re.compile(r"([?~%]?)(-?[0-9X]{4})([?~%]?)")
_PART = re.compile(r"-([?~%]?)([0-9X]{2})([?~%]?)")
_LONG_YEAR = re.compile(r"([?~%]?)Y(-?)(0|[1-9][0-9]*)(?:E([1-9][0-9]*))?")
_SIGNIFICANT = re.compile(r"S([1-9][0-9]?)([?~%]?)")
_TIME = re.compile(r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?")


class Qualifier(NamedTuple):
    """A mark `?` (doubted source), `~` (approximate) or `%` (both) on one part of a date.

    `reach` is "alone" for a mark left of its part, and "with_larger" for one to its right, which
    also covers the larger parts before it.
    """

    part: str
    reach: str
    mark: str


class DateParts(NamedTuple):
    """What one date says: its hull of days, which of them belong to it, and what was marked."""

    first: int
    last: int
    kind: str
    days: DaySet | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    pad_days: int = 0
    time_of_day: str | None = None
    zone: str | None = None


def fail(text: str, offset: int, why: str, accepted: str) -> NoReturn:
    """Refuse an EDTF text, naming the offset (counted from 0) at which it stopped making sense."""
    raise Invalid(f"not an EDTF date: {why}", seen=text, where=f"offset {offset}", accepted=accepted)


def read_date(text: str, start: int, stop: int) -> DateParts:
    """Read the one date that fills `text[start:stop]`.

    Raises:
        Invalid: with the offset into `text`.
    """
    year = _YEAR.match(text, start, stop)
    if year is None:
        return _read_long_year(text, start, stop)
    at = year.end()
    if at < stop and text[at] == "S":
        return _read_significant(text, at, stop, int_of_year(text, start, year[2]), year[1], year[3])
    month = _PART.match(text, at, stop)
    day = month and _PART.match(text, month.end(), stop)
    ending = (day or month or year).end()
    if ending < stop:
        return _read_time(text, start, ending, stop, (year, month, day))
    qualifiers = _qualifiers(text, (("year", year), ("month", month), ("day", day)))
    month_digits, day_digits = month and month[2], day and day[2]
    if month_digits and "X" not in month_digits and int(month_digits) in FIRST_MONTH_AND_LENGTH:
        return _read_season(text, start, year[2], month_digits, day, qualifiers)
    if "X" in year[2] or "X" in (month_digits or "") or "X" in (day_digits or ""):
        return _read_mask(text, start, year[2], month_digits, day_digits, qualifiers)
    first, last = _calendar_span(text, start, year[2], month, day)
    return DateParts(first, last, "date", None, qualifiers, _pad_days(qualifiers))


def int_of_year(text: str, start: int, digits: str) -> int:
    """The year written by four digits with or without a minus; there is no year -0000."""
    if "X" in digits:
        fail(text, start, "a masked year cannot be combined with this", "four digits")
    if digits == "-0000":
        fail(text, start, "there is no year -0000", "0000 for 1 BCE, -0001 for 2 BCE")
    return int(digits)


def _calendar_span(
    text: str, start: int, digits: str, month: re.Match[str] | None, day: re.Match[str] | None
) -> tuple[int, int]:
    year = int_of_year(text, start, digits)
    if month is None:
        return year_span(year, year)
    number = int(month[2])
    if not 1 <= number <= 12:
        fail(text, month.start(2), f"there is no month {month[2]}", "01 to 12, or a season 21 to 41")
    if day is None:
        return month_span(year, number)
    length = month_length(year, number)
    if not 1 <= int(day[2]) <= length:
        fail(text, day.start(2), f"this month has no day {day[2]}", f"01 to {length}")
    found = day_number(year, number, int(day[2]))
    return found, found


def _read_season(
    text: str, start: int, year: str, code: str, day: re.Match[str] | None, qualifiers: tuple[Qualifier, ...]
) -> DateParts:
    if day is not None:
        fail(text, day.start(), "a season has no day", "YYYY-SS, such as 2001-21")
    number = int_of_year(text, start, year)
    first_month, months = FIRST_MONTH_AND_LENGTH[int(code)]
    first, _ = month_span(number, first_month)
    _, last = month_span(number, first_month + months - 1)
    return DateParts(first, last, "season", None, qualifiers, _pad_days(qualifiers, month_days=months * 31))


def _read_mask(
    text: str, start: int, year: str, month: str | None, day: str | None, qualifiers: tuple[Qualifier, ...]
) -> DateParts:
    mask = Mask(year[0] == "-", year[-4:], month or "XX", day or "XX")
    edges = year_span(-9999, 9999)
    first, last = mask.on_or_after(edges[0]), mask.on_or_before(edges[1])
    if first is None or last is None:
        fail(text, start, "no day at all fits this mask", "a mask with at least one real day, such as 156X-12-25")
    masked_years = 10 ** (4 - len(year.rstrip("X").lstrip("-")))
    pad_days = _pad_days(qualifiers, 366 * masked_years)
    if mask.is_contiguous():
        return DateParts(first, last, "date", None, qualifiers, pad_days)
    return DateParts(first, last, "date", DaySet((Stretch(first, last, mask),)), qualifiers, pad_days)


def _read_time(
    text: str, start: int, at: int, stop: int, parts: tuple[re.Match[str], re.Match[str] | None, re.Match[str] | None]
) -> DateParts:
    """A date and time keeps the civil day as written; the zone is kept beside it and moves nothing."""
    year, month, day = parts
    if text[at] != "T" or day is None:
        fail(text, at, f"unexpected {text[at]!r}", "YYYY, YYYY-MM or YYYY-MM-DD, one mark ? ~ % beside a part")
    time = _TIME.match(text, at, stop)
    if time is None or time.end() < stop:
        fail(text, at, "this is no time of day", "Thh:mm:ss, alone or with Z, +hh or +hh:mm")
    for part in parts:
        if part is not None and (part[1] or part[3] or "X" in part[2]):
            fail(text, part.start(), "a date with a time of day is neither marked nor masked", "YYYY-MM-DDThh:mm:ss")
    first, last = _calendar_span(text, start, year[2], month, day)
    return DateParts(first, last, "datetime", None, (), 0, text[at + 1 : at + 9], time[2])


def _read_long_year(text: str, start: int, stop: int) -> DateParts:
    found = _LONG_YEAR.match(text, start, stop)
    if found is None:
        fail(text, start, "no year begins here", "four digits, or Y and more than four, such as Y-17000")
    digits, exponent = found[3], found[4]
    if exponent is None and len(digits) < 5:
        fail(text, start, "Y is for years of more than four digits", "YYYY or -YYYY")
    if len(digits) > 16 or (exponent and (len(exponent) > 2 or len(digits) + int(exponent) > 16)):
        fail(text, start, "the year is too far off to count in days", f"years up to {MAX_YEAR:.0e}")
    year = int(digits) * 10 ** int(exponent or 0)
    if year > MAX_YEAR or (year == 0 and exponent):
        fail(text, start, "no such year can be counted in days", f"years up to {MAX_YEAR:.0e}, other than 0")
    if found[2]:
        year = -year
    at = found.end()
    if at < stop and text[at] == "S":
        return _read_significant(text, at, stop, year, found[1], "")
    mark = text[at:stop]
    if mark not in ("", "?", "~", "%") or (mark and found[1]):
        fail(text, at, "nothing but one mark or S may follow a long year", "Y170000002, Y17E7, Y171010000S3")
    return _year_parts(year, year, found[1], mark)


def _read_significant(text: str, at: int, stop: int, year: int, left: str, between: str) -> DateParts:
    """`1950S2`: estimated at 1950, of which the first two digits hold."""
    found = _SIGNIFICANT.match(text, at, stop)
    if found is None or found.end() < stop or between or (left and found[2]):
        fail(text, at, "S takes the number of significant digits and ends the date", "1950S2")
    uncertain = len(str(abs(year))) - int(found[1])
    if uncertain < 0:
        fail(text, at, "more significant digits than the year has", f"S1 to S{len(str(abs(year)))}")
    unit: int = 10**uncertain
    nearest = abs(year) // unit * unit
    furthest = nearest + unit - 1
    if year < 0:
        return _year_parts(-furthest, -nearest, left, found[2])
    return _year_parts(nearest, furthest, left, found[2])


def _year_parts(first_year: int, last_year: int, left: str, right: str) -> DateParts:
    first, last = year_span(first_year, last_year)
    qualifiers = tuple(
        Qualifier("year", reach, mark) for reach, mark in (("alone", left), ("with_larger", right)) if mark
    )
    return DateParts(first, last, "year", None, qualifiers, _pad_days(qualifiers, last - first + 1))


def _qualifiers(text: str, parts: tuple[tuple[str, re.Match[str] | None], ...]) -> tuple[Qualifier, ...]:
    found: list[Qualifier] = []
    for name, part in parts:
        if part is None or not (part[1] or part[3]):
            continue
        if part[1] and part[3]:
            fail(text, part.end(3) - 1, "one part is marked twice", "one of ? ~ %, where % is both")
        found.append(Qualifier(name, "alone", part[1]) if part[1] else Qualifier(name, "with_larger", part[3]))
    return tuple(found)


def _pad_days(qualifiers: tuple[Qualifier, ...], year_days: int = 366, month_days: int = 31) -> int:
    """The widest pad that the approximate parts ask for, one unit of each part.

    A mark to the right of a part blurs the date at that part's width: "about 11 June 2004" is a
    matter of days, not of years.
    """
    units = {"day": _DAY_PAD_DAYS, "month": month_days, "year": year_days}
    return max((units[each.part] for each in qualifiers if each.mark in "~%"), default=0)
