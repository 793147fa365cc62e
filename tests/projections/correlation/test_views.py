"""The views of correlation over slices: the seed's chain, what is counted beside, and what later records change."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Invalid, Refused
from domain.provenance import MANNERS
from projections.correlation.occurrences import Occurrences
from projections.correlation.report import CAVEAT
from projections.ledger import Ledger
from projections.registry import PROJECTIONS
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.view import View
from seed_events.loader import commands
from tests.projections.memory_log import MemoryLog

CHAIN = ("raid", "deportation", "loan_pledge")


@pytest.fixture(scope="module")
def seed() -> Slice:
    return slice_of(MemoryLog(commands()))  # type: ignore[arg-type]


def slice_of(log: MemoryLog, **chosen: Any) -> Slice:
    ledger = Ledger(log)
    ledger.catch_up()
    return ledger.slice(SliceQuery.model_validate(chosen))


def ask(slice: Slice, name: str, **asked: Any) -> Any:
    projection = PROJECTIONS[name]
    view = projection.ask(slice, projection.Query.model_validate(asked))
    assert isinstance(view, View)
    return view


def test_raid_deportation_and_pledge_follow_each_other_certainly_in_cambodia(seed: Slice) -> None:
    view = ask(seed, "sequence", country=["KH"], kind=CHAIN)
    assert view.chain == "raid -0d-> deportation -2d-> loan_pledge"
    assert [(lag.order, lag.exact, lag.rests_on) for lag in view.lags] == [
        ("same_day", True, "known_difference"),
        ("certain", True, "known_difference"),
    ]
    assert view.caveat == CAVEAT


def test_each_lag_names_claims_that_are_shown_in_words(seed: Slice) -> None:
    view = ask(seed, "sequence", country=["KH"], kind=CHAIN)
    said = {claim.id: claim.says for claim in view.claims_shown}
    assert all(claim in said for lag in view.lags for claim in lag.claims)
    (_, pledge) = view.lags
    assert any("two days after" in said[claim] for claim in pledge.claims)


def test_the_chain_of_one_case_lacks_what_is_filed_in_another(seed: Slice) -> None:
    assert ask(seed, "sequence", case=["december-2009-pledge"], kind=CHAIN).chain == "loan_pledge"
    assert ask(seed, "sequence", case=["december-2009-deportation"], kind=CHAIN).chain == "raid -0d-> deportation"


def test_what_was_not_known_is_not_in_the_chain(seed: Slice) -> None:
    before = seed.beside(known_on="2010-06-01")
    assert ask(before, "sequence", country=["KH"], kind=CHAIN).chain == ""


def test_the_motif_of_the_seed_is_whole_once_and_too_rare_to_test(seed: Slice) -> None:
    view = ask(seed, "motif", step=["raid", "deportation:0..3", "loan_pledge:7"])
    assert (view.certain_count, view.possible_count, view.p) == (1, 1, None)
    assert [chain.lags for chain in view.chains] == [("0d", "2d")]
    assert "at least 5" in view.refused[0]
    assert view.not_counted[0].kind == "deportation"


@pytest.mark.parametrize(
    "steps", [("raid", "deportation", "loan_pledge:7"), ("raid", "deportation:5..3", "loan_pledge:7")]
)
def test_a_step_that_cannot_be_read_is_named(seed: Slice, steps: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match=steps[1]):
        ask(seed, "motif", step=steps)


def test_the_lag_of_two_days_stands_in_its_bin(seed: Slice) -> None:
    view = ask(seed, "lags", x_kind="deportation", y_kind="loan_pledge", longest_lag_days=5)
    assert [each.lag_days for each in view.bins if each.certain_count] == [2]
    assert view.caveat == CAVEAT


def test_manners_that_count_are_chosen_and_the_others_are_counted_beside(seed: Slice) -> None:
    usual = ask(seed, "lags", x_kind="deportation", y_kind="loan_pledge")
    every = ask(seed, "lags", x_kind="deportation", y_kind="loan_pledge", manner=list(MANNERS))
    (beside,) = usual.not_counted
    assert beside.kind == "deportation"
    assert every.not_counted == ()
    assert every.x_count > usual.x_count


def test_the_matrix_holds_every_ordered_pair_and_agrees_with_the_lags(seed: Slice) -> None:
    view = ask(seed, "matrix", kind=CHAIN, window_days=2)
    cell = {(each.x_kind, each.y_kind): each for each in view.cells}
    assert len(cell) == 9
    there, back = cell["deportation", "loan_pledge"], cell["loan_pledge", "deportation"]
    in_cambodia_and_in_china = 2
    assert (there.certain_count, there.before_certain_count) == (in_cambodia_and_in_china, 0)
    assert (back.certain_count, back.before_certain_count) == (0, in_cambodia_and_in_china)


def test_roles_are_taken_by_scopes_that_have_them(seed: Slice) -> None:
    kinds = {"x_kind": "deportation", "y_kind": "loan_pledge"}
    assert ask(seed, "lags", **kinds, x_role=["where"]).x_count >= 1
    with pytest.raises(Invalid, match="a case has no roles"):
        ask(seed, "lags", **kinds, within="same_case", x_role=["where"])
    with pytest.raises(Invalid, match="two roles"):
        ask(seed, "lags", **kinds, within="same_country_pair", x_role=["where"])


def test_a_kind_without_anything_dated_is_refused_and_one_that_is_none_is_named(seed: Slice) -> None:
    nothing = seed.beside(at_position=0)
    with pytest.raises(Refused, match="has a date"):
        ask(nothing, "lags", x_kind="raid", y_kind="deportation")
    with pytest.raises(Invalid, match="no such kind"):
        ask(seed, "lags", x_kind="raids", y_kind="deportation")


def test_numbers_rank_the_ids_they_stand_for(seed: Slice) -> None:
    found = Occurrences.of(seed, ("fact", "reported"))
    assert found.ids.to_list() == sorted(found.ids.to_list())
    assert list(found.kind_labels) == sorted(found.kind_labels)
