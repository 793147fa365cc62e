"""What a rule looks at: standing accounts only, and what may be one and is not identified."""

from __future__ import annotations

from typing import Any

from domain.rules import Rule
from projections.correlation.rulings import evidence_of, overlapping_count, ruling
from projections.correlation.series import Series
from tests.projections.correlation.records import slice_of
from tests.strategies.histories import Recorder

RULE = Rule(x_kind="raid", y_kind="deportation", window_days=7)


def record(recorder: Recorder, occurrence: str, kind: str, edtf: str, code: str, page: int) -> str:
    account: dict[str, Any] = {
        "citation": {"source": "s1", "page": str(page)},
        "attribution": [{"manner": "fact"}],
        "credibility": 2,
        "summary": "Something was done.",
        "what": {"kind": kind},
        "when": {"edtf": edtf},
        "countries": [{"code": code, "role": "where", "name": code}],
    }
    recorder.run({"do": "record_account", "occurrence": occurrence, "kind": kind, "account": account})
    return recorder.versions(occurrence)[-1]


def started() -> Recorder:
    recorder = Recorder()
    recorder.prepare()
    return recorder


def test_what_an_account_said_before_it_was_retracted_counts_no_more() -> None:
    """Two accounts of one raid, in two countries; the one that said Cambodia is retracted by its source."""
    recorder = started()
    struck = record(recorder, "raid", "raid", "2009-12-18", "KH", 1)
    record(recorder, "raid", "raid", "2009-12-18", "CN", 2)
    record(recorder, "out", "deportation", "2009-12-19", "KH", 3)
    before = slice_of(recorder.history.log())
    report = ruling(before, RULE)
    assert (report.asked.x_count, report.followed.certain_count) == (2, 1)
    retraction = {"do": "retract_account", "occurrence": "raid", "version": struck}
    assert recorder.run(retraction | {"disclosed": {"edtf": "2010-02-01"}})
    report = ruling(slice_of(recorder.history.log()), RULE)
    assert (report.asked.x_count, report.followed.possible_count) == (1, 0)
    as_known_before = ruling(slice_of(recorder.history.log(), known_on="2010-01-31"), RULE)
    assert as_known_before.followed.certain_count == 1


def test_an_occurrence_of_which_everything_was_retracted_is_in_no_count() -> None:
    recorder = started()
    struck = record(recorder, "raid", "raid", "2009-12-18", "KH", 1)
    record(recorder, "out", "deportation", "2009-12-19", "KH", 2)
    retraction = {"do": "retract_account", "occurrence": "raid", "version": struck}
    assert recorder.run(retraction | {"disclosed": {"edtf": "2010-02-01"}})
    evidence = evidence_of(slice_of(recorder.history.log()), RULE)
    assert (evidence.x.count, evidence.y.count, evidence.x_not_realised_count) == (0, 1, 0)


def test_only_what_is_dated_to_a_month_may_be_one() -> None:
    year = Series.of([0, 0, 0], [0, 0, 0], [364, 364, 364])
    month = Series.of([0, 0, 0, 1], [0, 10, 40, 10], [30, 10, 40, 10])
    assert overlapping_count(year) == 0
    assert overlapping_count(month) == 1
    assert overlapping_count(Series.of([0, 0], [None, 3], [None, 3])) == 0
