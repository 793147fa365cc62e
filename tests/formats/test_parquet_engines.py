"""One rule, counted by the register in NumPy, and by DuckDB and Spark over the same export: equal numbers."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules import Rule, SameCase, SameCountry, SameCountryPair
from formats.parquet import write_data_set
from formats.parquet_engines import ask_elsewhere, counted, opened
from projections.correlation.assess import assess
from projections.correlation.counting import found_within
from projections.correlation.elsewhere import CountedPairs, may_be_counted, report_of
from projections.correlation.evidence import Evidence
from projections.correlation.ordering import compare
from projections.correlation.rulings import evidence_of
from projections.slice import Slice
from seed_events.loader import commands
from tests.formats.on_spark import counted_on_spark
from tests.projections.correlation.records import gathered, many_meetings, rules, slice_of
from tests.projections.memory_log import MemoryLog
from tests.strategies.histories import KINDS, History, histories

SEED_RULES = (
    Rule(x_kind="raid", y_kind="deportation", window_days=3),
    Rule(x_kind="meeting", y_kind="statement", window_days=30, scope=SameCountryPair()),
)
ORDERED_PAIR = SameCountryPair.model_validate(
    {
        "x_roles": {"first": "acting", "second": "affected"},
        "y_roles": {"first": "affected", "second": "acting"},
    }
)
MEETING_RULES = (
    Rule(x_kind="raid", y_kind="deportation", window_days=5),
    Rule(x_kind="detention", y_kind="disclosure", window_days=0, lag_days=1, scope=SameCase()),
    Rule(x_kind="deportation", y_kind="detention", window_days=9, manners=("alleged", "fact")),
)


def exported(tmp: pytest.TempPathFactory, slice: Slice) -> Path:
    folder = tmp.mktemp("export") / "set"
    write_data_set(slice, folder)
    return folder


def at_home(evidence: Evidence) -> CountedPairs:
    """The same counts by pair, from the functions that the register's own report is made of."""
    evidence = evidence.in_order()
    x, y, window = evidence.x, evidence.y, evidence.window
    after = found_within(x, y, window, evidence.known)
    before = found_within(x, y, window.turned(), evidence.known)

    def by_pair(pairs: Any, counted: Any = None) -> Any:
        return np.bincount(pairs, counted, len(evidence.pair_labels)).astype(np.int64)

    of_x = {
        "x_count": x.earliest == x.earliest,
        "x_with_unknown_day_count": x.earliest != x.latest,
        "certain_count": after.certain,
        "possible_count": after.possible,
        "before_certain_count": before.certain,
        "before_possible_count": before.possible,
        "after_only_count": after.certain & ~before.possible,
        "before_only_count": before.certain & ~after.possible,
        "after_only_possible_count": after.possible & ~before.certain,
        "before_only_possible_count": before.possible & ~after.certain,
    }
    columns = {name: by_pair(x.pair, found) for name, found in of_x.items()}
    columns["y_count"] = by_pair(y.pair)
    columns["y_with_unknown_day_count"] = by_pair(y.pair, y.earliest != y.latest)
    columns["clumps_count"] = columns["x_count"] * 0
    held = np.flatnonzero(columns["x_count"] + columns["y_count"])
    columns = {name: column[held] for name, column in columns.items()}
    return CountedPairs(tuple(evidence.pair_labels[pair] for pair in held.tolist()), columns, evidence.observed)


def assert_equal(there: CountedPairs, evidence: Evidence) -> None:
    here = at_home(evidence)
    assert there.pairs == here.pairs
    assert there.observed == here.observed
    for name, column in here.columns.items():
        if name != "clumps_count":
            assert there.columns[name].tolist() == column.tolist(), name


def assert_same_report(there: CountedPairs, evidence: Evidence, engine: str) -> None:
    """The report made from an engine's counts says what the register's own says of the same things."""
    far, home = report_of(evidence.rule, there, engine), assess(evidence)
    assert (far.followed, far.preceded, far.refused) == (home.followed, home.placebo.share, home.refused)
    assert (far.observed, far.rule_id) == (home.observed, home.rule_id)
    assert (far.x_count, far.y_count) == (home.asked.x_count, home.asked.y_count)
    assert (far.pairs_count, far.pairs_with_both_count) == (home.asked.pairs_count, home.asked.pairs_with_both_count)
    evidence = evidence.in_order()
    x, y, window = evidence.x, evidence.y, evidence.window
    sides = compare(
        x,
        found_within(x, y, window, evidence.known),
        found_within(x, y, window.turned(), evidence.known),
        window.reach_days,
    )
    assert there.total("clumps_count") == sides.clump_count
    if home.tests is None:
        assert far.after_before is None
        return
    assert far.after_before == home.tests.after_before
    if evidence.exact:
        assert far.poisson_p == home.tests.poisson.p


