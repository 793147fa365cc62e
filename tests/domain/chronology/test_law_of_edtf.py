"""Law 15: parse-print-parse is the identity on EDTF, and printing keeps marks, open and unknown; no input is slow."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.chronology.edtf import Edtf, parse
from domain.errors import Invalid
from tests.strategies.time_edtf import dates_covering, edtf_texts, intervals_covering

SMALL_DAYS = st.integers(-700_000, 2_900_000)
WORDS = st.text(alphabet="0123456789X?~%-./,[]{}YESTZ:+", max_size=70)
ROWS = csv.DictReader((Path(__file__).parents[2] / "vectors" / "edtf.csv").read_text(encoding="utf-8").splitlines())
VECTORS = st.sampled_from([row["edtf"] for row in ROWS])


def possible(text: str) -> Edtf:
    try:
        return parse(text)
    except Invalid:
        assume(False)
        raise


@given(edtf_texts())
def test_law_15_what_is_read_is_printed_as_it_was_and_read_again_the_same(text: str) -> None:
    read = possible(text)

    again = parse(str(read))

    assert str(read) == text
    for name in Edtf.__slots__:
        assert getattr(again, name) == getattr(read, name)
    assert read.is_uncertain == ("?" in text or "%" in text)
    assert read.is_approximate == ("~" in text or "%" in text)
    assert read.start_open == (text.startswith(("..", "{..")))
    assert read.end_unknown == text.endswith("/")


@given(edtf_texts())
def test_bounds_are_in_order_and_belong_to_what_is_meant(text: str) -> None:
    read = possible(text)

    for lower, upper in (
        (read.start_earliest, read.start_latest),
        (read.end_earliest, read.end_latest),
        (read.start_earliest, read.end_earliest),
        (read.start_latest, read.end_latest),
    ):
        assert lower is None or upper is None or lower <= upper
    if not read.is_extent:
        assert (read.start_earliest, read.start_latest) == (read.end_earliest, read.end_latest)
        assert all(read.matches(day) for day in (read.earliest, read.latest) if day is not None)
    padded = read.padded()
    assert padded[0] is None or padded[0] <= (read.start_earliest or 0) or read.start_earliest is None


@given(SMALL_DAYS, st.data())
def test_a_text_made_to_cover_a_day_matches_it(day: int, data: st.DataObject) -> None:
    read = parse(data.draw(dates_covering(day)))

    assert read.matches(day)
    last = day + data.draw(st.integers(0, 999))
    interval = parse(data.draw(intervals_covering(day, last)))
    assert interval.matches(day)
    assert interval.matches(last)


@given(st.one_of(WORDS, st.text(max_size=70), st.tuples(VECTORS, VECTORS).map("".join)))
def test_any_text_is_read_or_refused_at_an_offset(text: str) -> None:
    try:
        assert str(parse(text)) == text
    except Invalid as refusal:
        offset = re.fullmatch(r"offset (\d+)", refusal.where)
        assert offset is not None
        assert 0 <= int(offset[1]) <= len(text)


@pytest.mark.parametrize(
    ("text", "day", "matches"),
    [
        ("XXXX-12-25", "1999-12-25", True),
        ("XXXX-12-25", "1999-12-24", False),
        ("200X-02-29", "2004-02-29", True),
        ("[1667,1670..1672]", "1668-01-01", False),
        ("[1667,1670..1672]", "1671-06-01", True),
        ("-XXX4-02-29", "-0004-02-29", True),
        ("201X", "2015-05-05", True),
        ("-000X-12-XX", "0000-12-31", False),
        ("-000X-12-XX", "-0001-12-31", True),
        ("XX00-02-29", "1900-03-01", False),
    ],
)
def test_membership_knows_more_than_bounds(text: str, day: str, matches: bool) -> None:
    found = parse(day).start_earliest
    assert found is not None

    assert parse(text).matches(found) is matches


@pytest.mark.parametrize(
    ("text", "pad_days"),
    [("2004", 0), ("2004?", 0), ("2004~", 366), ("2004-06~", 31), ("2004-06-11%", 7), ("201X~", 3660)],
)
def test_approximation_pads_beside_the_strict_bounds(text: str, pad_days: int) -> None:
    read = parse(text)

    assert read.start_earliest is not None
    assert read.padded()[0] == read.start_earliest - pad_days
    assert read.start_earliest == parse(text.rstrip("?~%")).start_earliest
