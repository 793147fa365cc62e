"""Reading a table of any shape by a mapping: every row becomes its commands, or one named error."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.ids import identity
from formats.mapped_rows import MappedRows, read_mapping
from formats.reader import BadRow, Row
from formats.templates import ABSENT, template

MAPPING = """
unstated = ["n/a"]

[columns.stance]
from = "Vote"
map = { yes = "support", no = "criticism" }

[columns.day]
from = "When"
date = "%d.%m.%Y %H:%M"
zone = "+07:00"

[columns.party]
from = "State"
id = "party"

[[once]]
do = "open_case"
case = "all"
content = { title = "All {{votes}}" }

[[row]]
do = "register_party"
party = "{party}"
content = { kind = "state", name = "{State}" }

[[row]]
do = "record_account"
occurrence = "vote-{No}"
kind = "statement"
[row.account]
citation = { source = "votes", row = "{line}" }
attribution = [{ manner = "fact" }]
credibility = 1
summary = "{State} voted {Vote}."
when = { edtf = "{day}" }
places = [{ name = "{Place}" }, { name = "New York" }]
what = { kind = "statement", stance = "{stance}", topic = "a motion" }
parties = [{ party = "{party}", role = "speaker" }]
"""
HEADER = ("No", "State", "Vote", "When", "Place")


def read(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, mapping: str = MAPPING) -> list[Row | BadRow]:
    written = io.StringIO()
    csv.writer(written).writerows([header, *rows])
    return list(MappedRows(read_mapping(mapping, "votes.toml")).read(written.getvalue().encode().splitlines(True)))


def told(found: Row | BadRow) -> Any:
    assert isinstance(found, Row), found
    return found.command.model_dump(mode="json", exclude_none=True)


def fault(*row: str) -> str:
    found = read(row)[-1]
    assert isinstance(found, BadRow)
    assert found.number == 2
    return str(found.error)


def test_a_row_comes_to_its_commands_and_none_of_them_twice() -> None:
    found = read(("1", "Chad", "yes", "03.04.1992 20:05", "n/a"), ("2", "Chad", "no", "", "The Hague"))
    assert [each.number for each in found] == [1, 2, 2, 3]
    case, party, first, second = map(told, found)
    assert case["content"]["title"] == "All {votes}"
    chad = identity("party", "Chad")
    assert (party["party"], party["content"]["name"]) == (chad, "Chad")
    assert first["account"]["when"] == {"edtf": "1992-04-03T20:05:00+07:00", "relations": []}
    assert first["account"]["places"] == [{"name": "New York"}]
    assert first["account"]["parties"] == [{"party": chad, "role": "speaker"}]
    assert first["account"]["citation"]["row"] == 2
    assert "when" not in second["account"]
    assert [each["name"] for each in second["account"]["places"]] == ["The Hague", "New York"]
    assert second["account"]["what"]["stance"] == "criticism"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1", "Chad", "maybe", "", ""), "line 2, Vote; seen: maybe; accepted: yes, no"),
        (("1", "Chad", "yes", "3 April", ""), "line 2, When; seen: 3 April; accepted: %d.%m.%Y %H:%M"),
        (("1", "", "yes", "", ""), "/register_party/party"),
        (("1", "Chad"), "5 cells, as in the header"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_brings_nothing(row: tuple[str, ...], said: str) -> None:
    assert said in fault(*row)
    assert not [each for each in read(row) if isinstance(each, Row) and each.number == 2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{Vote}.", "{Voice}."), "no such column"),
        (("{Vote}.", "{Vote:>9}."), "named alone"),
        (("{Vote}.", "{Vote."), "no template"),
        (("%d.%m.%Y %H", "%d.%m.%y %H"), "a form with %Y"),
        (('"All', '"All {State} of'), "no row is read yet"),
        (("unstated", "unsaid"), "unsaid"),
        (("unstated = [", 'encoding = "utf-16"\nunstated = ['), "encoding"),
        (("[[once]]", "[[once"), "no TOML"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_by_name(change: tuple[str, str], said: str) -> None:
    assert change[0] in MAPPING
    try:
        found = read(("1", "Chad", "yes", "", ""), mapping=MAPPING.replace(*change))[0]
        refusal = found.error if isinstance(found, BadRow) else None
    except Invalid as failure:
        refusal = failure
    assert said in str(refusal)


@given(
    st.sampled_from([("%Y", 4), ("%m/%Y", 7), ("%d %B %Y", 10), ("%Y-%m-%dT%H:%M:%S", 19)]),
    st.datetimes().map(lambda instant: instant.replace(microsecond=0)),
)
def test_a_day_is_written_no_more_exact_than_it_stands_there(form: tuple[str, int], instant: Any) -> None:
    mapping = f'[columns.day]\nfrom = "When"\ndate = "{form[0]}"\n[[row]]\ndo = "open_case"\ncase = "{{day}}"\n'
    mapping += 'content = { title = "{day}" }'
    cell = instant.strftime(form[0]).replace(str(instant.year), f"{instant.year:04}")
    (found,) = read((cell.zfill(4),), header=("When",), mapping=mapping)
    assert told(found)["content"]["title"] == instant.isoformat()[: form[1]]


def test_a_table_without_header_is_read_under_the_names_that_the_mapping_gives() -> None:
    first, second = ("1", "Chad", "yes", "", ""), ("2", "Mali", "no", "", "")
    case, *rows = read(second, header=first, mapping=f"header = {list(HEADER)}\n{MAPPING}")
    assert [each.number for each in (case, *rows)] == [1, 1, 1, 2, 2]
    assert [told(each).get("occurrence") for each in rows] == [None, "vote-1", None, "vote-2"]


@pytest.mark.parametrize("chars", [5, 200])
def test_a_command_made_of_texts_of_any_length_is_taken_once(chars: int) -> None:
    text = "x" * chars
    found = read((text,), (text + "y",), (text,), (text,), header=("Cell",), mapping=MADE.format(""))
    assert [each.number for each in found] == [2, 3]


MADE = """
[columns.made]
from = "Cell"
{}

