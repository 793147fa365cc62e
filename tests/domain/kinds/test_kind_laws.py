"""Laws over every registered kind: its example is whole, it describes itself, and its fields can be compared."""

from __future__ import annotations

import re
from typing import Any, get_args

import orjson
import pytest
from pydantic import TypeAdapter

from domain.account import Account
from domain.comparison import compare, field_hints
from domain.kind import Kind
from domain.kinds import KINDS, AnyKind
from domain.parties import PartyRole
from tests.domain.record import account

WORDS = sorted(KINDS)
ANY_KIND: TypeAdapter[Kind] = TypeAdapter(AnyKind)


def plain(kind: Kind) -> dict[str, Any]:
    content: dict[str, Any] = kind.model_dump(mode="json", exclude_none=True)
    return content


@pytest.mark.parametrize("word", WORDS)
def test_the_example_comes_back_from_its_recorded_form(word: str) -> None:
    example = KINDS[word].example()
    assert ANY_KIND.validate_json(orjson.dumps(plain(example))) == example
    assert example.kind == word


@pytest.mark.parametrize("word", WORDS)
def test_the_headline_is_one_line_without_a_full_stop(word: str) -> None:
    headline = KINDS[word].example().headline()
    assert headline.strip() == headline != ""
    assert "\n" not in headline
    assert not headline.endswith(".")


@pytest.mark.parametrize("word", WORDS)
def test_the_headline_fills_in_roles_that_there_are(word: str) -> None:
    marks = set(re.findall(r"{(\w+)}", KINDS[word].example().headline()))
    assert marks <= set(get_args(PartyRole))


@pytest.mark.parametrize("word", WORDS)
def test_the_least_that_can_be_said_still_has_a_headline(word: str) -> None:
    kind = KINDS[word]
    required = {name: getattr(kind.example(), name) for name, field in kind.model_fields.items() if field.is_required()}
    assert kind(**required).headline().strip()


@pytest.mark.parametrize("word", WORDS)
def test_the_schema_says_what_the_kind_is(word: str) -> None:
    schema = KINDS[word].model_json_schema()
    assert schema["description"].strip()
    assert schema["properties"]["kind"]["const"] == word
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("word", WORDS)
def test_an_unknown_field_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        ANY_KIND.validate_python({**plain(KINDS[word].example()), "mystery": 1})


@pytest.mark.parametrize("word", WORDS)
def test_every_field_can_be_compared_with_itself(word: str) -> None:
    example = KINDS[word].example()
    for name, hint in field_hints(type(example)).items():
        value = getattr(example, name)
        if value is not None:
            assert compare(value, value, hint).verdict == "compatible"


@pytest.mark.parametrize("word", WORDS)
def test_an_account_that_names_the_required_roles_can_state_it(word: str) -> None:
    kind = KINDS[word]
    parties = [{"party": "p1", "role": role} for role in kind.required_roles]
    assert Account.model_validate(account(what=plain(kind.example()), parties=parties)).what == kind.example()
