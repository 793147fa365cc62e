"""One rule asked of the register, over a slice: counts, chance, verdict, hits, misses, sources."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.errors import NotFound
from domain.values import Id, Value
from projections.correlation.report import RuleReport
from projections.correlation.rulings import ruling
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class RuleQuery(Value):
    """Which rule."""

    id: Annotated[Id, Field(description="the id of a rule that was asked")]


class RuleView(View, RuleReport):
    """The report on a rule: always all of it, or why it was not tested, with the chronology."""

    asked_at_position: Annotated[int, Field(description="where the rule was recorded, before anything was counted")]


class AskedRule(Projection):
    """A rule that was asked: counts, chance, verdict, hits and misses; its q is over every rule asked so far."""

    name, Query, View = "rule", RuleQuery, RuleView
    path = "/correlations/rules/{id}"

    def answer(self, slice: Slice, query: RuleQuery) -> RuleView:
        """The report on the rule in this slice."""
        asked = slice.rules_asked.get(query.id)
        if asked is None:
            raise NotFound(f"no rule goes by {query.id!r} here; rules are asked first", subject=query.id)
        report = ruling(slice, asked.content).model_copy(update={"rule_id": asked.id})
        return RuleView(**dict(report), asked_at_position=asked.position)