[[row]]
do = "open_case"
case = "c"
content = {{ title = "T", scope = "{{made}}" }}
"""


@pytest.mark.parametrize(
    ("says", "cell", "made"),
    [
        ('letters = "upper"', "kh", "KH"),
        ('letters = "lower"', "KH", "kh"),
        ('letters = "upper"\nmap = { SU = "SUHH" }\notherwise = "same"', "su", "SUHH"),
        ('letters = "upper"\nmap = { SU = "SUHH" }\notherwise = "unstated"', "us", None),
        ('escapes = "html"', "&quot;low&quot; hum &amp; glow", '"low" hum & glow'),
        ('escapes = "html"\nempty = "-"', "&nbsp;", "-"),
        ('date = ["%m/%d/%Y %H:%M", "%m/%d/%Y 24:00", "%m/%d/%Y"]', "4/3/1992 20:05", "1992-04-03T20:05:00"),
        ('date = ["%m/%d/%Y %H:%M", "%m/%d/%Y 24:00", "%m/%d/%Y"]', "4/3/1992 24:00", "1992-04-03"),
        ('date = "%m/%d/%Y"\notherwise = "unstated"', "0/0/1992", None),
        ('date = ["%m/%d/%Y", "%Y"]', "0/0/1992", "seen: 0/0/1992; accepted: %m/%d/%Y or %Y"),
    ],
)
def test_a_column_is_made_from_another_one(says: str, cell: str, made: str | None) -> None:
    (found,) = read((cell,), header=("Cell",), mapping=MADE.format(says))
    if isinstance(found, BadRow):
        assert made is not None
        assert str(found.error).endswith(made)
    else:
        assert told(found)["content"].get("scope") == made


@given(st.dictionaries(st.sampled_from("abc"), st.text(max_size=3), min_size=3))
def test_a_text_that_needs_an_empty_cell_is_unstated(cells: dict[str, str]) -> None:
    places, row = {"a": 2, "b": 0, "c": 1}, [cells["b"], cells["c"], cells["a"]]
    content = {"whole": "{a}", "mixed": "{b} and 100% {c}", "list": [{"x": "{a}", "y": 1}], "said": "{{a}}"}
    filled = template(content, places, "row")(row)
    assert filled["said"] == "{a}"
    assert filled.get("whole", "") == cells["a"]
    both = f"{cells['b']} and 100% {cells['c']}"
    assert filled.get("mixed") == (both if cells["b"] and cells["c"] else None)
    assert filled["list"] == ([{"x": cells["a"], "y": 1}] if cells["a"] else [])
    assert (template({"only": "{a}"}, places, "row")(row) is ABSENT) == (not cells["a"])
