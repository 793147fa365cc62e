"""A relation that comes down to gaps holds of any days exactly where all of its gaps do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology.anchors import OccurrenceAnchor
from domain.chronology.compile_relations import Side, relation_constraints
from domain.chronology.constraints import Point
from domain.chronology.plain_gaps import End, plain_gaps
from tests.strategies.time_accounts import relations
from tests.strategies.time_claims import constraint_holds
from tests.strategies.time_histories import histories

SPANS = st.tuples(st.integers(14_590, 14_610), st.integers(0, 4)).map(lambda span: (span[0], sum(span)))


@given(st.data(), SPANS, SPANS)
@settings(max_examples=300)
def test_gaps_hold_where_constraints_do(data: st.DataObject, own: tuple[int, int], other: tuple[int, int]) -> None:
    relation = data.draw(relations(data.draw(histories())))
    gaps = plain_gaps(relation)
    if gaps is None:
        return
    anchor = getattr(relation, "anchor", None)
    name = anchor.occurrence if isinstance(anchor, OccurrenceAnchor) else "nobody"
    spans = (("own", own), (name, other))
    days = {Point(of, end): day for of, span in spans for end, day in zip(("start", "end"), span, strict=True)}
    constraints = relation_constraints("own", relation, Side(None, None), "")
    ends: dict[End, int] = {"own start": own[0], "own end": own[1], "day 0": 0}
    ends |= {"anchor start": other[0], "anchor end": other[1]}
    assert all(ends[gap.later] - ends[gap.earlier] <= gap.max_days for gap in gaps) == all(
        constraint_holds(each, days) for each in constraints
    )
