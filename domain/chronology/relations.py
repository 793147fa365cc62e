"""Relations of time as an account states them: the whole vocabulary, in its recorded form.

Each is a sentence "this occurrence <relation> <anchor>". With `t` the day of this side that `endpoint` names, and `a`
the day of the anchor that `anchor_endpoint` names, the docstrings say what the sentence claims, in civil days:
a text that allows the same day is recorded with `at_or_before`, not with `before`. For what took place on one day
the endpoints coincide and can be left out. `stated` paraphrases the words of the source. The recorded form is
final: a new relation is a new class, and the meaning of none is ever changed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from domain.chronology.anchors import Anchor, Endpoint, Span
from domain.values import Line, Value

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MAX_DAYS = 4_000_000
"""Differences and durations are kept under about 11,000 years."""

Days = Annotated[int, Field(ge=-MAX_DAYS, le=MAX_DAYS)]


class _Stated(Value):
    stated: Line | None = None


class _BetweenDays(_Stated):
    endpoint: Endpoint = "some_day"
    anchor: Anchor
    anchor_endpoint: Endpoint = "some_day"


class Before(_BetweenDays):
    """t < a, on an earlier day.

    `{"relation": "before", "anchor": {"occurrence": "visit"}, "anchor_endpoint": "start"}`
    """

    relation: Literal["before"] = "before"


class After(_BetweenDays):
    """t > a, on a later day. `{"relation": "after", "anchor": {"occurrence": "trial"}, "anchor_endpoint": "end"}`"""

    relation: Literal["after"] = "after"


class AtOrBefore(_BetweenDays):
    """t <= a. `{"relation": "at_or_before", "anchor": {"occurrence": "deportation"}}`"""

    relation: Literal["at_or_before"] = "at_or_before"


class AtOrAfter(_BetweenDays):
    """t >= a. `{"relation": "at_or_after", "anchor": {"edtf": "2009-12"}, "anchor_endpoint": "start"}`"""

    relation: Literal["at_or_after"] = "at_or_after"


class ShortlyBefore(_BetweenDays):
    """t <= a and nothing more, whatever "shortly" meant.

    `{"relation": "shortly_before", "anchor": {"occurrence": "raid"}}`
    """

    relation: Literal["shortly_before"] = "shortly_before"


class ShortlyAfter(_BetweenDays):
    """t >= a and nothing more. `{"relation": "shortly_after", "anchor": {"occurrence": "raid"}}`"""

    relation: Literal["shortly_after"] = "shortly_after"


class Near(_BetweenDays):
    """Kept for the reader; claims nothing.

    `{"relation": "near", "anchor": {"occurrence": "raid"}, "stated": "around the raid"}`
    """

    relation: Literal["near"] = "near"


class SameDay(_BetweenDays):
    """t = a. `{"relation": "same_day", "anchor": {"occurrence": "raid"}}`"""

    relation: Literal["same_day"] = "same_day"


class Within(_Stated):
    """Not before the anchor's first day nor after its last.

    `{"relation": "within", "anchor": {"occurrence": "visit"}}`

    With `endpoint` other than "whole" only that day is meant: "was arrested during the visit" of a long detention is
    its start.
    """

    relation: Literal["within"] = "within"
    endpoint: Span = "whole"
    anchor: Anchor


class Contains(_Stated):
    """The anchor lies within this. `{"relation": "contains", "anchor": {"occurrence": "meeting"}}`"""

    relation: Literal["contains"] = "contains"
    anchor: Anchor
    anchor_endpoint: Span = "whole"


class StartsWith(_Stated):
    """Its start = a, by default the anchor's start.

    `{"relation": "starts_with", "anchor": {"occurrence": "arrival"}}`
    """

    relation: Literal["starts_with"] = "starts_with"
    anchor: Anchor
    anchor_endpoint: Endpoint = "start"


class EndsWith(_Stated):
    """Its end = a, by default the anchor's end. `{"relation": "ends_with", "anchor": {"occurrence": "release"}}`"""

    relation: Literal["ends_with"] = "ends_with"
    anchor: Anchor
    anchor_endpoint: Endpoint = "end"


class Overlaps(_Stated):
    """Ongoing at a: start <= a <= end. `{"relation": "overlaps", "anchor": {"occurrence": "visit"}}`"""

    relation: Literal["overlaps"] = "overlaps"
    anchor: Anchor
    anchor_endpoint: Endpoint = "some_day"


