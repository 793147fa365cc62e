"""Countries with the part they have in an occurrence, and places below the level of a country."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from domain.iso3166 import DISSOLVED, PRESENT
from domain.values import Line, Value

_USER_ASSIGNED = re.compile(r"^X[A-Z]$")

CountryRole = Literal["where", "acting", "affected", "origin", "addressed"]
"""Where it happened; who acted; whose people or interests it touched; where people came from; who was spoken to."""

COUNTRY_ROLES: tuple[CountryRole, ...] = ("where", "acting", "affected", "origin", "addressed")


def country_code(code: str) -> str:
    """Accept a code of ISO 3166-1 (two letters), of ISO 3166-3 (four, dissolved states), or XA..XZ (user-assigned)."""
    if code in PRESENT or code in DISSOLVED or _USER_ASSIGNED.match(code):
        return code
    raise ValueError(
        f"{code[:8]!r} is no ISO 3166 code; accepted: two capital letters (KH), four for a dissolved state (SUHH), "
        "or XA to XZ for one that has no code"
    )


CountryCode = Annotated[str, AfterValidator(country_code)]


def country_name(code: str) -> str:
    """A short English label for a list; the code itself where there is none."""
    return PRESENT.get(code) or DISSOLVED.get(code) or code


class CountryPart(Value):
    """A country, the role it has in the occurrence, and its name as the source gives it."""

    code: CountryCode
    role: CountryRole
    name: Line


class Place(Value):
    """Where, below the level of a country: the name as the source gives it, with the country if it is told."""

    name: Line
    country: CountryCode | None = None
