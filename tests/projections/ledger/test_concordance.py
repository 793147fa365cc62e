"""What is found by a list of where it stands is what is found by looking at everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations_with_replacement
from threading import Lock
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.case import OccurrenceFiled, OccurrenceUnfiled
from projections import ledger_concordance, slice_selection
from projections.ledger import Ledger
from projections.ledger_concordance import Concordance
from projections.ledger_words import GrowingColumn
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.strategies.histories import (
    CASES,
    KINDS,
    OCCURRENCES,
    History,
    Recorder,
    histories,
    independent_commands,
    slice_queries,
)

NUMBERS = st.integers(0, 6) | st.integers(65_530, 65_540)
DAYS = st.none() | st.integers(14_590, 14_640)

FILED = OCCURRENCES[:3]
ACCOUNT = {
    "citation": {"source": "s1", "page": "7"},
    "attribution": [{"manner": "fact"}],
    "credibility": 2,
    "summary": "A raid.",
    "what": {"kind": "raid"},
    "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}],
}


@given(st.lists(st.lists(NUMBERS, max_size=40), min_size=1, max_size=5), st.data())
def test_a_concordance_tells_where_numbers_stand(parts: list[list[int]], data: st.DataObject) -> None:
    column = GrowingColumn(np.uint32)
    concordance = Concordance(lambda: column.values, Lock())
    for part in parts:
        column.extend(np.array(part, dtype=np.uint32))
        wanted = data.draw(st.lists(NUMBERS, max_size=4))
        upto = data.draw(st.integers(0, len(column)))
        found = concordance.rows(wanted, upto)
        assert found is not None
        assert found.tolist() == [row for row in range(upto) if column.values[row] in wanted]


def test_a_long_column_is_listed_when_it_is_asked_again() -> None:
    column = np.arange(ledger_concordance._SOON_MADE + 1) % 3
    concordance = Concordance(lambda: column, Lock())
    assert concordance.rows([1], len(column)) is None
    found = concordance.rows([1], len(column))
    assert found is not None
    assert found.tolist() == np.flatnonzero(column == 1).tolist()


@contextmanager
def looking(*, at_all: bool) -> Iterator[None]:
    """Concordances are asked whatever they tell of, or tell nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slice_selection, "_FEW_SHARE", 0)
        if at_all:
            patch.setattr(Concordance, "rows", lambda *_: None)
        yield


@st.composite
def filed(draw: st.DrawFn) -> History:
    """Accounts of a few occurrences, which are filed, taken out again and held to be the same."""
    recorder = Recorder()
    recorder.prepare()
    recorder.run({"do": "open_case", "case": "c2", "content": {"title": "Another case"}})
    for command in draw(independent_commands()):
        recorder.run(command)
    for occurrence in FILED:
        recorder.run({"do": "record_account", "occurrence": occurrence, "kind": "raid", "account": ACCOUNT})
    for verb in draw(st.lists(st.sampled_from(("file", "file", "unfile", "same", "same", "retract")), max_size=12)):
        occurrence, other = (draw(st.sampled_from(FILED)) for _ in range(2))
        about = {"case": draw(st.sampled_from(CASES)), "occurrence": occurrence}
        match verb:
            case "file":
                recorder.run({"do": "file_occurrence", **about})
            case "unfile":
                recorder.run({"do": "unfile_occurrence", "reason": "tried", **about})
            case "retract":
                for version in recorder.standing(occurrence)[:1]:
                    told = {"occurrence": occurrence, "version": version, "disclosed": {"edtf": "2010-01-10"}}
                    recorder.run({"do": "retract_account", **told})
            case "same":
                held = {"occurrence": occurrence, "same_as": other, "reason": "tried", "rests_on": []}
                recorder.run({"do": "identify_occurrences", **held})
    return recorder.history


def asked_of(found: Slice) -> list[dict[str, Any]]:
    """Every country, party and case by itself, and every two of them."""
    columns = found._columns
    names = {"country": columns.countries.names, "party": columns.parties_named.names, "case": columns.cases}
    single = [(field, name) for field, words in names.items() for name in (*words.texts[1:], "nobody")]
    return [
        {field: tuple(sorted({name for its_field, name in both if its_field == field})) for field, _ in both}
        for both in combinations_with_replacement(single, 2)
    ]


@given(histories() | filed(), st.data(), DAYS, DAYS, st.booleans())
@settings(deadline=None)
def test_a_selection_does_not_depend_on_how_it_is_found(
    history: History, data: st.DataObject, first: int | None, last: int | None, struck: bool
) -> None:
    ledger = Ledger(history.log())
    ledger.catch_up()
    made = ledger.slice(SliceQuery.model_validate(data.draw(slice_queries())))
    kind = tuple(data.draw(st.lists(st.sampled_from(KINDS), max_size=2)))
    told = []
    for at_all in (True, False):
        with looking(at_all=at_all):
            other = Slice(ledger, made.query, made.position, made.core)
            for asked in asked_of(made):
                found = other.select(**asked, kind=kind, first_day=first, last_day=last, struck=struck)
                told.append((asked, found.places.tolist(), found.timeline_hash, found.withheld, found.ids.to_list()))
    assert told[: len(told) // 2] == told[len(told) // 2 :]


@given(filed(), st.integers(0, 8))
@settings(deadline=None)
def test_cases_of_a_page_are_those_that_stand(history: History, later: int) -> None:
    position = max(len(history.events) - later, 0)
    ledger = Ledger(history.log())
    ledger.catch_up()
    found = ledger.slice(SliceQuery(at_position=position))
    standing: set[tuple[str, str]] = set()
    for event in history.events[:position]:
        match event:
            case OccurrenceFiled(case=case, occurrence=occurrence):
                standing.add((occurrence, case))
            case OccurrenceUnfiled(case=case, occurrence=occurrence):
                standing.remove((occurrence, case))
    expected: dict[str, set[str]] = {}
    for occurrence, case in standing:
        expected.setdefault(found.shown_as(occurrence) or "", set()).add(case)
    expected.pop("", None)
    for at_all in (True, False):
        with looking(at_all=at_all):
            told = found.cases_of(found.occurrences["occurrence"].to_list())
        assert told == {occurrence: tuple(sorted(cases)) for occurrence, cases in expected.items()}
