"""The conformance suite `tests/vectors/edtf.csv`: every row accepted or refused, bounded and printed as it says."""

import csv
import re
from pathlib import Path

import pytest

from domain.chronology.days import day_number
from domain.chronology.edtf import parse
from domain.errors import Invalid

VECTORS = Path(__file__).parents[2] / "vectors" / "edtf.csv"
ROWS = list(csv.DictReader(VECTORS.read_text(encoding="utf-8").splitlines()))
ACCEPTED_EXTENSIONS = {"2001-21?"}
"""What the profile leaves out and we read all the same; the other extensions are refused."""


def day_of(text: str) -> int | None:
    if text in ("unknown", "+inf", "-inf", ""):
        return None
    year, month, day = re.fullmatch(r"([+-]?\d+)-(\d\d)-(\d\d)", text).groups()  # type: ignore[union-attr]
    return day_number(int(year), int(month), int(day))


def readable(row: dict[str, str]) -> bool:
    return row["valid"] == "yes" or row["edtf"] in ACCEPTED_EXTENSIONS


@pytest.mark.parametrize("row", [row for row in ROWS if readable(row)], ids=lambda row: row["edtf"])
def test_a_valid_row_has_its_bounds_and_prints_as_read(row: dict[str, str]) -> None:
    found = parse(row["edtf"])

    assert (found.earliest, found.latest) == (day_of(row["earliest"]), day_of(row["latest"]))
    assert found.kind == row["kind"]
    if row["kind"] != "all-of":
        assert (found.start_latest, found.end_earliest) == (day_of(row["start_latest"]), day_of(row["end_earliest"]))
    assert str(found) == row["edtf"]
    assert parse(str(found)) == found


@pytest.mark.parametrize("row", [row for row in ROWS if readable(row)], ids=lambda row: row["edtf"])
def test_open_and_unknown_sides_are_told_apart(row: dict[str, str]) -> None:
    found = parse(row["edtf"])

    assert found.start_unknown == (row["earliest"] == "unknown")
    assert found.end_unknown == (row["latest"] == "unknown")
    if found.is_extent:
        assert found.start_open == (row["earliest"] == "-inf")
        assert found.end_open == (row["latest"] == "+inf")


@pytest.mark.parametrize("row", [row for row in ROWS if not readable(row)], ids=lambda row: row["edtf"])
def test_an_invalid_row_is_refused_at_an_offset(row: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(row["edtf"])

    assert re.fullmatch(r"offset \d+", refusal.value.where)
    assert 0 <= int(refusal.value.where.removeprefix("offset ")) <= len(row["edtf"])
    assert refusal.value.accepted
