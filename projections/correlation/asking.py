"""What every correlation is asked with: within what occurrences are to meet, and which manners count."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from domain.errors import Invalid
from domain.kinds import kind_named
from domain.places import CountryRole
from domain.provenance import Manner
from domain.rules import RolePair, SameCase, SameCountry, SameCountryPair
from domain.values import Value
from projections.correlation.occurrences import Occurrences
from projections.correlation.series import NO_EARLIEST, NO_LATEST, Observed

Within = Annotated[
    Literal["same_case", "same_country", "same_country_pair"], Field(description="what X and Y must share")
]
Manners = Annotated[
    tuple[Manner, ...],
    Field(min_length=1, description="the manners that count: an occurrence counts by any account in one of them"),
]
Roles = Annotated[
    tuple[CountryRole, ...],
    Field(max_length=5, description="the part of the country; of a pair, that of the first and of the second country"),
]
COUNTED: tuple[Manner, ...] = ("fact", "reported")


class NotCounted(Value):
    """Occurrences of a kind that stand beside the count: no account of them has a manner that counts."""

    kind: str
    count: int


def scope_of(
    within: str, x_role: tuple[CountryRole, ...] = (), y_role: tuple[CountryRole, ...] = ()
) -> SameCase | SameCountry | SameCountryPair:
    """The scope in the words of a question.

    Raises:
        Invalid: roles that the scope cannot have.
    """
    if within == "same_case":
        if x_role or y_role:
            raise Invalid("a case has no roles", seen=(*x_role, *y_role), where="x_role", accepted="no roles")
        return SameCase()
    if within == "same_country":
        return SameCountry(x_roles=x_role, y_roles=y_role)
    if not x_role and not y_role:
        return SameCountryPair()
    return SameCountryPair(x_roles=_pair(x_role, "x_role"), y_roles=_pair(y_role, "y_role"))


def _pair(roles: tuple[CountryRole, ...], where: str) -> RolePair:
    if len(roles) != 2:
        raise Invalid("a pair of countries has two roles", seen=roles, where=where, accepted="two for X and two for Y")
    return RolePair(first=roles[0], second=roles[1])


def registered(*kinds: str) -> None:
    """Raises `Invalid` for a kind that is none, naming those that are."""
    for kind in kinds:
        kind_named(kind)


def beside(occurrences: Occurrences) -> tuple[NotCounted, ...]:
    """What is not counted, by kind; kinds of which everything counts are left out."""
    found = ((kind, occurrences.not_counted(kind)) for kind in occurrences.kind_labels)
    return tuple(NotCounted(kind=kind, count=count) for kind, count in found if count)


def observed(occurrences: Occurrences) -> Observed | None:
    """From the first to the last day that any of the counted occurrences is bounded by; `None` without any bound."""
    earliest = occurrences.bounds.earliest[occurrences.counts]
    latest = occurrences.bounds.latest[occurrences.counts]
    days = np.concatenate([earliest[earliest > NO_EARLIEST], latest[latest < NO_LATEST]])
    return Observed(int(days.min()), int(days.max())) if days.size else None
