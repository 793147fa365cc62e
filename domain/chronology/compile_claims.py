"""From what accounts state of time to claims: dates, relations, and what cannot be reported before it began.

An occurrence takes place on one unknown day unless its kind lasts (a visit, an internment) or some account gives it an
extent; `lasting_occurrences` decides that from all accounts of a slice. In the texts of claims, `{occurrence:ID}`
and `{source:ID}` stand for names that a view fills in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from domain.chronology.anchors import PublicationAnchor
from domain.chronology.compile_relations import Side, at_least, at_most, gives_extent, relation_constraints
from domain.chronology.constraints import Claim, Constraint, Gap, NotAfter, NotBefore, OnDays, Point
from domain.chronology.day_sets import DaySet
from domain.chronology.edtf import Edtf, parse
from domain.chronology.publications import Publication, publication_claim, publication_of
from domain.chronology.relations import Relation
from domain.chronology.wording import relation_sentence

_ASSERTING: Final = frozenset(("fact", "reported", "alleged"))
_AHEAD: Final = frozenset(("planned", "forecast"))


class StatedTime(NamedTuple):
    """What one account states of when its occurrence took place, and what is needed to make claims of it.

    `account` is the id of the account version; `edtf` its date; `published` the EDTF of its source's publication, and
    `public_by` the last day that this can be if more is known of it, such as the day on which we held the text;
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
    public_by: int | None = None


def lasting_occurrences(accounts: Iterable[StatedTime]) -> frozenset[str]:
    """The occurrences that have a start and an end of their own, by their kind or by what some account says.

    Hand in all accounts of the slice, those without any date or relation too: their kinds count.
    The first account that gives an extent to what was read as one day changes that reading; it is the one way in
    which a further account can widen a bound.
    """
    return frozenset(stated.occurrence for stated in accounts if stated.manner != "denied" and _gives_extent(stated))


def claims_of(accounts: Iterable[StatedTime]) -> tuple[Claim, ...]:
    """The claims of accounts: dates, relations, what their manners imply, and what their sources say of publication.

    Hand in together all accounts of a source, or none: where a date hangs on the day on which it was published, and
    that day is vague, it is a point of its own, which all that the source reports is bound to. A denied account
    implies nothing.
    """
    speaking = [stated for stated in accounts if stated.manner != "denied"]
    points = {stated.source: _publication(stated) for stated in speaking if _hangs_on_publication(stated)}
    points = {source: of for source, of in points.items() if not of.is_known}
    found = [claim for stated in speaking for claim in _claims_of(stated, stated.source in points)]
    by_source = {stated.source: stated for stated in speaking if stated.source in points}
    publications = [publication_claim(each.source, each.published, each.public_by) for each in by_source.values()]
    return (*found, *(claim for claim in publications if claim is not None))


def _claims_of(stated: StatedTime, has_point: bool) -> Iterator[Claim]:
    """The claims of one account; `has_point` where the publication of its source is a point of its own."""
    if stated.edtf is not None:
        says = f"{{occurrence:{stated.occurrence}}} is dated {stated.edtf}"
        constraints = _date_constraints(stated.occurrence, _read(stated.edtf), stated.lasts)
        yield Claim(f"{stated.account}#when.edtf", constraints, says, stated.account, stated.source)
    of = _publication(stated)
    side = Side(of.point, of.point) if has_point else Side(of.first, of.last)
    for index, relation in enumerate(stated.relations):
        name = f"{stated.account}#when.relations.{index}"
        constraints = relation_constraints(stated.occurrence, relation, side, name)
        says = relation_sentence(f"{{occurrence:{stated.occurrence}}}", relation)
        yield Claim(name, constraints, says, stated.account, stated.source)
    implied = _implied_by_manner(stated, of, has_point)
    if implied is not None:
        yield implied


def part_claim(link: str, part: str, whole: str) -> Claim:
    """A part lies within the whole that it is part of; `link` is the id of that judgement."""
    constraints = (
        Gap(Point(part, "start"), Point(whole, "start"), 0),
        Gap(Point(whole, "end"), Point(part, "end"), 0),
    )
    return Claim(f"{link}#part_of", constraints, f"{{occurrence:{part}}} is part of {{occurrence:{whole}}}")


def disclosure_claim(link: str, disclosure: str, disclosed: str) -> Claim:
    """What is disclosed was written before it was disclosed, or on that day."""
    constraints = (Gap(Point(disclosure, "end"), Point(disclosed, "start"), 0),)
    says = f"{{occurrence:{disclosure}}} disclosed {{occurrence:{disclosed}}}"
    return Claim(f"{link}#discloses", constraints, says)


def identity_claim(link: str, one: str, other: str) -> Claim:
    """Two occurrences judged to be the same start and end together."""
    constraints = tuple(
        Gap(Point(first, endpoint), Point(second, endpoint), 0)
        for endpoint in ("start", "end")
        for first, second in ((one, other), (other, one))
    )
    says = f"{{occurrence:{one}}} and {{occurrence:{other}}} are the same occurrence"
    return Claim(f"{link}#same_as", constraints, says)


@lru_cache(maxsize=65_536)
def _read(text: str) -> Edtf:
    return parse(text)


def _gives_extent(stated: StatedTime) -> bool:
    if stated.lasts or (stated.edtf is not None and _read(stated.edtf).is_extent):
        return True
    return any(gives_extent(relation) for relation in stated.relations)


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


def _implied_by_manner(stated: StatedTime, of: Publication, has_point: bool) -> Claim | None:
    """What was reported began by the last day of publication; what lay ahead was not over on the first, or when said.

    The days are in the claim beside the point, so that it needs no word of the source to contradict a date.
    """
    name, sides = f"{{occurrence:{stated.occurrence}}}", [Side(of.first, of.last)]
    if has_point:
        sides.append(Side(of.point, of.point))
    if stated.manner in _ASSERTING:
        start = Point(stated.occurrence, "start")
        constraints = tuple(each for side in sides for each in at_most(start, side, 0))
        says = f"{name} could not be reported before it began, and {{source:{stated.source}}}{of.words} reports it"
    elif stated.manner in _AHEAD:
        if stated.said_in is not None:
            sides = [Side.of_occurrence(stated.said_in, "start")]
        constraints = tuple(each for side in sides for each in at_least(Point(stated.occurrence, "end"), side, 0))
        where = f"{{source:{stated.source}}}{of.words}"
        where = where if stated.said_in is None else f"{{occurrence:{stated.said_in}}}"
        says = f"{name} was still ahead, or not over, when it was {stated.manner} in {where}".removesuffix(",")
    else:
        return None
    return Claim(f"{stated.account}#published", constraints, says, stated.account, stated.source)


def _publication(stated: StatedTime) -> Publication:
    return publication_of(stated.source, stated.published, stated.public_by)


def _hangs_on_publication(stated: StatedTime) -> bool:
    """Whether a date hangs on the very day of publication, and not only on the last that it can be."""
    if stated.manner in _AHEAD and stated.said_in is None:
        return True
    anchors = (getattr(relation, "anchor", None) for relation in stated.relations)
    return any(isinstance(anchor, PublicationAnchor) for anchor in anchors)
