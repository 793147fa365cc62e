"""From what accounts state of time to claims: dates, relations, and what cannot be reported before it began.

An occurrence takes place on one unknown day unless its kind lasts (a visit, an internment) or some account gives it an
extent; `lasting_occurrences` decides that from all accounts of a slice. In the texts of claims, `{occurrence:ID}`
and `{source:ID}` stand for names that a view fills in.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from domain.chronology.compile_relations import Side, at_least, at_most, relation_constraints
from domain.chronology.constraints import Claim, Constraint, Gap, NotAfter, NotBefore, OnDays, Point
from domain.chronology.day_sets import DaySet
from domain.chronology.edtf import Edtf, parse
from domain.chronology.relations import Contains, Duration, EndsWith, Overlaps, Relation, StartsWith
from domain.chronology.wording import relation_words

_ASSERTING: Final = frozenset(("fact", "reported", "alleged"))
_AHEAD: Final = frozenset(("planned", "forecast"))


class StatedTime(NamedTuple):
    """What one account states of when its occurrence took place, and what is needed to make claims of it.

    `account` is the id of the account version; `edtf` its date; `published` the EDTF of its source's publication;
    `said_in` the occurrence (a cable, a statement) in which a plan or forecast was uttered; `lasts` whether the kind
    that the account states goes on for a while by its nature.
    """

    account: str
    occurrence: str
    source: str
    manner: str
    edtf: str | None = None
    relations: tuple[Relation, ...] = ()
    published: str | None = None
    said_in: str | None = None
    lasts: bool = False


def lasting_occurrences(accounts: Iterable[StatedTime]) -> frozenset[str]:
    """The occurrences that have a start and an end of their own, by their kind or by what some account says.

    Hand in all accounts of the slice, those without any date or relation too: their kinds count.
    The first account that gives an extent to what was read as one day changes that reading; it is the one way in
    which a further account can widen a bound.
    """
    return frozenset(stated.occurrence for stated in accounts if stated.manner != "denied" and _gives_extent(stated))


def claims_of(stated: StatedTime) -> tuple[Claim, ...]:
    """The claims of one account: its date, each relation, and what its manner implies beside its publication.

    A denied account implies nothing. What its source's publication says is a claim of the source: `publication_claim`.
    """
    if stated.manner == "denied":
        return ()
    found = []
    if stated.edtf is not None:
        says = f"{{occurrence:{stated.occurrence}}} is dated {stated.edtf}"
        constraints = _date_constraints(stated.occurrence, _read(stated.edtf), stated.lasts)
        found.append(Claim(f"{stated.account}/when", constraints, says, stated.account, stated.source))
    publication = _publication(stated)
    for index, relation in enumerate(stated.relations):
        name = f"{stated.account}/relation/{index}"
        constraints = relation_constraints(stated.occurrence, relation, publication, name)
        says = f"{{occurrence:{stated.occurrence}}} {relation_words(relation)}"
        found.append(Claim(name, constraints, says, stated.account, stated.source))
    implied = _implied_by_manner(stated, publication)
    if implied is not None:
        found.append(implied)
    return tuple(found)


def publication_claim(source: str, published: str | None) -> Claim | None:
    """The claim of a source on the days between which it was published; none if that is one day, or unknown.

    A source published on one known day needs no claim of its own: that day is part of the claims that use it.
    """
    if published is None:
        return None
    date = _read(published)
    if _exact_day(date) is not None:
        return None
    point = _published_point(source)
    constraints = tuple(_between(point, date.start_earliest, date.end_latest, date.start_days))
    return Claim(f"{source}/published", constraints, f"{{source:{source}}} was published {published}", None, source)


def part_claim(link: str, part: str, whole: str) -> Claim:
    """A part lies within the whole that it is part of; `link` is the id of that judgement."""
    constraints = (
        Gap(Point(part, "start"), Point(whole, "start"), 0),
        Gap(Point(whole, "end"), Point(part, "end"), 0),
    )
    return Claim(f"{link}/part_of", constraints, f"{{occurrence:{part}}} is part of {{occurrence:{whole}}}")


def disclosure_claim(link: str, disclosure: str, disclosed: str) -> Claim:
    """What is disclosed was written before it was disclosed, or on that day."""
    constraints = (Gap(Point(disclosure, "end"), Point(disclosed, "start"), 0),)
    says = f"{{occurrence:{disclosure}}} disclosed {{occurrence:{disclosed}}}"
    return Claim(f"{link}/discloses", constraints, says)


def identity_claim(link: str, one: str, other: str) -> Claim:
    """Two occurrences judged to be the same start and end together."""
    constraints = tuple(
        Gap(Point(first, endpoint), Point(second, endpoint), 0)
        for endpoint in ("start", "end")
        for first, second in ((one, other), (other, one))
    )
    says = f"{{occurrence:{one}}} and {{occurrence:{other}}} are the same occurrence"
    return Claim(f"{link}/same_as", constraints, says)


@lru_cache(maxsize=65_536)
def _read(text: str) -> Edtf:
    return parse(text)


def _gives_extent(stated: StatedTime) -> bool:
    if stated.lasts or (stated.edtf is not None and _read(stated.edtf).is_extent):
        return True
    return any(
        isinstance(relation, (StartsWith, EndsWith, Contains, Overlaps))
        or (isinstance(relation, Duration) and relation.max_days != 0)
        or getattr(relation, "endpoint", "some_day") in ("start", "end")
        for relation in stated.relations
    )


def _date_constraints(occurrence: str, date: Edtf, lasts: bool) -> tuple[Constraint, ...]:
    """A date of low precision is one unknown day; of a kind that lasts it only says between which days it lay."""
    start, end = Point(occurrence, "start"), Point(occurrence, "end")
    if date.is_extent:
        return (
            *_between(start, date.start_earliest, date.start_latest, date.start_days),
            *_between(end, date.end_earliest, date.end_latest, date.end_days),
        )
    days = None if lasts else date.start_days
    found = _between(start, date.start_earliest, date.start_latest, days)
    found += _between(end, date.end_earliest, date.end_latest, days)
    if not lasts:
        found.append(Gap(start, end, 0))
    return tuple(found)


def _between(point: Point, first: int | None, last: int | None, days: DaySet | None) -> list[Constraint]:
    found: list[Constraint] = []
    if first is not None:
        found.append(NotBefore(point, first))
    if last is not None:
        found.append(NotAfter(point, last))
    if days is not None:
        found.append(OnDays(point, days))
    return found


def _implied_by_manner(stated: StatedTime, publication: Side) -> Claim | None:
    name = f"{{occurrence:{stated.occurrence}}}"
    if stated.manner in _ASSERTING:
        constraints = at_most(Point(stated.occurrence, "start"), publication, 0)
        says = f"{name} could not be reported before it began, and {{source:{stated.source}}} reports it"
        return Claim(f"{stated.account}/reported", constraints, says, stated.account, stated.source)
    if stated.manner in _AHEAD:
        said = publication if stated.said_in is None else Side.of_occurrence(stated.said_in, "start")
        constraints = at_least(Point(stated.occurrence, "end"), said, 0)
        says = f"{name} was still ahead, or not over, when it was {stated.manner}"
        return Claim(f"{stated.account}/ahead", constraints, says, stated.account, stated.source)
    return None


def _publication(stated: StatedTime) -> Side:
    day = None if stated.published is None else _exact_day(_read(stated.published))
    point = _published_point(stated.source)
    return Side(point, point) if day is None else Side(day, day)


def _published_point(source: str) -> Point:
    return Point(f"source:{source}", "day")


def _exact_day(date: Edtf) -> int | None:
    return date.start_earliest if date.start_earliest is not None and date.start_earliest == date.end_latest else None
