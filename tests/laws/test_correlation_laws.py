"""Law 17 over slices: counts hold what every dating may give, lags turn with time, what was pinned stays as it was."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology.constraints import Point
from domain.errors import Refused
from domain.register import AskRule
from domain.rules import Rule
from projections.correlation.rulings import ruling
from projections.ledger import Ledger
from projections.registry import PROJECTIONS
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.projections.correlation.records import gathered, rules
from tests.strategies.histories import History, Recorder, histories, independent_commands
from tests.strategies.logs import MemoryLog

FAR = 10**9


def slice_of(log: MemoryLog, **chosen: Any) -> Slice:
    ledger = Ledger(log)
    ledger.catch_up()
    return ledger.slice(SliceQuery.model_validate(chosen))


def asked_of(rule: Rule, **more: Any) -> dict[str, Any]:
    return {"within": rule.scope.within, "manner": rule.manners} | more


def ask(slice: Slice, name: str, **asked: Any) -> Any:
    """A view, or the refusal in words."""
    projection = PROJECTIONS[name]
    try:
        return projection.ask(slice, projection.Query.model_validate(asked))
    except Refused as refusal:
        return str(refusal)


def groups(slice: Slice, rule: Rule) -> dict[str, set[str]]:
    """The strata of each occurrence, by plain loops."""
    found: dict[str, set[str]] = {}
    if rule.scope.within == "same_case":
        for row in slice.cases.iter_rows(named=True):
            found.setdefault(row["occurrence"], set()).add(row["case"])
        return found
    for row in slice.countries.iter_rows(named=True):
        if row["standing"]:
            found.setdefault(row["occurrence"], set()).add(row["code"])
    if rule.scope.within == "same_country":
        return found
    return {of: {f"{a}+{b}" for a, b in product(codes, codes) if a < b} for of, codes in found.items()}


def gap(slice: Slice, x: dict[str, Any], y: dict[str, Any]) -> tuple[int, int]:
    """The least and greatest days from x to y: by their dates, and by the network wherever one thing is one id."""
    low = -FAR if None in (y["start_earliest"], x["start_latest"]) else y["start_earliest"] - x["start_latest"]
    high = FAR if None in (y["start_latest"], x["start_earliest"]) else y["start_latest"] - x["start_earliest"]
    one, other = x["occurrence"], y["occurrence"]
    network = slice.network([one, other])
    told = network.difference(Point(one, "start"), Point(other, "start"))
    return max(low, -FAR if told.min_days is None else told.min_days), min(
        high, FAR if told.max_days is None else told.max_days
    )


def counted_one_by_one(slice: Slice, rule: Rule) -> tuple[int, int]:
    rows = [row for row in slice.occurrences.iter_rows(named=True) if set(row["manners"]) & set(rule.manners)]
    strata = groups(slice, rule)
    certain = possible = 0
    for x in (row for row in rows if row["kind"] == rule.x_kind):
        for stratum in strata.get(x["occurrence"], set()):
            gaps = [
                gap(slice, x, y)
                for y in rows
                if y["kind"] == rule.y_kind
                and y["occurrence"] != x["occurrence"]
                and stratum in strata.get(y["occurrence"], set())
            ]
            first, last = rule.lag_days, rule.lag_days + rule.window_days
            certain += any(first <= low and high <= last for low, high in gaps)
            possible += any(low <= last and high >= first for low, high in gaps)
    return certain, possible


@given(histories(max_steps=24) | gathered(), rules())
@settings(max_examples=30, deadline=None)
def test_law_17_counts_are_those_of_every_pair_looked_at_by_itself(history: History, drawn: Rule) -> None:
    slice = slice_of(history.log())
    present = sorted(set(slice.occurrences["kind"].to_list()))
    for x_kind, y_kind in product(present, present):
        rule = drawn.model_copy(update={"x_kind": x_kind, "y_kind": y_kind})
        report = ruling(slice, rule)
        certain, possible = counted_one_by_one(slice, rule)
        if report.over_datings is not None:
            assert report.followed.certain_count <= report.over_datings.low_count
            assert report.over_datings.high_count <= report.followed.possible_count
        if len(slice.identifications):
            # what was held to be one and set aside again is left to its dates: wider, never narrower
            assert report.followed.certain_count <= certain
            assert possible <= report.followed.possible_count
        else:
            assert (report.followed.certain_count, report.followed.possible_count) == (certain, possible)


@given(histories() | gathered(), rules())
@settings(max_examples=30, deadline=None)
def test_law_17_turned_round_in_time_lags_change_their_sign(history: History, rule: Rule) -> None:
    slice = slice_of(history.log())
    there = ask(slice, "lags", x_kind=rule.x_kind, y_kind=rule.y_kind, **asked_of(rule, longest_lag_days=9))
    back = ask(slice, "lags", x_kind=rule.y_kind, y_kind=rule.x_kind, **asked_of(rule, longest_lag_days=9))
    if isinstance(there, str):
        assert isinstance(back, str)
        return
    turned = [(-each.lag_days, each.certain_count, each.possible_count) for each in reversed(back.bins)]
    assert [(each.lag_days, each.certain_count, each.possible_count) for each in there.bins] == turned


@given(histories() | gathered(), rules())
@settings(max_examples=30, deadline=None)
def test_a_cell_of_the_matrix_counts_what_the_rule_counts(history: History, rule: Rule) -> None:
    slice = slice_of(history.log())
    report = ruling(slice, rule)
    view = ask(slice, "matrix", **asked_of(rule, window_days=rule.window_days, lag_days=rule.lag_days))
    cells = {(each.x_kind, each.y_kind): each for each in view.cells}
    cell = cells.get((rule.x_kind, rule.y_kind))
    if cell is None:
        assert not report.asked.x_count or not report.asked.y_count
        return
    assert (cell.certain_count, cell.possible_count) == (report.followed.certain_count, report.followed.possible_count)
    before = report.placebo.share
    assert (cell.before_certain_count, cell.before_possible_count) == (before.certain_count, before.possible_count)


@given(histories() | gathered(), rules())
@settings(max_examples=25, deadline=None)
def test_the_first_link_of_a_motif_counts_what_the_rule_counts(history: History, drawn: Rule) -> None:
    slice = slice_of(history.log())
    present = sorted(set(slice.occurrences["kind"].to_list()))
    for x_kind, y_kind in product(present, present):
        rule = drawn.model_copy(update={"x_kind": x_kind, "y_kind": y_kind})
        link = f"{y_kind}:{rule.lag_days}..{rule.lag_days + rule.window_days}"
        view = ask(slice, "motif", step=[x_kind, link, f"{x_kind}:30"], **asked_of(rule))
        report, reached = ruling(slice, rule), view.reached[1]
        assert view.first_count == report.asked.x_count
        assert (reached.certain_count, reached.possible_count) == (
            report.followed.certain_count,
            report.followed.possible_count,
        )


@given(gathered(), rules(), rules(), st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_recorded_or_asked_later_never_changes_what_is_pinned(
    history: History, first: Rule, second: Rule, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(history.events)), label="cut")
    events = [*history.events[:cut], *_asked(first), *history.events[cut:], *_asked(second)]
    early, late = slice_of(_log(events[: cut + 1])), slice_of(_log(events), at_position=cut + 1)
    for name, question in _questions(first).items():
        one, other = ask(early, name, **question), ask(late, name, **question)
        if isinstance(one, str):
            assert one == other
            continue
        kept = {"query"}
        assert one.model_dump(exclude=kept) == other.model_dump(exclude=kept)
        assert one.content_hash == other.content_hash


@given(independent_commands(), rules(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_any_order_of_arrival_gives_the_same_report(commands: list[dict[str, Any]], rule: Rule, random: Any) -> None:
    reports = []
    for _ in range(2):
        recorder = Recorder()
        recorder.prepare()
        for command in commands:
            recorder.run(command)
        reports.append(ruling(slice_of(recorder.history.log()), rule).model_dump())
        random.shuffle(commands)
    assert reports[0] == reports[1]


def test_a_rule_never_asked_is_not_in_the_family_before_it_is() -> None:
    recorder = Recorder()
    recorder.prepare()
    rule = Rule(x_kind="raid", y_kind="deportation", window_days=7)
    recorder.run(AskRule(rule=rule).model_dump(mode="json"))
    head = len(recorder.history.events)
    assert list(slice_of(recorder.history.log()).rules_asked) == [rule.rule_id]
    assert list(slice_of(recorder.history.log(), at_position=head - 1).rules_asked) == []
    report = ruling(slice_of(recorder.history.log()), rule)
    assert (report.observed, report.verdict, report.chronology) == (None, "not_tested", ())


def _asked(rule: Rule) -> list[Any]:
    recorder = Recorder()
    return list(recorder.run(AskRule(rule=rule).model_dump(mode="json")))


def _log(events: list[Any]) -> MemoryLog:
    return History(events).log()


def _questions(rule: Rule) -> dict[str, dict[str, Any]]:
    return {
        "sequence": {"country": ["KH"]},
        "matrix": asked_of(rule, window_days=rule.window_days),
        "lags": asked_of(rule, x_kind=rule.x_kind, y_kind=rule.y_kind),
        "motif": asked_of(rule, step=[rule.x_kind, f"{rule.y_kind}:0..9", f"{rule.x_kind}:30"]),
        "rules": {},
        "rule": {"id": rule.rule_id},
    }


def in_december(occurrence: str, kind: str, *relations: dict[str, Any], edtf: str | None = "2009-12") -> dict[str, Any]:
    return {
        "do": "record_account",
        "occurrence": occurrence,
        "kind": kind,
        "account": {
            "citation": {"source": "s1", "page": "1"},
            "attribution": [{"manner": "fact"}],
            "credibility": 2,
            "summary": f"The {kind} took place in December.",
            "what": {"kind": kind},
            "when": {"relations": list(relations)} | ({"edtf": edtf} if edtf else {}),
            "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}],
        },
    }


def after(occurrence: str, days: int) -> dict[str, Any]:
    return {"relation": "offset", "anchor": {"occurrence": occurrence}, "min_days": days, "max_days": days}


@pytest.mark.parametrize("identified", [False, True])
def test_two_days_after_is_certain_although_both_dates_are_a_month(identified: bool) -> None:
    recorder = Recorder()
    recorder.prepare()
    assert recorder.run(in_december("a", "raid"))
    assert recorder.run(in_december("b", "deportation", after("a", 2)))
    if identified:
        assert recorder.run(in_december("0", "raid", edtf=None))
        assert recorder.run({"do": "identify_occurrences", "occurrence": "a", "same_as": "0", "reason": "One raid."})
    slice = slice_of(recorder.history.log())
    shares = {
        window: ruling(slice, Rule(x_kind="raid", y_kind="deportation", window_days=window)).followed
        for window in (1, 2)
    }
    assert (shares[1].certain_count, shares[1].possible_count) == (0, 0)
    assert (shares[2].certain_count, shares[2].possible_count) == (1, 1)
    assert ask(slice, "sequence", country=["KH"]).chain == "raid -2d-> deportation"
    (cell,) = (c for c in ask(slice, "matrix", window_days=2).cells if (c.x_kind, c.y_kind) == ("raid", "deportation"))
    assert (cell.certain_count, cell.before_possible_count) == (1, 0)
    bins = ask(slice, "lags", x_kind="raid", y_kind="deportation", longest_lag_days=3).bins
    assert {each.lag_days for each in bins if each.possible_count} == {2}
