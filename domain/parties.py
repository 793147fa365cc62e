"""The part that a party has in one occurrence."""

from __future__ import annotations

from typing import Literal

from domain.values import Id, Line, Value

PartyRole = Literal[
    "actor",
    "affected",
    "speaker",
    "addressee",
    "author",
    "recipient",
    "host",
    "visitor",
    "participant",
    "companion",
    "lender",
    "borrower",
    "applicant",
    "accused",
    "representative",
    "witness",
    "mediator",
    "operator",
    "subject",
]
"""What a party did or bore: `actor` and `affected` are the general ones, the rest say it more exactly."""


class PartyPart(Value):
    """A party and its role; `as_named` keeps the title or name that the source uses, for public roles only."""

    party: Id
    role: PartyRole
    as_named: Line | None = None
