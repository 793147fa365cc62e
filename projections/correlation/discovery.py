"""False discovery over everything ever asked: Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995), section 3."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from projections.correlation.distributions import Floats
from projections.correlation.report import RuleReport


def q_values(p: Floats) -> Floats:
    """For each p the smallest false discovery rate at which it would still be called."""
    if p.size == 0:
        return p
    order = np.argsort(p, kind="stable")
    stepped = p[order] * p.size / np.arange(1, p.size + 1)
    out = np.empty(p.size)
    out[order] = np.minimum(1.0, np.minimum.accumulate(stepped[::-1])[::-1])
    return out


def with_q(report: RuleReport, asked: Mapping[str, float | None]) -> RuleReport:
    """The report with its q over every rule asked of the register: rule id -> headline p, `None` where refused.

    A refused rule stays in the family with p = 1: it was asked. The rule itself is a member once, asked often or not.
    """
    if report.tests is None:
        return report
    family = {rule: 1.0 if p is None else p for rule, p in asked.items()} | {report.rule_id: report.tests.headline_p}
    members = sorted(family)
    q = q_values(np.array([family[member] for member in members]))[members.index(report.rule_id)]
    tests = report.tests.model_copy(update={"q": rounded(float(q)), "family_count": len(members)})
    return report.model_copy(update={"tests": tests})


def rounded(value: float) -> float:
    """Twelve significant digits: what the arithmetic warrants, and the same bytes on every machine."""
    return float(f"{value:.12g}")
