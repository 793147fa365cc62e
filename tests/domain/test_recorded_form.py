"""What is recorded reads back as what it was: null is not recorded, so only what is null when left out may be null."""

from __future__ import annotations

import importlib
import json
import pkgutil
import types
import typing
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

import domain
from domain.chronology.relations import Relation
from domain.values import Value
from tests.strategies.time_accounts import relations
from tests.strategies.time_histories import histories

for module in pkgutil.walk_packages(domain.__path__, "domain."):
    importlib.import_module(module.name)

READ: TypeAdapter[Relation] = TypeAdapter(Relation)


def below(kind: type[Value]) -> Iterator[type[Value]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def allows_null(hint: object) -> bool:
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        return allows_null(typing.get_args(hint)[0])
    if origin in (typing.Union, types.UnionType):
        return any(allows_null(each) for each in typing.get_args(hint))
    return hint is type(None)


ENVELOPES = ("Recorded",)
"""Around what is recorded, and never recorded themselves."""
RECORDED = sorted(
    {each for each in below(Value) if each.__module__.startswith("domain.") and each.__name__ not in ENVELOPES}, key=str
)


@pytest.mark.parametrize("kind", RECORDED, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_a_field_that_may_be_null_is_null_when_it_is_left_out(kind: type[Value]) -> None:
    for name, field in kind.model_fields.items():
        assert not allows_null(field.annotation) or (not field.is_required() and field.default is None), name


@given(st.data())
def test_a_relation_reads_back_from_its_recorded_form(data: st.DataObject) -> None:
    relation = data.draw(relations(data.draw(histories(days=40))))
    recorded = json.loads(READ.dump_json(relation, exclude_none=True))
    assert READ.validate_python(recorded) == relation
