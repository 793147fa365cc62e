"""The countries that have a part in the record, with how often and in which roles."""

from __future__ import annotations

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
        rows = tuple(
            CountryRow(code=code, name=country_name(code), occurrences=total, roles=roles)
            for code, (total, roles) in sorted(slice.countries_counted.items())
        )
        return CountryTable(rows=rows, total=len(rows))
