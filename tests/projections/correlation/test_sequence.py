"""Sequences of one case: order and distance, and what they rest on."""

import pytest

from domain.errors import Invalid
from projections.correlation.sequence import KnownLag, Step, sequence

FIRST, LAST = 14579, 14609
"""December 2009."""


def in_december(occurrence: str, kind: str, claim: str) -> Step:
    return Step(occurrence=occurrence, kind=kind, earliest_day=FIRST, latest_day=LAST, claims=(claim,))


RAID = in_december("raid", "raid", "c1")
DEPORTATION = in_december("deported", "deportation", "c2")
PLEDGE = in_december("pledge", "loan_pledge", "c3")
SAME_DAY = KnownLag(from_occurrence="raid", to_occurrence="deported", at_least_days=0, at_most_days=0, claims=("c4",))
TWO_DAYS = KnownLag(
    from_occurrence="pledge", to_occurrence="deported", at_least_days=-2, at_most_days=-2, claims=("c5",)
)


def test_known_differences_make_the_chain_certain_although_every_date_is_a_month() -> None:
    view = sequence("case", (RAID, DEPORTATION, PLEDGE), (SAME_DAY, TWO_DAYS))
    assert view.chain == "raid -0d-> deportation -2d-> loan_pledge"
    assert [(lag.order, lag.exact, lag.rests_on, lag.claims) for lag in view.lags] == [
        ("same_day", True, "known_difference", ("c4",)),
        ("certain", True, "known_difference", ("c5",)),
    ]


def test_months_alone_leave_the_order_to_convention_and_rest_on_both_dates() -> None:
    view = sequence("case", (RAID, DEPORTATION))
    (lag,) = view.lags
    assert (lag.at_least_days, lag.at_most_days, lag.order, lag.exact) == (-30, 30, "conventional", False)
    assert (lag.rests_on, lag.claims) == ("dates", ("c1", "c2"))
    assert view.chain == "raid -[-30..30]d-> deportation"


def test_an_absent_bound_stays_absent() -> None:
    later = Step(occurrence="later", kind="visit", earliest_day=14620)
    (lag,) = sequence("case", (RAID, later)).lags
    assert (lag.at_least_days, lag.at_most_days, lag.order) == (11, None, "certain")
    assert sequence("case", (RAID, later)).chain == "raid -[11..?]d-> visit"


def test_one_occurrence_is_a_chain_and_none_is_an_empty_one() -> None:
    assert sequence("case", (RAID,)).chain == "raid"
    assert sequence("case", ()).chain == ""


def test_kinds_choose_the_steps_and_unrealised_ones_are_marked() -> None:
    planned = PLEDGE.model_copy(update={"realised": False})
    view = sequence("case", (RAID, DEPORTATION, planned), kinds=frozenset({"raid", "loan_pledge"}))
    assert view.chain == "raid -[-30..30]d-> (loan_pledge)"


def test_an_occurrence_comes_once() -> None:
    with pytest.raises(Invalid, match="comes twice"):
        sequence("case", (RAID, RAID))
