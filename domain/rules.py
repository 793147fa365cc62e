"""Rules of correlation: "X is followed by Y within W days, between the same two countries".

A rule is fixed before anything is counted, and `RuleAsked` records it, so that the number of questions put to the
register is never forgotten. A rule is its content: asked twice, it is one rule.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from domain.ids import content_id
from domain.places import CountryRole
from domain.provenance import MANNERS, Manner
from domain.values import Value, Word

LONGEST_WINDOW_DAYS = 36_525

Days = Annotated[int, Field(ge=0, le=LONGEST_WINDOW_DAYS)]


class SameCase(Value):
    """X and Y are filed in one case."""

    within: Literal["same_case"] = "same_case"


class SameCountry(Value):
    """One country takes part in X and in Y; no roles named means any."""

    within: Literal["same_country"] = "same_country"
    x_roles: tuple[CountryRole, ...] = ()
    y_roles: tuple[CountryRole, ...] = ()

    @field_validator("x_roles", "y_roles")
    @classmethod
    def _in_one_order(cls, roles: tuple[CountryRole, ...]) -> tuple[CountryRole, ...]:
        return tuple(sorted(set(roles)))


class RolePair(Value):
    """The parts that the first and the second country of a pair have in an occurrence."""

    first: CountryRole
    second: CountryRole


class SameCountryPair(Value):
    """The same two countries take part in X and in Y.

    With roles the pair is ordered: `x_roles` (acting, affected) with `y_roles` (affected, acting) asks whether what
    one does to the other is followed by the other's doing. Without roles any two countries that take part are a pair.
    """

    within: Literal["same_country_pair"] = "same_country_pair"
    x_roles: RolePair | None = None
    y_roles: RolePair | None = None

    @model_validator(mode="after")
    def _roles_for_both_or_neither(self) -> SameCountryPair:
        if (self.x_roles is None) != (self.y_roles is None):
            raise ValueError("roles are named for X and for Y, or for neither")
        return self


Scope = Annotated[SameCase | SameCountry | SameCountryPair, Field(discriminator="within")]


class Rule(Value):
    """X is followed by Y after `lag_days` to `lag_days + window_days` days, the last day included, within a scope.

    `manners` are those that count: an occurrence counts if some account of it has one of them.
    """

    x_kind: Word
    y_kind: Word
    window_days: Days
    lag_days: Days = 0
    scope: Scope = SameCountry()
    manners: Annotated[tuple[Manner, ...], Field(min_length=1)] = ("fact", "reported")

    @field_validator("manners")
    @classmethod
    def _manners_in_one_order(cls, manners: tuple[Manner, ...]) -> tuple[Manner, ...]:
        return tuple(manner for manner in MANNERS if manner in manners)

    @property
    def rule_id(self) -> str:
        """The id that equal rules share."""
        return content_id("rule", self.model_dump(mode="json"))

    @property
    def sentence(self) -> str:
        """The rule in words."""
        start = f"after {self.lag_days} to " if self.lag_days else "within "
        where = self.scope.within.replace("_", " ")
        return f"{self.x_kind} is followed by {self.y_kind} {start}{self.lag_days + self.window_days} days, {where}"