@given(histories(max_steps=24) | gathered(), rules(), st.data())
@settings(max_examples=12, deadline=None)
def test_duckdb_counts_what_the_register_counts(
    tmp_path_factory: pytest.TempPathFactory, history: History, drawn: Rule, data: st.DataObject
) -> None:
    slice = slice_of(history.log())
    present = sorted(set(slice.occurrences["kind"].to_list()))
    asked = [pair for pair in product(present, present) if pair[0] != pair[1]]
    if not asked:
        return
    x_kind, y_kind = data.draw(st.sampled_from(asked))
    scope = data.draw(st.sampled_from((drawn.scope, ORDERED_PAIR, SameCountry(y_roles=("where",)))))
    rule = drawn.model_copy(update={"x_kind": x_kind, "y_kind": y_kind, "scope": scope})
    folder = exported(tmp_path_factory, slice)
    evidence = evidence_of(slice, rule)
    with opened(folder, "duckdb") as tables:
        there = counted(tables, rule)
    assert_equal(there, evidence)
    assert_same_report(there, evidence, "duckdb")


@pytest.fixture(scope="module")
def seed() -> Slice:
    return slice_of(MemoryLog(commands()))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def meetings() -> Slice:
    return slice_of(many_meetings().log())


@pytest.fixture(scope="module")
def folders(seed: Slice, meetings: Slice, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The seed and the generated record, exported."""
    return exported(tmp_path_factory, seed), exported(tmp_path_factory, meetings)


def test_duckdb_counts_the_same_of_the_seed_and_of_a_generated_record(
    folders: tuple[Path, Path], seed: Slice, meetings: Slice
) -> None:
    for slice, folder, asked in zip((seed, meetings), folders, (SEED_RULES, MEETING_RULES), strict=True):
        with opened(folder, "duckdb") as tables:
            for rule in asked:
                there = counted(tables, rule)
                assert_equal(there, evidence_of(slice, rule))
                assert_same_report(there, evidence_of(slice, rule), "duckdb")


@pytest.mark.spark
def test_spark_counts_the_same_with_two_workers(
    folders: tuple[Path, Path], seed: Slice, meetings: Slice, tmp_path: Path
) -> None:
    work = [(folders[0], SEED_RULES[0]), (folders[1], MEETING_RULES[0])]
    executors, found = counted_on_spark(work, tmp_path)
    assert executors == 2
    for (folder, rule), there in zip(work, found, strict=True):
        evidence = evidence_of(seed if folder == folders[0] else meetings, rule)
        assert_equal(there, evidence)
        assert_same_report(there, evidence, "spark")


def test_the_generated_record_asks_for_every_part_of_the_expression(meetings: Slice) -> None:
    counts = [at_home(evidence_of(meetings, rule)) for rule in MEETING_RULES]
    assert all(each.total("possible_count") > each.total("certain_count") for each in counts)
    assert all(0 < each.total("before_possible_count") < each.total("x_count") for each in counts[:1])
    assert any(evidence_of(meetings, rule).known.x_occurrence.size for rule in MEETING_RULES)


def test_the_answer_names_the_slice_that_was_exported(tmp_path_factory: pytest.TempPathFactory, seed: Slice) -> None:
    folder = exported(tmp_path_factory, seed.beside(known_on="2012-01-01"))
    rule = Rule(x_kind="deportation", y_kind="loan_pledge", window_days=7)
    view = ask_elsewhere(rule, folder, "duckdb")
    assert (view.position, view.known_on, view.engine) == (seed.position, "2012-01-01", "duckdb")
    assert view.followed.certain_count == 2
    assert view.after_before is None
    assert view.refused[0].startswith("too few ")
    assert view.content_hash


def test_what_cannot_be_counted_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="one kind on both sides"):
        may_be_counted(Rule(x_kind=KINDS[0], y_kind=KINDS[0], window_days=1))
    with pytest.raises(Invalid, match="no data set"):
        ask_elsewhere(MEETING_RULES[0], tmp_path, "duckdb")
