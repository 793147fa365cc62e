"""The register of questions: every rule that was asked, over a slice."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from domain.rules import Rule
from domain.values import Value
from projections.correlation.discovery import q_values, rounded
from projections.correlation.report import CAVEAT, Probability
from projections.correlation.rulings import family
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class RulesQuery(Value):
    """All of them; there is nothing to choose but the slice."""


class RuleRow(Value):
    """One rule asked. No p where the record holds too little to test it; it stays in the family with p = 1."""

    rule_id: str
    question: str
    rule: Rule
    asked_at_position: int
    headline_p: Annotated[Probability | None, Field(description="after against before")]
    q: Annotated[float, Field(description="Benjamini-Hochberg over all rules asked by the position")]


class RuleTable(View):
    """The rules in the order in which they were asked."""

    rows: tuple[RuleRow, ...]
    total: int
    caveat: str = CAVEAT


class AskedRules(Projection):
    """Every rule that was ever asked of this register, with its p and its q over all of them."""

    name, Query, View = "rules", RulesQuery, RuleTable
    path = "/correlations/rules"

    def answer(self, slice: Slice, query: RulesQuery) -> RuleTable:
        """The rules asked by the position."""
        del query
        asked, headlines = list(slice.rules_asked.values()), family(slice)
        found = [headlines[each.content.rule_id] for each in asked]
        q = q_values(np.array([1.0 if p is None else p for p in found], dtype=np.float64)).tolist()
        rows = tuple(
            RuleRow(
                rule_id=each.id,
                question=each.content.sentence,
                rule=each.content,
                asked_at_position=each.position,
                headline_p=p,
                q=rounded(its_q),
            )
            for each, p, its_q in zip(asked, found, q, strict=True)
        )
        return RuleTable(rows=rows, total=len(rows))
