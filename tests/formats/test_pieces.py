"""Pieces of accounts that were validated before come to the commands that plain content comes to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given

from formats import mapped_rows
from formats.mapped_rows import MappedRows, read_mapping
from formats.pieces import KEPT_CHARS, KEPT_PIECES, command_template
from formats.reader import BadRow, Row
from formats.templates import Fill, template
from tests.strategies.tables import MAPPING, tables


def plain(content: Mapping[str, Any], places: Mapping[str, int], where: str, never: Collection[str]) -> Fill:
    """A template that keeps nothing."""
    del never
    return template(content, places, where)


def told(found: Row | BadRow) -> tuple[object, ...]:
    return (found.number, str(found.error)) if isinstance(found, BadRow) else tuple(found)


def read(file: bytes) -> list[tuple[object, ...]]:
    return [told(each) for each in MappedRows(read_mapping(MAPPING, "tables.toml")).read(BytesIO(file))]


@given(file=tables())
def test_pieces_make_no_difference_to_what_is_read(file: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapped_rows, "command_template", plain)
        wanted = read(file)
    assert read(file) == wanted


_SAID = {"when": {"edtf": "{day}"}, "note": "{day}", "citation": {"row": "{line}"}}
ACCOUNT = {"do": "record_account", "account": _SAID}
PLACES = {"day": 0, "line": 1}


def test_a_piece_is_kept_by_its_cells_unless_no_two_rows_have_the_same() -> None:
    fill = command_template(ACCOUNT, PLACES, "row[0]", ("line",))
    first, second, third = (fill(cells)["account"] for cells in (["1992", "2"], ["1992", "3"], ["1993", "3"]))
    assert first["when"] is second["when"]
    assert first["when"] == type(first["when"])(edtf="1992")
    assert third["when"].edtf == "1993"
    assert second["citation"] == {"row": "3"}
    assert "when" not in fill(["", "5"])["account"]
    assert fill(["no day", "5"])["account"]["when"] == {"edtf": "no day"}


def test_pieces_are_let_go_of_when_there_are_many() -> None:
    fill = command_template(ACCOUNT, PLACES, "row[0]", ("line",))
    first = fill(["1000", "2"])["account"]["when"]
    for year in range(1_000, 1_001 + KEPT_PIECES):
        fill([f"Y{year + 100_000}", "2"])
    again = fill(["1000", "2"])["account"]["when"]
    assert again == first
    assert again is not first


def test_a_piece_made_of_a_long_text_is_not_kept() -> None:
    account = {"places": [{"name": "{day}"}]}
    fill = command_template({"do": "record_account", "account": account}, PLACES, "row[0]", ("line",))
    for text, is_kept in (("a" * 10, True), ("a" * (KEPT_CHARS + 1), False)):
        first, second = (fill([text, "2"])["account"]["places"] for _ in range(2))
        assert (first is second) == is_kept
