"""The chain of what happened in one case or country, with the distance between neighbours and what it rests on.

Works for a single case: nothing is counted and no chance is claimed. The order is the caller's (the displayed order
of the slice); this view says for each step how far the order and the distance are certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from domain.errors import Invalid
from domain.values import Value

Order = Literal["certain", "same_day", "conventional"]


class Step(Value):
    """One occurrence of the chain, with its bounds and the claims that its bounds rest on."""

    occurrence: str
    kind: str
    earliest_day: int | None = None
    latest_day: int | None = None
    claims: tuple[str, ...] = ()
    realised: bool = True


class KnownLag(Value):
    """What is known of the distance from one occurrence to another, and the claims it rests on."""

    from_occurrence: str
    to_occurrence: str
    at_least_days: int | None
    at_most_days: int | None
    claims: tuple[str, ...]


class Lag(Value):
    """The distance from one step to the next. `certain` order: never the other way round, nor on one day."""

    from_occurrence: str
    to_occurrence: str
    at_least_days: int | None
    at_most_days: int | None
    order: Order
    exact: Annotated[bool, Field(description="whether the distance is known to the day")]
    rests_on: Literal["known_difference", "dates"]
    claims: tuple[str, ...]


class SequenceView(Value):
    """Steps and the lags between neighbours: one lag fewer than steps."""

    subject: Annotated[str, Field(description="the case or country")]
    steps: tuple[Step, ...]
    lags: tuple[Lag, ...]
    chain: Annotated[str, Field(description="the chain in one line")]


def sequence(
    subject: str, steps: Sequence[Step], known: Sequence[KnownLag] = (), kinds: frozenset[str] = frozenset()
) -> SequenceView:
    """The chain of the steps of these kinds (all, if none is named), in the order given.

    Raises:
        Invalid: an occurrence comes twice.
    """
    chosen = tuple(step for step in steps if not kinds or step.kind in kinds)
    ids = [step.occurrence for step in chosen]
    if len(set(ids)) != len(ids):
        twice = next(one for place, one in enumerate(ids) if one in ids[:place])
        raise Invalid("an occurrence comes twice in a chain", seen=twice, accepted="every occurrence once")
    told = {(lag.from_occurrence, lag.to_occurrence): lag for lag in known}
    lags = tuple(_lag(a, b, told) for a, b in pairwise(chosen))
    return SequenceView(subject=subject, steps=chosen, lags=lags, chain=_in_one_line(chosen, lags))


def _lag(a: Step, b: Step, told: Mapping[tuple[str, str], KnownLag]) -> Lag:
    low, high = _difference(b.earliest_day, a.latest_day), _difference(b.latest_day, a.earliest_day)
    rests_on: Literal["known_difference", "dates"] = "dates"
    claims = tuple(sorted({*a.claims, *b.claims}))
    straight, back = told.get((a.occurrence, b.occurrence)), told.get((b.occurrence, a.occurrence))
    if straight is not None:
        low, high, claims, rests_on = straight.at_least_days, straight.at_most_days, straight.claims, "known_difference"
    elif back is not None:
        low, high = _negated(back.at_most_days), _negated(back.at_least_days)
        claims, rests_on = back.claims, "known_difference"
    return Lag(
        from_occurrence=a.occurrence,
        to_occurrence=b.occurrence,
        at_least_days=low,
        at_most_days=high,
        order="certain" if low is not None and low > 0 else "same_day" if low == high == 0 else "conventional",
        exact=low is not None and low == high,
        rests_on=rests_on,
        claims=claims,
    )


def _difference(later: int | None, earlier: int | None) -> int | None:
    return None if later is None or earlier is None else later - earlier


def _negated(days: int | None) -> int | None:
    return None if days is None else -days


def _in_one_line(steps: tuple[Step, ...], lags: tuple[Lag, ...]) -> str:
    """For example `raid -0d-> deportation -2d-> loan_pledge`; bounds as `[1..30]d`, an absent bound as `?`."""
    words = [_named(steps[0])] if steps else []
    for lag, step in zip(lags, steps[1:], strict=True):
        words.append(f"-{lag_in_words(lag.at_least_days, lag.at_most_days)}-> {_named(step)}")
    return " ".join(words)


def lag_in_words(at_least_days: int | None, at_most_days: int | None) -> str:
    """A distance in days: `2d`, `[1..30]d`, `[1..?]d`."""
    if at_least_days is not None and at_least_days == at_most_days:
        return f"{at_least_days}d"
    return f"[{'?' if at_least_days is None else at_least_days}..{'?' if at_most_days is None else at_most_days}]d"


def _named(step: Step) -> str:
    return step.kind if step.realised else f"({step.kind})"
