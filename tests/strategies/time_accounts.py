"""Accounts that hold of a true history, and exhaustive search for all histories in which given accounts hold."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.chronology.bounds import format_day
from domain.chronology.compile_claims import StatedTime
from domain.chronology.edtf import parse
from domain.chronology.relations import WEEKDAYS, Relation
from tests.strategies.time_edtf import dates_covering, intervals_covering
from tests.strategies.time_histories import History, relation_holds

_READ: TypeAdapter[Relation] = TypeAdapter(Relation)
_ENDPOINTS: Final = st.sampled_from(("some_day", "some_day", "start", "end"))
_GAPS: Final = st.integers(-6, 6)


@st.composite
def relations(draw: st.DrawFn, history: History) -> Relation:
    """Any relation of the vocabulary, to an occurrence of the history, to the publication or to the calendar."""
    day = draw(st.sampled_from([day for span in history.spans.values() for day in span]))
    anchor = draw(
        st.one_of(
            st.sampled_from(sorted(history.spans)).map(lambda each: {"occurrence": each}),
            st.just({"publication": True}),
            st.sampled_from((format_day(day), format_day(day)[:7], format_day(day)[:4])).map(
                lambda edtf: {"edtf": edtf}
            ),
        )
    )
    word = draw(
        st.sampled_from(
            (
                *("before", "after", "at_or_before", "at_or_after", "shortly_before", "shortly_after", "near"),
                *("same_day", "within", "contains", "starts_with", "ends_with", "overlaps"),
                *("offset", "offset", "offset", "duration", "weekday", "month", "year"),
            )
        )
    )
    return _READ.validate_python({"relation": word, **draw(_fields(word, anchor))})


@st.composite
def _fields(draw: st.DrawFn, word: str, anchor: dict[str, Any]) -> dict[str, Any]:
    if word == "duration":
        least = draw(st.integers(0, 4))
        return {"min_days": least, "max_days": draw(st.one_of(st.none(), st.integers(least, 5)))}
    found: dict[str, Any] = {"anchor": anchor}
    if word in ("within", "contains"):
        side = "endpoint" if word == "within" else "anchor_endpoint"
        return {**found, side: draw(st.sampled_from(("whole", "some_day", "start", "end")))}
    found["anchor_endpoint"] = draw(_ENDPOINTS)
    if word in ("starts_with", "ends_with", "overlaps"):
        return found
    found["endpoint"] = draw(_ENDPOINTS)
    if word == "offset":
        least = draw(_GAPS)
        exact = {"min_days": least, "max_days": draw(st.integers(least, 7))}
        return found | draw(st.sampled_from((exact, {**exact, "max_days": None}, {**exact, "max_days": least})))
    if word == "weekday":
        side = draw(st.sampled_from(("on", "before", "on_or_before", "after", "on_or_after")))
        return found | {
            "weekday": draw(st.sampled_from(WEEKDAYS)),
            "side": side,
            "within_days": draw(st.one_of(st.integers(1, 9), st.just("any"))),
        }
    if word == "month":
        which: dict[str, Any] = draw(
            st.sampled_from(({"year_offset": 0}, {"year_offset": -1}, {"nearest": "last"}, {"nearest": "next"}))
        )
        return found | {"month": draw(st.sampled_from((12, 1))), **which}
    return found | ({"year_offset": draw(st.integers(-1, 1))} if word == "year" else {})


@st.composite
def true_accounts(
    draw: st.DrawFn, history: History, *, max_accounts: int = 6, within: tuple[int, int] | None = None
) -> list[StatedTime]:
    """Accounts that all hold of the history; `within` has each occurrence told to lie between those days.

    Every occurrence is told of at least once, as of a kind that lasts if it took more than one day. Relations are
    drawn at random and kept if they hold.
    """
    accounts = [_first_account(name, span, within) for name, span in sorted(history.spans.items())]
    for index in range(draw(st.integers(1, max_accounts))):
        occurrence = draw(st.sampled_from(sorted(history.spans)))
        start, end = history.spans[occurrence]
        stated = [
            relation
            for relation in draw(st.lists(relations(history), max_size=3))
            if relation_holds(relation, occurrence, "source", history)
        ]
        edtf = draw(st.one_of(st.none(), intervals_covering(start, end) if end > start else dates_covering(start)))
        published = format_day(history.published["source"])
        accounts.append(
            StatedTime(
                f"account {index}", occurrence, "source", "fact", edtf, tuple(stated), published, None, end > start
            )
        )
    return accounts


def account_holds(stated: StatedTime, history: History, lasting: Collection[str]) -> bool:
    """Whether all that an account states, and that it could be reported, is true of a history."""
    start, end = history.spans[stated.occurrence]
    if start > history.published[stated.source]:
        return False
    if stated.edtf is not None and not _date_holds(stated, (start, end), stated.occurrence in lasting):
        return False
    return all(relation_holds(each, stated.occurrence, stated.source, history) for each in stated.relations)


def all_histories(
    accounts: Sequence[StatedTime],
    owners: Sequence[str],
    lasting: Collection[str],
    first: int,
    last: int,
    published: int,
) -> Iterator[History]:
    """Every history within `first..last` in which all the accounts hold, found by trying them all."""
    days = range(first, last + 1)
    spans = [
        [(start, end) for start in days for end in days if start <= end and (owner in lasting or start == end)]
        for owner in owners
    ]
    alone = {owner: [each for each in accounts if each.occurrence == owner and not each.relations] for owner in owners}
    possible = [
        [
            span
            for span in choices
            if all(account_holds(each, History({owner: span}, {"source": published}), lasting) for each in alone[owner])
        ]
        for owner, choices in zip(owners, spans, strict=True)
    ]
    related = [each for each in accounts if each.relations]
    for chosen in itertools.product(*possible):
        history = History(dict(zip(owners, chosen, strict=True)), {"source": published})
        if all(account_holds(each, history, lasting) for each in related):
            yield history


def _date_holds(stated: StatedTime, span: tuple[int, int], lasts: bool) -> bool:
    assert stated.edtf is not None
    date = parse(stated.edtf)
    start, end = span
    if date.is_extent:
        return _within(start, date.start_earliest, date.start_latest) and _within(
            end, date.end_earliest, date.end_latest
        )
    if lasts and stated.lasts:
        return _within(start, date.earliest, date.latest) and _within(end, date.earliest, date.latest)
    return start == end and date.matches(start)


def _within(day: int, first: int | None, last: int | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _first_account(name: str, span: tuple[int, int], days: tuple[int, int] | None) -> StatedTime:
    edtf = None if days is None else f"[{format_day(days[0])}..{format_day(days[1])}]"
    return StatedTime(f"first of {name}", name, "source", "fact", edtf, (), None, None, span[0] < span[1])
