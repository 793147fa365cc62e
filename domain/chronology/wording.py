"""Relations and contradictions in words that a historian can check against the sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from domain.chronology.anchors import Anchor, CalendarAnchor, OccurrenceAnchor
from domain.chronology.constraints import Claim
from domain.chronology.edtf import parse
from domain.chronology.relations import (
    Duration,
    EndsWith,
    InMonth,
    InYear,
    Offset,
    OnWeekday,
    Relation,
    StartsWith,
    Within,
)

_MARK: Final = re.compile(r"\{(occurrence|source):([^{}]*)\}")
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_VERBS: Final = {
    "before": "was before",
    "after": "was after",
    "at_or_before": "was not after",
    "at_or_after": "was not before",
    "shortly_before": "was shortly before",
    "shortly_after": "was shortly after",
    "near": "was near",
    "same_day": "was on the same day as",
    "within": "was within",
    "contains": "contained",
    "starts_with": "started with",
    "ends_with": "ended with",
    "overlaps": "was going on at",
}
_SIDE_WORDS: Final = {
    "on": "on",
    "before": "before",
    "on_or_before": "on or before",
    "after": "after",
    "on_or_after": "on or after",
}


def relation_sentence(subject: str, relation: Relation) -> str:
    """What a relation says of its subject: "the end of it was two days before {occurrence:ID}"; names stay marks."""
    own = getattr(relation, "endpoint", "some_day")
    named = subject if own in ("some_day", "whole") else f"the {own} of {subject}"
    return f"{named} {relation_words(relation)}"


def relation_words(relation: Relation) -> str:
    """The predicate of a relation: "was two days before the start of {occurrence:ID}"."""
    if isinstance(relation, Duration):
        return f"lasted {_days(relation.min_days, relation.max_days)} from its first day to its last"
    endpoint = "some_day" if isinstance(relation, Within) else relation.anchor_endpoint
    anchor = _anchor_words(relation.anchor, endpoint)
    return f"{_predicate(relation)} {anchor}"


def sentence(claims: Sequence[Claim], name: Callable[[str, str], str] | None = None) -> str:
    """A contradiction as one sentence; `name` turns ("occurrence", id) and ("source", id) into a name."""
    accounts = [claim.account for claim in claims]
    noun = "account" if None not in accounts and len(set(accounts)) == len(accounts) else "claim"
    listed = "; ".join(f"({index}) {filled(claim.says, name)}" for index, claim in enumerate(claims, start=1))
    if len(claims) == 1:
        return f"this {noun} cannot hold by itself: {listed}"
    number = _NUMBERS[len(claims)] if len(claims) < len(_NUMBERS) else str(len(claims))
    both = "both" if len(claims) == 2 else "all"
    return f"these {number} {noun}s cannot {both} hold: {listed}; drop any one and the rest fit"


def filled(says: str, name: Callable[[str, str], str] | None) -> str:
    """What a claim says, with its marks for occurrences and sources replaced by names."""
    return _MARK.sub(lambda mark: mark[2] if name is None else name(mark[1], mark[2]), says)


def _predicate(relation: Relation) -> str:
    if isinstance(relation, Offset):
        return _offset_words(relation.min_days, relation.max_days)
    if isinstance(relation, OnWeekday):
        side = _SIDE_WORDS[relation.side]
        limited = relation.within_days != "any" and side != "on"
        near = f" within {relation.within_days} days" if limited else ""
        return f"was on a {relation.weekday.capitalize()}{near} {side}"
    if isinstance(relation, InMonth):
        month = _MONTHS[relation.month - 1]
        if relation.nearest is not None:
            return f"was in the {relation.nearest} {month} {'before' if relation.nearest == 'last' else 'after'}"
        return f"was in {month} of {_year_words(relation.year_offset or 0)}"
    if isinstance(relation, InYear):
        return f"was in {_year_words(relation.year_offset)}"
    if isinstance(relation, (StartsWith, EndsWith)) and isinstance(relation.anchor, CalendarAnchor):
        return "started on" if isinstance(relation, StartsWith) else "ended on"
    return _VERBS[relation.relation]


def _year_words(offset: int) -> str:
    if offset == 0:
        return "the year of"
    many = "year" if abs(offset) == 1 else "years"
    return f"the year {_number(abs(offset))} {many} {'before' if offset < 0 else 'after'} that of"


def _offset_words(least: int | None, most: int | None) -> str:
    if most is not None and most < 0:
        return f"was {_days(-most, None if least is None else -least)} before"
    if least is not None and least > 0:
        return f"was {_days(least, most)} after"
    if least == most == 0:
        return "was on the same day as"
    lower = "any number of" if least is None else _number(-least)
    upper = "any number of" if most is None else _number(most)
    return f"was from {lower} days before to {upper} days after"


def _days(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {_number(least)} {'day' if least == 1 else 'days'}"
    if least == most:
        return f"{_number(least)} {'day' if least == 1 else 'days'}"
    return f"{_number(least)} to {_number(most)} days"


def _number(count: int) -> str:
    return _NUMBERS[count] if 0 < count < len(_NUMBERS) else str(count)


def _anchor_words(anchor: Anchor, endpoint: str) -> str:
    prefix = "" if endpoint in ("some_day", "whole") else f"the {endpoint} of "
    if isinstance(anchor, OccurrenceAnchor):
        return f"{prefix}{{occurrence:{anchor.occurrence}}}"
    if isinstance(anchor, CalendarAnchor):
        date = parse(anchor.edtf)
        return anchor.edtf if date.start_earliest == date.end_latest else f"{prefix}{anchor.edtf}"
    return "the publication of its source"
