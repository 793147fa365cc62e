"""The countries that have a part in the record, with how often and in which roles."""

from __future__ import annotations

import polars as pl

from domain.places import country_name
from domain.values import Value
from projections.projection import Projection
from projections.slice import Slice
from projections.view import View


class CountriesQuery(Value):
    """No choice but that of the slice."""


class CountryRow(Value):
    """One country; `occurrences` counts each once, `roles` how many give it that role."""

    code: str
    name: str
    occurrences: int
    roles: dict[str, int]


class CountryTable(View):
    """Countries in the order of their codes."""

    rows: tuple[CountryRow, ...]
    total: int


class Countries(Projection):
    """Which countries the record tells of, and in how many occurrences."""

    name, Query, View = "countries", CountriesQuery, CountryTable
    path = "/countries"

    def answer(self, slice: Slice, query: CountriesQuery) -> CountryTable:
        """All of them."""
        del query
        parts = slice.countries.select("occurrence", "code", "role").unique()
        totals = dict(parts.group_by("code").agg(pl.col("occurrence").n_unique()).iter_rows())
        roles: dict[str, dict[str, int]] = {code: {} for code in totals}
        for code, role, count in parts.group_by("code", "role").len().sort("code", "role").iter_rows():
            roles[code][role] = count
        rows = tuple(
            CountryRow(code=code, name=country_name(code), occurrences=totals[code], roles=roles[code])
            for code in sorted(totals)
        )
        return CountryTable(rows=rows, total=len(rows))
