"""Dates that fit together: where no account contradicts another, the most precise date says what all of them say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from domain.chronology.edtf import parse
from domain.comparison import compare_dates
from projections.claims import Stated
from projections.readings import MOODS

MAX_DATES = 12
"""More different dates than this are left to the reading."""


def agreed_dates(claims: Sequence[Stated]) -> tuple[str, ...]:
    """The different dates that are asserted (or else intended, or else denied), if each is compatible with each."""
    if len(claims) == 1:
        (only,) = claims
        return (only.value,) if isinstance(only.value, str) else ()
    for mood in MOODS:
        among = {claim.value for claim in claims if claim.mood == mood and isinstance(claim.value, str)}
        if among:
            dates = tuple(sorted(among))
            fit = all(compare_dates(*pair).verdict == "compatible" for pair in combinations(dates[:MAX_DATES], 2))
            return dates if fit and len(dates) <= MAX_DATES else ()
    return ()


def width(date: str) -> tuple[float, str]:
    """How many days lie between the first and the last day that a date allows; dates of one width by their text."""
    read = parse(date)
    if read.start_earliest is None or read.end_latest is None:
        return float("inf"), date
    return read.end_latest - read.start_earliest, date
