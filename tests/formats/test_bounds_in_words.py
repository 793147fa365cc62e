"""Bounds in words: an open side says what is known of it all the same."""

from __future__ import annotations

import pytest

from formats.wording import bounds_in_words, when_in_words
from projections.entry import EntryWhen
from tests.formats.timelines import entry


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"earliest": "2009-12-19", "latest": "2009-12-19"}, "2009-12-19"),
        ({"earliest": "2009-12-01", "latest": "2009-12-31"}, "between 2009-12-01 and 2009-12-31"),
        ({"latest": "2009-12-31"}, "not after 2009-12-31"),
        ({"earliest": "2009-12-01"}, "not before 2009-12-01"),
        ({"start_latest": "2011-07-25"}, "begun by 2011-07-25"),
        ({"end_earliest": "2019-09-22"}, "not over before 2019-09-22"),
        ({"earliest": "2009-12-01", "start_latest": "2009-12-31"}, "not before 2009-12-01, begun by 2009-12-31"),
        ({"earliest": "2009-12-19", "start_latest": "2009-12-19"}, "begun on 2009-12-19"),
        ({"latest": "2009-12-31", "end_earliest": "2009-12-01"}, "not after 2009-12-31, not over before 2009-12-01"),
        ({"latest": "2009-12-31", "end_earliest": "2009-12-31"}, "ended on 2009-12-31"),
        (
            {"start_latest": "2011-07-25", "end_earliest": "2010-01-01"},
            "begun by 2011-07-25, not over before 2010-01-01",
        ),
        (
            {"earliest": "2009-12-19", "start_latest": "2009-12-19", "end_earliest": "2010-01-01"},
            "begun on 2009-12-19",
        ),
    ],
)
def test_bounds_in_words(bounds: dict[str, str], words: str) -> None:
    given = {"earliest": None, "latest": None} | bounds
    assert bounds_in_words(EntryWhen.model_validate({"edtf": None, "basis": "stated", **given})) == words


def test_what_nothing_bounds_is_undated_and_what_had_begun_by_some_day_is_not() -> None:
    undated = EntryWhen(edtf=None, earliest=None, latest=None, basis="none")
    begun = undated.model_copy(update={"start_latest": "2011-07-25", "basis": "derived"})
    assert (undated.is_undated, begun.is_undated) == (True, False)
    assert when_in_words(entry(when=undated)) == "undated"
    assert when_in_words(entry(when=begun)) == "begun by 2011-07-25, derived"
