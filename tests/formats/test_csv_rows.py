"""Reading accounts from CSV tables: every row becomes an account or a named error."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.occurrence_commands import RecordAccount
from formats.csv_rows import NEEDED, CsvRows
from formats.reader import BadRow, Row

ROW = {
    "occurrence": "dam-decision",
    "kind": "deportation",
    "source": "gazette",
    "manner": "fact",
    "credibility": "2",
    "summary": 'Twenty people, "all" of them,\nwere sent back.',
    "page": "2",
    "edtf": "1992-03",
    "countries": "KH where Cambodia; CN addressed China, as it is named",
    "parties": "ministry actor; p-7f3a affected",
    "places": "Phnom Penh; the border",
    "of.persons": "20",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = tuple(ROW)) -> list[bytes]:
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + written.getvalue()).encode().splitlines(keepends=True)


def read(lines: list[bytes]) -> list[Row | BadRow]:
    return list(CsvRows().read(lines))


def command(found: Row | BadRow) -> RecordAccount:
    assert isinstance(found, Row), found
    assert isinstance(found.command, RecordAccount)
    return found.command


def test_a_row_is_an_account() -> None:
    (found,) = read(table(ROW))
    read_back = command(found)
    account = read_back.account
    assert (read_back.occurrence, read_back.kind) == ("dam-decision", "deportation")
    assert account.citation.page == "2"
    assert account.summary == ROW["summary"]
    assert [(part.code, part.role, part.name) for part in account.countries] == [
        ("KH", "where", "Cambodia"),
        ("CN", "addressed", "China, as it is named"),
    ]
    assert [(part.party, part.role) for part in account.parties] == [("ministry", "actor"), ("p-7f3a", "affected")]
    assert [place.name for place in account.places] == ["Phnom Penh", "the border"]
    assert str(account.what.persons) == "20"  # type: ignore[attr-defined]
    assert account.when is not None
    assert account.when.edtf == "1992-03"


def test_an_empty_cell_is_unstated_and_a_table_without_pages_cites_its_own_rows() -> None:
    columns = (*NEEDED, "edtf")
    rows = [{name: ROW[name] for name in NEEDED} for _ in range(2)]
    first, second = (command(each).account for each in read(table(*rows, columns=columns)))
    assert first.when is None
    assert first.citation.row != second.citation.row


def test_bounds_are_written_as_json() -> None:
    (found,) = read(table(ROW | {"of.persons": '{"more_than": 100}'}))
    assert str(command(found).account.what.persons) == "more than 100"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"credibility": "9"}, "credibility"),
        ({"kind": "miracle"}, "no such kind"),
        ({"countries": "KH where"}, "says too little"),
        ({"countries": "ZZ where Nowhere"}, "no ISO 3166 code"),
        ({"edtf": "last week"}, "not an EDTF date"),
        ({"of.persons": "{"}, "no JSON"),
        ({"of.mystery": "1"}, "Extra inputs"),
        ({"summary": ""}, "summary"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_others_come_in(change: dict[str, str], message: str) -> None:
    columns = (*ROW, "of.mystery")
    first, second, third = read(table(ROW, ROW | change, ROW, columns=columns))
    assert isinstance(first, Row)
    assert isinstance(third, Row)
    assert isinstance(second, BadRow)
    assert message in str(second.error)
    assert second.error.where.startswith(f"line {second.number}")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([b"occurrence,colour\n"], "no such column"),
        ([b"occurrence,occurrence\n"], "stands twice"),
        ([b"occurrence\n"], "lacks kind, source"),
        ([b"\xff\n"], "not in this encoding"),
        ([*table(ROW), b"one,cell\n"], "another number of cells"),
        ([*table(ROW), b'"never closed'], "no CSV"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(lines: list[bytes], message: str) -> None:
    found = read(lines)[-1]
    assert isinstance(found, BadRow)
    assert message in str(found.error)


@given(st.lists(st.fixed_dictionaries({name: st.text(max_size=8) for name in NEEDED}), max_size=4))
def test_every_row_that_is_not_empty_is_told(rows: list[dict[str, Any]]) -> None:
    text = table(*rows, columns=NEEDED)
    told = sum(any(cells) for cells in list(csv.reader(io.StringIO(b"".join(text).decode(), newline="")))[1:])
    assert len(read(text)) == told
