"""Laws 7 and 10 through the views: what exhaustive search finds certain on a few days, the timeline shows as certain.

What really happened is drawn first; accounts that are true of it are recorded, with weekdays, masks, sets, windows of
the calendar and vague days of publication; then every history of those days is tried against what was recorded.
"""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology import allen
from domain.chronology.bounds import format_day
from domain.chronology.compile_claims import StatedTime, lasting_occurrences
from domain.chronology.relations import Duration, Within
from projections.ledger import Ledger
from projections.relation import RelationView
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.timeline import Timeline
from tests.projections.december import ask
from tests.strategies.histories import Recorder
from tests.strategies.time_accounts import all_histories, true_accounts
from tests.strategies.time_histories import NEW_YEAR, History, histories

BOX = NEW_YEAR - 3, NEW_YEAR + 1
COLUMNS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def boxed(stated: StatedTime, lasts: bool) -> StatedTime:
    """An account that an occurrence took place within the few days; kinds do not last by nature here."""
    first, last = (format_day(day) for day in BOX)
    if not lasts:
        return stated._replace(edtf=f"[{first}..{last}]", lasts=False)
    within = Within.model_validate({"anchor": {"edtf": f"{first}/{last}"}})
    return stated._replace(edtf=None, relations=(within, Duration(min_days=0, max_days=None)), lasts=False)


def recorded(accounts: list[StatedTime], published: str) -> Slice:
    """The slice of a record that holds these accounts."""
    recorder = Recorder()
    content = {
        "kind": "report",
        "title": "A report",
        "published": {"edtf": published, "basis": "stated"},
        "read_on": "2026-11-20",
        "reliability": "B",
    }
    assert recorder.run({"do": "register_source", "source": "source", "content": content})
    for page, stated in enumerate(accounts):
        account: dict[str, Any] = {
            "citation": {"source": "source", "page": str(page)},
            "attribution": [{"manner": "fact"}],
            "credibility": 2,
            "summary": "It is told.",
            "what": {"kind": "raid"},
        }
        when = {"edtf": stated.edtf} if stated.edtf else {}
        relations = [each.model_dump(mode="json", exclude_none=True) for each in stated.relations]
        account |= {"when": when | ({"relations": relations} if relations else {})} if when or relations else {}
        command = {"do": "record_account", "occurrence": stated.occurrence, "kind": "raid", "account": account}
        assert recorder.run(command), command
    ledger = Ledger(recorder.history.log())
    ledger.catch_up()
    return ledger.slice(SliceQuery())


@st.composite
def records(draw: st.DrawFn) -> tuple[list[StatedTime], str, range, list[str]]:
    """Accounts, the publication of their source as it is known and the days that it can be, and what they tell of."""
    history = draw(histories(days=5, max_occurrences=3))
    accounts = draw(true_accounts(history, max_accounts=4))
    day = history.published["source"]
    days = range(max(day - draw(st.integers(0, 2)), BOX[0]), day + draw(st.integers(0, 1)) + 1)
    published = f"[{format_day(days[0])}..{format_day(days[-1])}]" if len(days) > 1 else format_day(day)
    lasting = {name: end > start for name, (start, end) in history.spans.items()}
    told = [
        boxed(each, lasting[each.occurrence]) if each.account.startswith("first of") else each._replace(lasts=False)
        for each in accounts
    ]
    return told, published, days, sorted(history.spans)


def relation_of(one: tuple[int, int], other: tuple[int, int]) -> str:
    days = (*one, *other)
    (found,) = [
        relation
        for relation, limits in allen.DEFINITIONS.items()
        if all(days[later] - days[earlier] <= most for earlier, later, most in limits)
    ]
    return found


@settings(max_examples=80, deadline=None)
@given(records())
def test_law_07_what_exhaustive_search_finds_certain_is_shown_as_certain(
    drawn: tuple[list[StatedTime], str, range, list[str]],
) -> None:
    accounts, published, days, owners = drawn
    told = [each._replace(published=published) for each in accounts]
    lasting = lasting_occurrences(told)
    possible: list[History] = [each for day in days for each in all_histories(told, owners, lasting, *BOX, day)]
    assert possible

    slice = recorded(accounts, published)

    assert not list(slice.contradictory_networks())
    rows = {row["occurrence"]: row for row in slice.occurrences.iter_rows(named=True)}
    for owner in owners:
        starts, ends = zip(*(each.spans[owner] for each in possible), strict=True)
        bounds = tuple(rows[owner][name] for name in COLUMNS)
        assert bounds == (min(starts), max(starts), min(ends), max(ends)), owner
    relations = {
        (one, other): {relation_of(each.spans[one], each.spans[other]) for each in possible}
        for one, other in itertools.permutations(owners, 2)
    }
    for (one, other), found in relations.items():
        view = ask(slice, "relation", a=one, b=other)
        assert isinstance(view, RelationView)
        assert {*view.certain, *view.possible} == found
        assert slice.surely_before(one, other) == (found == {"before"})
    shown = ask(slice, "timeline")
    assert isinstance(shown, Timeline)
    order = [entry.id for entry in shown.entries]
    for place, then in enumerate(order):
        assert all(relations[then, first] != {"before"} for first in order[:place])
    for first, entry in zip(order, shown.entries[1:], strict=False):
        assert (entry.order == "certain") == (relations[first, entry.id] == {"before"})
