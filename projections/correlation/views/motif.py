"""Chains of three and more steps, over a slice."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated

import numpy as np
from pydantic import Field

from domain.errors import Invalid
from domain.values import Line, Value
from projections.correlation.asking import COUNTED, Manners, NotCounted, Within, beside, registered, scope_of
from projections.correlation.motif import Motif, MotifView, NextStep, motif
from projections.correlation.occurrences import Occurrences
from projections.correlation.scope import scoped_table
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View

_STEP = re.compile(r"(?P<kind>[a-z0-9_]+):(?:(?P<first>[0-9]{1,6})\.\.)?(?P<last>[0-9]{1,6})")


class MotifQuery(Value):
    """The steps in order, and what they share."""

    step: Annotated[
        tuple[Line, ...],
        Field(
            min_length=3,
            max_length=9,
            description="a kind; then, for each next step, its kind and days from the step before: deportation:0..3",
        ),
    ]
    within: Within = "same_country"
    manner: Manners = COUNTED


class MotifAnswer(View, MotifView):
    """The motif, with what was not counted beside it."""

    lines = ("chains",)

    not_counted: tuple[NotCounted, ...]


class Motifs(Projection):
    """Three or more steps in order, each within a window of the last: how often whole, how far the others get."""

    name, Query, View = "motif", MotifQuery, MotifAnswer
    path = "/correlations/motif"

    def answer(self, slice: Slice, query: MotifQuery) -> MotifAnswer:
        """The chains of these steps."""
        asked = _read(query.step)
        kinds = (asked.first_kind, *(step.kind for step in asked.then))
        registered(*kinds)
        found = Occurrences.of(slice, query.manner, kinds)
        scope, kind = scope_of(query.within), np.where(found.counts, found.kind, -1)
        table, labels = scoped_table(scope, found.members(scope), found.bounds, kind, found.kind_labels)
        of_kind = {each: found.of_kind(each) & found.counts for each in kinds}
        counted = motif(
            asked,
            [table.series(table.kind_code(each)) for each in kinds],
            [found.known(of_kind[one], of_kind[other]) for one, other in pairwise(kinds)],
            found.ids.to_list(),
            labels,
        )
        return MotifAnswer(**dict(counted), not_counted=beside(found))


def _read(steps: tuple[str, ...]) -> Motif:
    """The motif that the steps spell.

    Raises:
        Invalid: a step that cannot be read.
    """
    first, *rest = steps
    then = []
    for text in rest:
        read = _STEP.fullmatch(text)
        if read is None:
            raise Invalid("a step cannot be read", seen=text, where="step", accepted="kind:LAST or kind:FIRST..LAST")
        low, high = int(read["first"] or 0), int(read["last"])
        if high < low:
            raise Invalid("the days of a step run backwards", seen=text, where="step", accepted="kind:FIRST..LAST")
        then.append(NextStep(kind=read["kind"], window_days=high - low, lag_days=low))
    return Motif(first_kind=first, then=tuple(then))
