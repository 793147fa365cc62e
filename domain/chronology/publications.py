"""The day on which a source could be read: what dates of accounts hang on, and when it is an unknown of its own.

Where a source was published on one known day, that day is part of the claims that use it. Where the day is vague, the
first and last day that it can be are part of them, which is all that "could not be reported before it began" needs.
Only where a date hangs on the day itself ("on Wednesday" in the paper of some day in May) is it a point of its own,
with a claim of the source, and joins what hangs on it. So an account that contradicts a vague publication says nothing
of what else the source tells.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from domain.chronology.bounds import format_day
from domain.chronology.constraints import Claim, Constraint, NotAfter, NotBefore, OnDays, Point
from domain.chronology.day_sets import DaySet
from domain.chronology.edtf import parse


class Publication(NamedTuple):
    """The days on which a source can have been published; `days` are those of them that are meant, where not all are.

    `words` follow the name of the source.
    """

    point: Point
    first: int | None
    last: int | None
    days: DaySet | None
    is_known: bool
    words: str


@lru_cache(maxsize=65_536)
def publication_of(source: str, published: str | None, public_by: int | None = None) -> Publication:
    """What is known of a source's publication: EDTF, and the last day that it can be if more is known of it."""
    point = Point(f"source:{source}", "day")
    if published is None:
        return Publication(point, None, public_by, None, is_known=False, words="")
    date = parse(published)
    last = last_publication_day(published, public_by)
    known = date.start_earliest is not None and date.start_earliest == date.end_latest
    words = f", published {_in_words(published)}," if last is not None else ""
    if last is not None and last != date.end_latest:
        words = f", published by {format_day(last)},"
    days = None if date.is_extent else date.start_days
    return Publication(point, date.start_earliest, last, days, is_known=known, words=words)


def _in_words(published: str) -> str:
    """A date as it is cited; an unknown day out of a stretch by its ends."""
    date = parse(published)
    if date.kind != "one-of" or date.start_days is not None or None in (date.start_earliest, date.end_latest):
        return published
    first, _, last = published.strip("[]").partition("..")
    return f"between {first} and {last}" if last else first


def last_publication_day(published: str, held: int | None) -> int | None:
    """The last day that a publication can be, given a day on which the text was held."""
    date = parse(published)
    if held is None or (date.end_latest is not None and date.end_latest <= held):
        return date.end_latest
    return held if date.is_extent or date.start_days is None else date.start_days.on_or_before(held)


def publication_claim(source: str, published: str | None, public_by: int | None = None) -> Claim | None:
    """What a source claims of its publication; none if that is one known day, or nothing is known."""
    of = publication_of(source, published, public_by)
    if of.is_known or (of.first is None and of.last is None):
        return None
    constraints: list[Constraint] = []
    if of.first is not None:
        constraints.append(NotBefore(of.point, of.first))
    if of.last is not None:
        constraints.append(NotAfter(of.point, of.last))
    if of.days is not None:
        constraints.append(OnDays(of.point, of.days))
    says = f"{{source:{source}}} was{of.words.strip(',') or f' published {published}'}"
    return Claim(f"{source}#published", tuple(constraints), says, None, source)
