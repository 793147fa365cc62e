"""Relations that come down to gaps between endpoints and nothing else, so that many can be solved side by side.

What such a relation implies is a system of difference constraints (Dechter, Meiri, Pearl 1991, section 2), which is
solved by relaxing bounds along its edges, in whatever form the edges are kept. The meaning of a relation stays in one
place: this asks `compile_relations` and only puts its answer in another form.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from domain.chronology.anchors import OccurrenceAnchor, PublicationAnchor
from domain.chronology.compile_relations import Side, gives_extent, relation_constraints
from domain.chronology.constraints import Gap, NotAfter, NotBefore, Point
from domain.chronology.relations import Relation

End = Literal["own start", "own end", "anchor start", "anchor end", "day 0"]

_OWN: Final = "own"
_NOWHERE: Final = Side(None, None)


class PlainGap(NamedTuple):
    """`later` - `earlier` <= `max_days`; "day 0" is 1970-01-01, from which days are counted."""

    earlier: End
    later: End
    max_days: int


def plain_gaps(relation: Relation) -> tuple[PlainGap, ...] | None:
    """What a relation of one occurrence to another, or to days of the calendar, implies, as gaps.

    `None` where it says more: a weekday, a window of the calendar, the day of publication, or that the occurrence has a
    start and an end of its own.
    """
    anchor = getattr(relation, "anchor", None)
    if isinstance(anchor, PublicationAnchor) or gives_extent(relation):
        return None
    ends: dict[Point, End] = {Point(_OWN, "start"): "own start", Point(_OWN, "end"): "own end"}
    if isinstance(anchor, OccurrenceAnchor):
        if anchor.occurrence == _OWN:
            return None
        ends[Point(anchor.occurrence, "start")] = "anchor start"
        ends[Point(anchor.occurrence, "end")] = "anchor end"
    found = []
    for constraint in relation_constraints(_OWN, relation, _NOWHERE, ""):
        if not isinstance(constraint, (Gap, NotAfter, NotBefore)):
            return None
        points = (constraint.earlier, constraint.later) if isinstance(constraint, Gap) else (constraint.point,)
        if not all(point in ends for point in points):
            return None
        match constraint:
            case Gap(earlier=earlier, later=later, max_days=days):
                found.append(PlainGap(ends[earlier], ends[later], days))
            case NotAfter(point=point, day=day):
                found.append(PlainGap("day 0", ends[point], day))
            case NotBefore(point=point, day=day):
                found.append(PlainGap(ends[point], "day 0", -day))
    return tuple(found)