class Offset(_BetweenDays):
    """min_days <= t - a <= max_days, negative for earlier; what is left out is no limit on that side.

    "Two days before": `{"relation": "offset", "min_days": -2, "max_days": -2, "anchor": {"occurrence": "visit"}}`;
    "yesterday": -1, -1 and `{"publication": true}`; "a month later": 28, 31.
    """

    relation: Literal["offset"] = "offset"
    min_days: Days | None = None
    max_days: Days | None = None

    @model_validator(mode="after")
    def _has_a_range(self) -> Offset:
        _check_range(self.min_days, self.max_days)
        return self


class Duration(_Stated):
    """min_days <= end - start <= max_days; 0 is one day. Without `max_days` there is no limit.

    `{"relation": "duration", "min_days": 89, "max_days": 92}`
    """

    relation: Literal["duration"] = "duration"
    min_days: Annotated[int, Field(ge=0, le=MAX_DAYS)]
    max_days: Annotated[int, Field(ge=0, le=MAX_DAYS)] | None = None

    @model_validator(mode="after")
    def _has_a_range(self) -> Duration:
        _check_range(self.min_days, self.max_days)
        return self


def _any_if_none(days: object) -> object:
    """No limit is a word of its own: what is null would not be recorded, and read as the usual week."""
    return "any" if days is None else days


class OnWeekday(_BetweenDays):
    """t is that weekday, and t = a ("on"), or t lies in the `within_days` days to that side of a.

    Those days end with the one before a ("before"), with a ("on_or_before"), or begin so after it; 7 hold each weekday
    once.

    "On Wednesday", in the paper of some later day of that week: `{"relation": "weekday", "weekday": "wednesday",
    "side": "before", "within_days": 7, "anchor": {"publication": true}}`. `within_days` "any" is no limit.
    "A Sunday in September 2019": side "on" and `{"edtf": "2019-09"}`.
    """

    relation: Literal["weekday"] = "weekday"
    weekday: Weekday
    side: Literal["on", "before", "on_or_before", "after", "on_or_after"]
    within_days: Annotated[Annotated[int, Field(ge=1, le=MAX_DAYS)] | Literal["any"], BeforeValidator(_any_if_none)] = 7


class InMonth(_BetweenDays):
    """t lies in that month (1-12) of a's year + `year_offset`, or in the last or next such month seen from a.

    "In October last year": `{"relation": "month", "month": 10, "year_offset": -1, "anchor": {"publication": true}}`;
    "last November": `{"relation": "month", "month": 11, "nearest": "last", "anchor": {"publication": true}}`. "last" is
    over before a, "next" begins after a.
    """

    relation: Literal["month"] = "month"
    month: Annotated[int, Field(ge=1, le=12)]
    year_offset: Annotated[int, Field(ge=-1000, le=1000)] | None = None
    nearest: Literal["last", "next"] | None = None

    @model_validator(mode="after")
    def _names_one_month(self) -> InMonth:
        if (self.year_offset is None) == (self.nearest is None):
            raise ValueError("a month is found by year_offset or by nearest, one of them")
        return self


class InYear(_BetweenDays):
    """t lies in a's year + `year_offset`: 0 "the same year".

    `{"relation": "year", "year_offset": -1, "anchor": {"publication": true}}`
    """

    relation: Literal["year"] = "year"
    year_offset: Annotated[int, Field(ge=-1000, le=1000)]


def _check_range(min_days: int | None, max_days: int | None) -> None:
    if min_days is None and max_days is None:
        raise ValueError("min_days or max_days is given, or both")
    if min_days is not None and max_days is not None and min_days > max_days:
        raise ValueError(f"min_days {min_days} is above max_days {max_days}; an earlier day is the more negative one")


_Ordering = Before | After | AtOrBefore | AtOrAfter | ShortlyBefore | ShortlyAfter | Near | SameDay
_Extent = Within | Contains | StartsWith | EndsWith | Overlaps | Duration
_Calendar = Offset | OnWeekday | InMonth | InYear

Relation = Annotated[_Ordering | _Extent | _Calendar, Field(discriminator="relation")]
"""One stated relation of time; `relation` tells which."""
