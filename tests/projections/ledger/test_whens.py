"""Whens that are read by their shape say what each says by itself; gaps kept together are those of each relation."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.chronology.plain_gaps import PlainGap, plain_gaps
from domain.chronology.relations import Relation
from projections.ledger_dates import Dates
from projections.ledger_relations import DAY_0, Gaps, Told, told_by
from projections.ledger_whens import Whens

RELATION: TypeAdapter[Any] = TypeAdapter(Relation)
ONE, OTHER = "6513270e-269e-0d37-f2a7-4de452e6b438", "0" * 36
TRAPS = (f'"anchor":{{"occurrence":"{ONE}"', '"stated":"', '","relations":[', "\\", "\x01", "Étranger")
WORDS = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(codec="utf-8"), min_size=1, max_size=5))
NAMES = st.sampled_from((ONE, OTHER, "short", f'{ONE[:-2]}"x', f"{ONE[:-1]}é", ONE + "f"))
ANCHORS = st.one_of(
    NAMES.map(lambda name: {"occurrence": name}),
    st.sampled_from(({"edtf": "2009-12"}, {"publication": True})),
)

KINDS = ("before", "same_day", "within", "contains", "overlaps", "offset", "duration", "month")


@st.composite
def relations(draw: st.DrawFn) -> dict[str, Any]:
    """A relation as it is written down."""
    said = {"stated": draw(WORDS)} if draw(st.booleans()) else {}
    kind = draw(st.sampled_from(KINDS))
    extent = {"min_days": draw(st.integers(0, 2)), "max_days": draw(st.integers(2, 4))}
    match kind:
        case "duration":
            return said | {"relation": kind} | extent
        case "offset":
            return said | {"anchor": draw(ANCHORS), "relation": kind} | extent
        case "month":
            return said | {"anchor": {"publication": True}, "relation": kind, "month": 12, "nearest": "last"}
    return said | {"anchor": draw(ANCHORS), "relation": kind}


@st.composite
def whens(draw: st.DrawFn) -> str:
    """What an account says of when, as the store writes it or in another way that is JSON."""
    content: dict[str, Any] = {"stated": draw(WORDS)} if draw(st.booleans()) else {}
    content |= {"edtf": draw(st.sampled_from(("1949", "2009-12")))} if draw(st.booleans()) else {}
    content |= {"relations": draw(st.lists(relations(), max_size=3))} if draw(st.booleans()) else {}
    content = dict(draw(st.sampled_from(list(permutations(content.items())))))
    separators = draw(st.sampled_from(((",", ":"), (", ", ": "))))
    return json.dumps(content, separators=separators, ensure_ascii=draw(st.booleans()))


def named(content: list[dict[str, Any]]) -> list[str]:
    """The occurrences that relations name."""
    return [each["anchor"]["occurrence"] for each in content if "occurrence" in each.get("anchor", {})]


def gaps_of(relation: dict[str, Any]) -> tuple[PlainGap, ...] | None:
    """The gaps of a relation, whatever its words and the name in it."""
    relation = relation | {"stated": None}
    if named([relation]):
        relation |= {"anchor": {"occurrence": "anchor"}}
    return plain_gaps(RELATION.validate_python(relation))


def gaps_one_by_one(row: int, own: int, content: list[dict[str, Any]], numbers: dict[str, int]) -> list[list[int]]:
    """The gaps of each relation of a row, worked out by themselves."""
    found = []
    for each in content:
        anchor = numbers.get(each.get("anchor", {}).get("occurrence"), 0)
        for gap in gaps_of(each) or ():
            days = [
                DAY_0 if end == "day 0" else 2 * (own if end.startswith("own") else anchor) + end.endswith("end")
                for end in (gap.earlier, gap.later)
            ]
            found.append([row, *days, gap.max_days])
    return found


@given(st.lists(whens(), max_size=6, unique=True))
@settings(max_examples=400, deadline=None)
def test_whens_say_what_each_says(texts: list[str]) -> None:
    dates = Dates()
    read = Whens(dates)
    numbers = read.words.codes(texts)
    contents = [json.loads(text) for text in texts]
    stated = [content.get("relations", []) for content in contents]
    assert [dates.text(code) for code in read.edtf.values[1:].tolist()] == [each.get("edtf") for each in contents]
    assert read.is_related.values[1:].tolist() == [bool(each) for each in stated]
    assert [list(read.relations(number)) for number in numbers] == stated
    related = [number for number, each in zip(numbers, stated, strict=True) if each]
    told, names = read.told(related)
    assert told == [told_by(each) for each in stated if each]
    assert names == [name for each in stated for name in named(each)]


@given(st.lists(st.lists(relations(), min_size=1, max_size=3), min_size=1, max_size=6))
@settings(max_examples=400, deadline=None)
def test_gaps_taken_in_together_are_those_of_each_relation(stated: list[list[dict[str, Any]]]) -> None:
    names = [name for content in stated for name in named(content)]
    numbers = {name: 100 + at for at, name in enumerate(dict.fromkeys(names))}
    rows, own = np.arange(len(stated)) * 2 + 1, np.arange(len(stated)) + 7
    told: list[Told] = [told_by(content) for content in stated]
    gaps = Gaps()
    gaps.add(rows, own, told, np.array([numbers[name] for name in names], dtype=np.int64))
    found = np.stack([of.values for of in (gaps.row, gaps.earlier, gaps.later, gaps.days)], axis=1).tolist()
    at_once = zip(rows.tolist(), own.tolist(), stated, strict=True)
    assert found == [gap for row, each, content in at_once for gap in gaps_one_by_one(row, each, content, numbers)]
    assert gaps.other_rows.values.tolist() == [
        row for row, content in zip(rows.tolist(), stated, strict=True) for each in content if gaps_of(each) is None
    ]
    assert [each.on_publication for each in told] == [
        any("publication" in each.get("anchor", {}) for each in content) for content in stated
    ]


@pytest.mark.parametrize("name", [OTHER, ONE, ONE[:-1] + '"', ONE[:-1] + "\\", ONE[:-1] + "\n"])
@pytest.mark.parametrize("after", ['"},"relation":"before"}]}', '"},"relation":"before"}]', '"}}]}'])
def test_what_is_no_when_is_refused_as_if_it_were_alone(name: str, after: str) -> None:
    head = '{"relations":[{"anchor":{"occurrence":"'
    read = Whens(Dates())
    read.words.code(f'{head}{ONE}"}},"relation":"before"}}]}}')
    try:
        told_by(msgspec.json.decode(head + name + after)["relations"])
    except ValueError as refused:
        with pytest.raises(type(refused)):
            read.words.code(head + name + after)
    else:
        number = read.words.code(head + name + after)
        assert read.is_related.values[number]
