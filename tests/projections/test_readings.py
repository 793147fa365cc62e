"""Which value each reading picks, and when it picks none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.claims import Stated, stated
from projections.readings import READINGS, Reading, pick
from projections.slice_records import AccountRecord
from tests.projections.records import deported, said, source

SOURCES = {
    "good": source("good", "2011-07-25", "A"),
    "fair": source("fair", "2010-01-10", "C"),
    "unjudged": source("unjudged", "2009-12-21", "F"),
    "vague": source("vague", "2010", "C"),
}


def claims(*records: AccountRecord, path: str = "of.persons") -> list[Stated]:
    return [claim for record in records for claim in stated(record) if claim.path == path]


def picked(reading: Reading, *records: AccountRecord) -> int | None:
    found = pick(reading, claims(*records), SOURCES)
    return None if found is None else found.value.value


random_accounts = st.lists(
    st.builds(
        lambda number, persons, source, manner, credibility: deported(
            persons, f"v{number}", source, credibility=credibility, **said(manner)
        ),
        st.integers(min_value=0, max_value=99),
        st.sampled_from([12, 20, 22]),
        st.sampled_from(sorted(SOURCES)),
        st.sampled_from(["fact", "alleged", "planned", "denied"]),
        st.integers(min_value=1, max_value=6),
    ),
    max_size=6,
    unique_by=lambda each: each.version_id,
)


@pytest.mark.parametrize("reading", READINGS)
@given(found=random_accounts.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_arrival_does_not_matter(
    reading: Reading, found: tuple[Sequence[AccountRecord], Sequence[AccountRecord]]
) -> None:
    one, other = (pick(reading, claims(*records), SOURCES) for records in found)
    assert one == other


@pytest.mark.parametrize("reading", READINGS)
@given(found=random_accounts)
def test_what_is_picked_was_stated_and_a_value_without_rival_is_picked(
    reading: Reading, found: Sequence[AccountRecord]
) -> None:
    chosen = pick(reading, claims(*found), SOURCES)
    assert chosen is None or chosen in claims(*found)
    if len({claim.key for claim in claims(*found)}) == 1:
        assert chosen is not None


def test_the_best_graded_account_is_that_of_the_most_reliable_source_then_the_most_credible() -> None:
    assert (
        picked("best_graded", deported(12, "v1", "fair", credibility=1), deported(20, "v2", "good", credibility=5))
        == 20
    )
    assert (
        picked("best_graded", deported(12, "v1", "good", credibility=3), deported(20, "v2", "good", credibility=2))
        == 20
    )


def test_what_cannot_be_judged_is_picked_only_where_nothing_is_graded() -> None:
    assert (
        picked("best_graded", deported(12, "v1", "unjudged", credibility=1), deported(20, "v2", "fair", credibility=5))
        == 20
    )
    assert (
        picked("best_graded", deported(12, "v1", "good", credibility=6), deported(20, "v2", "good", credibility=5))
        == 20
    )
    assert picked("best_graded", deported(12, "v1", "unjudged")) == 12


def test_ties_go_to_the_least_content_id() -> None:
    assert picked("best_graded", deported(20, "v2", "good"), deported(12, "v1", "good")) == 12


def test_a_majority_is_more_than_half_of_the_sources() -> None:
    two_to_one = (deported(20, "v1", "good"), deported(20, "v2", "fair"), deported(12, "v3", "vague"))
    assert picked("majority", *two_to_one) == 20
    assert picked("majority", *two_to_one[1:]) is None


def test_a_source_counts_once_however_often_it_says_so() -> None:
    repeated = (deported(12, "v1", "fair"), deported(12, "v2", "fair"), deported(20, "v3", "good"))
    assert picked("majority", *repeated) is None


def test_latest_and_first_go_by_publication() -> None:
    both = (deported(20, "v1", "good"), deported(12, "v2", "fair"))
    assert picked("latest", *both) == 20
    assert picked("first_published", *both) == 12


def test_where_it_is_not_certain_which_came_first_no_value_is_picked() -> None:
    vague = (deported(20, "v1", "vague"), deported(12, "v2", "fair"))
    assert picked("latest", *vague) is None
    assert picked("first_published", *vague) is None
    assert picked("latest", *vague, deported(22, "v3", "good")) == 22


def test_what_is_asserted_comes_before_what_was_planned_or_denied() -> None:
    assert picked("latest", deported(20, "v1", "good", **said("planned")), deported(12, "v2", "fair")) == 12
    assert (
        picked(
            "best_graded", deported(20, "v1", "good", **said("denied")), deported(12, "v2", "fair", **said("forecast"))
        )
        == 12
    )
