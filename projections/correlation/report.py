"""The report on a rule: always all of it, in the order in which a careful reader asks."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from domain.rules import Rule
from domain.values import Value
from projections.correlation.series import Observed

CAVEAT = "Temporal association in reported events; not evidence that one caused the other."
LEVEL = 0.05

Probability = Annotated[float, Field(gt=0.0, le=1.0)]


class ObservedDays(Value):
    """The span in which an X or a Y would have been counted, as days since 1970-01-01, both ends included."""

    first_day: int
    last_day: int
    days: int

    @classmethod
    def of(cls, observed: Observed) -> Self:
        """The span as it is reported."""
        return cls(first_day=observed.first_day, last_day=observed.last_day, days=observed.days)


class Asked(Value):
    """What stood to be counted. Rows are occurrences in a pair: one that stands in two pairs has two rows."""

    x_count: int
    y_count: int
    x_occurrences_count: int
    y_occurrences_count: int
    x_with_unknown_day_count: int
    y_with_unknown_day_count: int
    x_days_count: Annotated[int | None, Field(description="days with an X, by pair: what shuffles move; null: unknown")]
    pairs_count: Annotated[int, Field(description="pairs that hold an X")]
    pairs_with_both_count: Annotated[int, Field(description="pairs that hold an X and a Y")]
    x_not_realised_count: Annotated[int, Field(description="X left out: no account of it has a manner that counts")]
    y_not_realised_count: int
    possible_duplicates_count: Annotated[int, Field(description="pairs, dated to a month or better, that may be one")]


class Share(Value):
    """Rows that have a partner in the window: certainly, possibly, and as shares of all rows (none without rows)."""

    certain_count: int
    possible_count: int
    certain_rate: Annotated[float | None, Field(ge=0.0, le=1.0)]
    possible_rate: Annotated[float | None, Field(ge=0.0, le=1.0)]


class OverDatings(Value):
    """Hits when the unknown days are drawn: the middle 95 % of the datings, and their mean."""

    low_count: int
    high_count: int
    mean_count: float
    datings_count: int


class Chance(Value):
    """One null and its p. Where days are unknown the test is asked of several datings and `p` is the largest."""

    null: Literal["poisson", "exact_shuffle", "yearly_blocks", "circular_shifts"]
    p: Probability
    p_smallest: Probability
    datings_count: int


class AfterBeforeTest(Value):
    """X with Y on one side only. The exact p counts X whose side is certain; the sign-flip turns whole pairs round."""

    after_only_count: int
    before_only_count: int
    after_only_possible_count: int
    before_only_possible_count: int
    clumps_count: Annotated[int, Field(description="runs of discordant X near enough to share a Y")]
    clumped: bool
    p: Probability
    p_exact: Probability
    p_sign_flip: Probability
    p_on_least_favourable_dating: Probability
    p_on_most_favourable_dating: Probability


class Tests(Value):
    """Every test of the rule; the headline is after against before, the verdict the worst of the three named last."""

    poisson: Chance
    exact_shuffle: Chance
    yearly_blocks: Chance
    circular_shifts: Chance
    after_before: AfterBeforeTest
    headline_p: Probability
    verdict_p: Annotated[float, Field(gt=0.0, le=1.0, description="largest of blocks, circular and after-before")]
    q: Annotated[float | None, Field(description="Benjamini-Hochberg, over every rule asked of this register")] = None
    family_count: Annotated[int | None, Field(description="rules in that family")] = None


class Placebo(Value):
    """The reverse direction, asked the same way: X is preceded by Y in the same window. No p where none is given."""

    share: Share
    expected_by_chance_count: Annotated[float | None, Field(description="null: nothing counted has a date")]
    exact_shuffle: Chance | None
    yearly_blocks: Chance | None
    circular_shifts: Chance | None


class PartnerRow(Value):
    """A Y that an X has, with the bounds on its distance in days; an absent bound is unknown."""

    occurrence: str
    at_least_days: int | None
    at_most_days: int | None
    certain: bool
    sources: tuple[str, ...]


class Hit(Value):
    """An X that has a Y in the window, certainly or possibly."""

    pair: str
    occurrence: str
    earliest_day: int | None
    latest_day: int | None
    certain: bool
    partners: tuple[PartnerRow, ...]
    sources: tuple[str, ...]
    one_source: Annotated[str | None, Field(description="a source without which there is no hit")]


class Miss(Value):
    """An X that has no Y in the window on any dating."""

    pair: str
    occurrence: str
    earliest_day: int | None
    latest_day: int | None
    sources: tuple[str, ...]


class SourceWeight(Value):
    """What one source carries: hits it attests, and hits that would be lost without it."""

    source: str
    attested_hits_count: int
    hits_lost_without_count: int


class Backing(Value):
    """On how many sources the hits rest."""

    hits_on_one_source_count: int
    hits_on_one_same_article_count: int
    sources: tuple[SourceWeight, ...]
    sources_left_off_count: int


class ChronologyRow(Value):
    """One X or Y in the order of its days; shown in place of tests where there is too little to test."""

    pair: str
    side: Literal["x", "y"]
    occurrence: str
    earliest_day: int | None
    latest_day: int | None


class RuleReport(Value):
    """Section by section: the rule, what was counted, chance, the verdict, the hits and misses, on whose word."""

    rule: Rule
    rule_id: str
    question: str
    observed: Annotated[ObservedDays | None, Field(description="null: nothing counted has a date")]
    asked: Asked
    followed: Annotated[Share, Field(description="X followed by Y")]
    preceding: Annotated[Share, Field(description="Y that follow an X")]
    expected_by_chance_count: Annotated[float | None, Field(description="null: nothing counted has a date")]
    over_datings: Annotated[OverDatings | None, Field(description="null: there are no days to draw from")]
    refused: Annotated[tuple[str, ...], Field(description="why no test is given; empty where tests are")]
    tests: Tests | None
    placebo: Placebo
    verdict: Literal["beyond_chance", "not_beyond_chance", "not_tested"]
    verdict_sentence: str
    hits: tuple[Hit, ...]
    hits_left_off_count: int
    misses_count: int
    misses: tuple[Miss, ...]
    misses_left_off_count: int
    backing: Backing
    chronology: tuple[ChronologyRow, ...]
    chronology_left_off_count: int
    caveat: str = CAVEAT
