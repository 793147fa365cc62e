"""Laws over every registered projection, and what is refused at registration."""

from __future__ import annotations

import json
from pkgutil import iter_modules
from typing import Any

import pytest
from pydantic import BaseModel

from domain.errors import Invalid
from projections.projection import Projection, path_parameters
from projections.registry import PROJECTIONS, projection_named, scan
from projections.view import View, content_hash

NAMES = sorted(PROJECTIONS)


@pytest.mark.parametrize("name", NAMES)
def test_a_projection_says_what_it_is(name: str) -> None:
    found = PROJECTIONS[name]
    assert len(found.title()) > 10
    assert found.path.startswith("/")
    for model in (found.Query, found.View):
        assert (model.__doc__ or "").strip()
        json.dumps(model.model_json_schema(by_alias=True))


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_of_a_path_are_asked_for_and_the_bare_argument_is_a_field(name: str) -> None:
    found = PROJECTIONS[name]
    fields = found.Query.model_fields
    assert all(fields[each].is_required() for each in path_parameters(found.path))
    assert found.argument is None or found.argument in fields


def test_no_two_projections_share_a_path_or_a_command() -> None:
    assert len({each.path for each in PROJECTIONS.values()}) == len(PROJECTIONS)
    assert len({each.command for each in PROJECTIONS.values()}) == len(PROJECTIONS)


def test_a_projection_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Invalid, match="no such projection") as refusal:
        projection_named("horoscope")
    assert "timeline" in refusal.value.accepted


class Nothing(BaseModel):
    """No parameters."""


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"name": "Bad Name", "Query": Nothing, "View": View}, "name"),
        ({"name": "bad", "View": View}, "Query"),
        ({"name": "bad", "Query": Nothing, "View": Nothing}, "View"),
        ({"name": "bad", "Query": Nothing, "View": View, "path": "/bad/{id}"}, "path parameter id"),
    ],
)
def test_an_unfit_projection_is_refused_where_it_is_written(body: dict[str, Any], what: str) -> None:
    with pytest.raises(Invalid, match=what) as refusal:
        type("Bad", (Projection,), {"__module__": "projections.bad", **body})
    assert refusal.value.where == "projections.bad.Bad"


def test_a_class_without_a_name_of_its_own_is_a_base_for_others() -> None:
    type("Base", (Projection,), {})
    assert "" not in PROJECTIONS


def test_two_of_one_name_are_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "doubled"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for module in ("one", "other"):
        (package / f"{module}.py").write_text("class Twin:\n    name = 'twin'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(Invalid, match="same name") as refusal:
        scan(iter_modules([str(package)], "doubled."), object)
    assert refusal.value.where == "doubled.one, doubled.other"


def test_the_content_hash_leaves_out_position_and_recorded_clocks() -> None:
    view = View(query={"kind": ["raid"], "at_position": 3}, position=3)
    later = View(query={"kind": ["raid"]}, position=9, content_hash="x")
    other = View(query={"kind": ["flight"]}, position=3)
    assert content_hash(view) == content_hash(later) != content_hash(other)
