"""The tables of the Parquet data set: their columns, what each means, and how rows of a slice are put into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from domain.provenance import MANNERS
from projections.correlation.occurrences import Occurrences
from projections.frames import pl
from projections.slice import Slice

SCHEMA_VERSION: Final = 1
KIND: Final = "kind"
"""What every table but the differences is partitioned by; it stands in the folder's name, not in the file."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the name of its type, which may be a list of them, and what it says."""

    type_name: Literal["String", "Int64", "Boolean"]
    says: str
    is_list: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """Its type; only asking for it imports the library."""
        found: pl.DataType = getattr(pl, self.type_name)()
        return pl.List(found) if self.is_list else found


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, what rows are sorted by within a part, and whether it is partitioned by kind."""

    says: str
    columns: Mapping[str, Column]
    sorted_by: tuple[str, ...]
    by_kind: bool = True

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of a file and their types."""
        return {name: column.dtype for name, column in self.columns.items()}


def _text(says: str) -> Column:
    return Column("String", says)


def _day(says: str) -> Column:
    return Column("Int64", f"{says}; null: no bound")


def _flag(says: str) -> Column:
    return Column("Boolean", says)


def _count(says: str) -> Column:
    return Column("Int64", says)


_OCCURRENCE: Final = _text("id under which the occurrence is shown")

TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        "occurrences": Table(
            "One row an occurrence that is known in the slice.",
            {
                "occurrence": _OCCURRENCE,
                "start_earliest": _day("first day on which it can have begun"),
                "start_latest": _day("last day on which it can have begun"),
                "end_earliest": _day("first day on which it can have ended"),
                "end_latest": _day("last day on which it can have ended"),
                "basis": _text("what the bounds rest on: stated, derived, none"),
                "manners": Column("String", "manners of its standing accounts, sorted", is_list=True),
                "realised": _flag("some standing account tells it as a fact or as reported"),
                "accounts": _count("standing accounts; 0 where all that was known was struck"),
                "struck": _count("accounts that their sources corrected or retracted"),
                "known_earliest": _day("first day since which something of it was known"),
                "known_latest": _day("last day since which something of it was known"),
            },
            ("start_earliest", "start_latest", "occurrence"),
        ),
        "countries": Table(
            "One row a part that a country has in an occurrence.",
            {
                "occurrence": _OCCURRENCE,
                "code": _text("ISO 3166 code of the country"),
                "role": _text("its part"),
                "standing": _flag("whether an account that stands says so"),
            },
            ("code", "occurrence", "role", "standing"),
        ),
        "parties": Table(
            "One row a part that a party has in an occurrence; no names, which stand with the parties alone.",
            {
                "occurrence": _OCCURRENCE,
                "party": _text("id of the party"),
                "role": _text("its part"),
                "standing": _flag("whether an account that stands says so"),
            },
            ("party", "occurrence", "role", "standing"),
        ),
        "cases": Table(
            "One row an occurrence in a case.",
            {"occurrence": _OCCURRENCE, "case": _text("id of the case")},
            ("case", "occurrence"),
        ),
        "accounts": Table(
            "One row a version of an account that is known in the slice.",
            {
                "occurrence": _OCCURRENCE,
                "recorded_as": _text("id under which it was recorded"),
                "version_id": _text("id of this version of the account"),
                "position": _count("position of the log at which it was recorded"),
                "stated_kind": _text("kind as this account states it"),
                "manner": _text("fact, reported, alleged, denied, planned, forecast"),
                "source": _text("id of the source"),
                "reliability": _text("grade of the source, A to F"),
                "edtf": _text("the date as cited; null: none stated"),
                "known_earliest": _day("first day since which it was known"),
                "known_latest": _day("last day since which it was known"),
                "standing": _flag("false: its source corrected or retracted it"),
            },
            ("position",),
        ),
        "differences": Table(
            "What relations between accounts tell of two occurrences beyond their days; both ways round.",
            {
                "x_kind": _text("kind of the first occurrence"),
                "y_kind": _text("kind of the second"),
                "x_occurrence": _text("id of the first occurrence"),
                "y_occurrence": _text("id of the second"),
                "at_least_days": _day("the second begins at least so many days after the first"),
                "at_most_days": _day("and at most so many"),
            },
            ("x_kind", "y_kind", "x_occurrence", "y_occurrence"),
            by_kind=False,
        ),
    }
)
"""Every table by its name, which is that of its folder."""


def frame(slice: Slice, table: str) -> pl.DataFrame:
    """The rows of a table that is partitioned by kind, with the column `kind`."""
    if table == "occurrences":
        return slice.occurrences
    if table == "accounts":
        told = [
            each.with_columns(standing=pl.lit(stands))
            for each, stands in ((slice.standing, True), (slice.struck, False))
        ]
        found = pl.concat([each.rename({KIND: "stated_kind"}) for each in told], how="diagonal")
    else:
        found = {"countries": slice.countries, "parties": slice.parties, "cases": slice.cases}[table].unique()
    return found.join(slice.occurrences.select("occurrence", KIND), on="occurrence", how="inner")


def differences(slice: Slice) -> Iterator[pl.DataFrame]:
    """The rows of `differences`, one part of the network of constraints after another."""
    found = Occurrences.of(slice, MANNERS)
    schema = TABLES["differences"].schema
    for told in found.every_difference():
        if told:
            x, y, at_least, at_most = (list(column) for column in zip(*told, strict=True))
            yield pl.DataFrame(
                {
                    "x_kind": [found.kind_labels[kind] for kind in found.kind[x].tolist()],
                    "y_kind": [found.kind_labels[kind] for kind in found.kind[y].tolist()],
                    "x_occurrence": found.ids.gather(x),
                    "y_occurrence": found.ids.gather(y),
                    "at_least_days": at_least,
                    "at_most_days": at_most,
                },
                schema_overrides=schema,
            )
