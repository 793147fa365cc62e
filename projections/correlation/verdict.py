"""When a rule may be tested at all, and the words for what the tests say."""

from __future__ import annotations

from typing import Literal

from domain.rules import Rule
from projections.correlation.discovery import rounded
from projections.correlation.evidence import Evidence
from projections.correlation.nulls import Nulls
from projections.correlation.ordering import AfterBefore
from projections.correlation.report import LEVEL, AfterBeforeTest, Asked, Tests
from projections.correlation.series import Observed

LEAST_X = 5
LEAST_Y = 5
LEAST_PAIRS = 3
LEAST_DISCORDANT = 5

Verdict = Literal["beyond_chance", "not_beyond_chance", "not_tested"]


def refusals(evidence: Evidence, asked: Asked, sides: AfterBefore) -> tuple[str, ...]:
    """Why no test is given: too little to test, or nothing that after and before could tell apart."""
    both = asked.pairs_with_both_count
    short = too_little(evidence.rule, evidence.observed, asked.x_count, asked.y_count, both, sides)
    if evidence.one_kind:
        return (*short, "one kind on both sides: after and before are the same question")
    return short


def too_little(
    rule: Rule, observed: Observed | None, x_count: int, y_count: int, pairs_with_both_count: int, sides: AfterBefore
) -> tuple[str, ...]:
    """What there is too little of for a test, in words; empty if there is enough of everything."""
    undated = () if observed else (f"no {rule.x_kind} and no {rule.y_kind} that counts has a date",)
    least = (
        (x_count, LEAST_X, f"of kind {rule.x_kind}"),
        (y_count, LEAST_Y, f"of kind {rule.y_kind}"),
        (pairs_with_both_count, LEAST_PAIRS, "pairs (countries or cases) with both kinds"),
        (sides.discordant_count, LEAST_DISCORDANT, f"{rule.x_kind} that surely have {rule.y_kind} on one side alone"),
    )
    short = (f"too few {what}: {seen} (at least {needed} are needed)" for seen, needed, what in least if seen < needed)
    return (*undated, *short)


def tested(followed: Nulls, sides: AfterBefore) -> Tests:
    """All tests of one rule; the verdict's p is the largest of blocks, circular shifts and after against before."""
    headline = rounded(sides.p)
    return Tests(
        poisson=followed.poisson,
        exact_shuffle=followed.exact_shuffle,
        yearly_blocks=followed.yearly_blocks,
        circular_shifts=followed.circular_shifts,
        after_before=after_before_test(sides),
        headline_p=headline,
        verdict_p=max(followed.yearly_blocks.p, followed.circular_shifts.p, headline),
    )


def after_before_test(sides: AfterBefore) -> AfterBeforeTest:
    """The headline test as it is reported."""
    return AfterBeforeTest(
        after_only_count=sides.after_only_count,
        before_only_count=sides.before_only_count,
        after_only_possible_count=sides.after_only_possible_count,
        before_only_possible_count=sides.before_only_possible_count,
        clumps_count=sides.clump_count,
        clumped=sides.clumped,
        p=rounded(sides.p),
        p_exact=rounded(sides.p_exact),
        p_sign_flip=rounded(sides.p_sign_flip),
        p_on_least_favourable_dating=rounded(sides.p_on_least_favourable_dating),
        p_on_most_favourable_dating=rounded(sides.p_on_most_favourable_dating),
    )


def verdict(tests: Tests | None) -> Verdict:
    """Beyond chance only if the worst of the three tests says so at 5 %."""
    if tests is None:
        return "not_tested"
    return "beyond_chance" if tests.verdict_p <= LEVEL else "not_beyond_chance"


def in_words(evidence: Evidence, tests: Tests | None, refused: tuple[str, ...]) -> str:
    """The verdict as a sentence that claims no more than was tested."""
    if tests is None:
        return f"Not tested: {'; '.join(refused)}. The chronology is shown instead."
    x, y = evidence.rule.x_kind, evidence.rule.y_kind
    worst = f"the largest p of yearly blocks, circular shifts and after against before is {tests.verdict_p:.2g}"
    if tests.verdict_p > LEVEL:
        return f"No more than chance can be read from the record: {worst}."
    said = f"In the record, {x} is followed by {y} more often than preceded by it, and more often than chance gives"
    least = tests.after_before.p_on_least_favourable_dating
    doubt = f" On the least favourable reading of the unknown days p is {least:.2g}." if least > LEVEL else ""
    return f"{said}: {worst}.{doubt}"
