"""Whether two stated values can both hold: compatible, incompatible, or not comparable, and why.

Nothing is rounded and no tolerance is hidden. "About USD 1 billion" and "USD 1.2 billion" are incompatible, and the
note says that an approximate figure stands against an exact one: whether that matters is for the reader to judge.
Every comparison goes by the types of the fields, so a new kind of occurrence is compared without a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.amounts import Amount, Bounded, CurrencyCode
from domain.date_comparison import dates_meet
from domain.known import OneOf, Unknown
from domain.places import CountryCode
from domain.private_names import fold_name
from domain.stated import EdtfText
from domain.values import Id, Word

Verdict = Literal["compatible", "incompatible", "not_comparable"]

APPROXIMATE_AGAINST_EXACT = "approximate against exact"
APPROXIMATE_AGAINST_APPROXIMATE = "approximate against approximate"
TEXTS_DIFFER = "texts are not compared by what they mean"

_NAMING = (Id, Word, CountryCode, CurrencyCode)


class Comparison(NamedTuple):
    """What came of comparing two values."""

    verdict: Verdict
    note: str | None = None


COMPATIBLE = Comparison(verdict="compatible")


def compare(one: Any, other: Any, hint: Any = str) -> Comparison:
    """Compare two stated values; `hint` is the type of the field they stand in, which tells what a text is.

    That a source says *nobody knows* excludes no value that another gives, perhaps later: not comparable. A source
    that leaves several values open is compatible with each of them.
    """
    if one == other:
        return _of_equals(one)
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return Comparison(verdict="not_comparable", note="one source says that it is not known")
    if isinstance(one, OneOf) or isinstance(other, OneOf):
        return _alternatives(_several(one), _several(other), hint)
    return _compare_given(one, other, hint)


def compare_dates(one: str, other: str) -> Comparison:
    """Compare two EDTF texts: compatible if some first day and some last day fit both.

    The bounds are the strict ones: `~` widens nothing here, it is named in the note, and so is a fit that only the
    widening would bring about.
    """
    if one == other:
        return COMPATIBLE
    meeting = dates_meet(one, other)
    if meeting.strictly is None:
        return Comparison(verdict="not_comparable", note="the masked days are too many to be compared one by one")
    flag = _approximation(meeting.one_approximate, meeting.other_approximate)
    if meeting.strictly:
        return Comparison(verdict="compatible", note=flag or "one is more precise or marked as doubtful")
    if flag is not None and meeting.when_widened:
        flag = f"{flag}; they meet within {meeting.pad_days} days of widening"
    return Comparison(verdict="incompatible", note=flag or "no days on which both can begin and end")


def worst(comparisons: Iterable[Comparison]) -> Comparison:
    """One verdict for several: incompatible if any is, else not comparable if any is; with the notes of those."""
    found = tuple(comparisons)
    for verdict in ("incompatible", "not_comparable", "compatible"):
        notes = [each.note for each in found if each.verdict == verdict and each.note]
        if any(each.verdict == verdict for each in found):
            return Comparison(verdict=verdict, note="; ".join(dict.fromkeys(notes)) or None)
    return COMPATIBLE


def _compare_given(one: Any, other: Any, hint: Any) -> Comparison:
    if isinstance(one, Bounded) and isinstance(other, Bounded):
        return _numbers(one, other)
    if isinstance(one, Amount) and isinstance(other, Amount) and one.currency != other.currency:
        return Comparison(verdict="not_comparable", note=f"different currencies, {one.currency} and {other.currency}")
    if isinstance(one, BaseModel) and type(one) is type(other):
        return _parts(one, other)
    if isinstance(one, str) and isinstance(other, str):
        return _texts(one, other, hint)
    if isinstance(one, (tuple, frozenset)) and isinstance(other, (tuple, frozenset)):
        return _lists(one, other)
    if type(one) is not type(other):
        return Comparison(verdict="not_comparable", note="values of different sorts")
    return Comparison(verdict="incompatible", note="different values")


def _of_equals(value: Any) -> Comparison:
    if isinstance(value, Unknown):
        return Comparison(verdict="compatible", note="both say that it is not known")
    return COMPATIBLE


def _several(value: Any) -> tuple[Any, ...]:
    return value.one_of if isinstance(value, OneOf) else (value,)


def _alternatives(ones: tuple[Any, ...], others: tuple[Any, ...], hint: Any) -> Comparison:
    found = [compare(one, other, hint) for one in ones for other in others]
    if any(each.verdict == "compatible" for each in found):
        return Comparison(verdict="compatible", note="one of several values fits")
    return worst(found)


def _parts(one: BaseModel, other: BaseModel) -> Comparison:
    hints = field_hints(type(one))
    parts = [
        _beside_others(name, compare(getattr(one, name), getattr(other, name), hint))
        for name, hint in hints.items()
        if getattr(one, name) is not None and getattr(other, name) is not None
    ]
    return worst(parts)


def _beside_others(name: str, part: Comparison) -> Comparison:
    """Other words in one part of a value (the terms of an amount) do not stop its figures from being compared."""
    if part.note == TEXTS_DIFFER:
        return Comparison(verdict="compatible", note=f"{name} in other words")
    return part


def _texts(one: str, other: str, hint: Any) -> Comparison:
    match text_sort(hint):
        case "date":
            return compare_dates(one, other)
        case "name":
            return Comparison(verdict="incompatible", note="different values")
    if fold_name(one) == fold_name(other):
        return COMPATIBLE
    return Comparison(verdict="not_comparable", note=TEXTS_DIFFER)


def _lists(one: Iterable[Any], other: Iterable[Any]) -> Comparison:
    """Lists are partial: a longer one says more, and neither says that it is whole."""
    ones, others = set(one), set(other)
    if ones <= others or others <= ones:
        return Comparison(verdict="compatible", note="one names more")
    return Comparison(
        verdict="not_comparable", note="each names what the other does not, and neither claims to be whole"
    )


def _numbers(one: Bounded[Any], other: Bounded[Any]) -> Comparison:
    flag = _approximation(_is_approximate(one), _is_approximate(other))
    if not _meet(one, other):
        return Comparison(verdict="incompatible", note=flag or "different figures")
    return Comparison(verdict="compatible", note=flag)


def _is_approximate(number: Bounded[Any]) -> bool:
    return number.approximate and number.value is not None


def _approximation(one: bool, other: bool) -> str | None:
    if one and other:
        return APPROXIMATE_AGAINST_APPROXIMATE
    return APPROXIMATE_AGAINST_EXACT if one or other else None


def _meet(one: Bounded[Any], other: Bounded[Any]) -> bool:
    """Whether some number fits both, counting only whole numbers where numbers are whole."""
    low, low_open = max(_lower(one), _lower(other), key=_lower_key)
    high, high_open = min(_upper(one), _upper(other), key=_upper_key)
    if low is None or high is None:
        return True
    if isinstance(low, int) and isinstance(high, int):
        return low + low_open <= high - high_open
    return bool(low < high) if low_open or high_open else bool(low <= high)


def _lower(number: Bounded[Any]) -> tuple[Any, bool]:
    """The lower end, and whether it is itself left out."""
    low = number.lowest
    return low, low is not None and number.more_than == low and number.value is None


def _upper(number: Bounded[Any]) -> tuple[Any, bool]:
    high = number.highest
    return high, high is not None and number.less_than == high and number.value is None


def _lower_key(end: tuple[Any, bool]) -> tuple[Decimal, bool]:
    return (Decimal("-Infinity") if end[0] is None else Decimal(end[0])), end[1]


def _upper_key(end: tuple[Any, bool]) -> tuple[Decimal, bool]:
    return (Decimal("Infinity") if end[0] is None else Decimal(end[0])), not end[1]


@cache
def field_hints(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a model's fields with their annotations, in order of declaration."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def text_sort(hint: Any) -> Literal["date", "name", "text"]:
    """What a text in a field of that type is: a date in EDTF, a word of a closed list or an id, or free text."""
    if hint == EdtfText:
        return "date"
    if get_origin(hint) is Literal or hint in _NAMING:
        return "name"
    sorts = [text_sort(part) for part in get_args(hint) if _is_type(part)]
    return next((sort for sort in sorts if sort != "text"), "text")


def _is_type(part: Any) -> bool:
    return isinstance(part, type) or get_origin(part) is not None
