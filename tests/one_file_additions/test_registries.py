"""A kind, a projection and a format are one new file each: found by scanning, with what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.one_file_additions.stranger import copy_with_additions, run_script


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_with_additions(tmp_path_factory.mktemp("stranger"))


def test_the_kind_is_registered_and_accounts_of_it_are_read(folder: Path) -> None:
    script = """
import json
from domain.kinds import KINDS, AnyKind
from pydantic import TypeAdapter
read = TypeAdapter(AnyKind).validate_python({"kind": "airdrop", "tonnes": {"at_least": "2.5"}})
print(json.dumps([KINDS["airdrop"].label(), read.headline(), str(read.tonnes), KINDS["airdrop"].__module__]))
"""
    assert run_script(folder, script) == ["airdrop", "Airdrop", "at least 2.5", "domain.kinds.airdrop"]


def test_two_accounts_of_the_new_kind_are_compared_without_a_line_of_their_own(folder: Path) -> None:
    script = """
import json
from decimal import Decimal
from domain.amounts import Bounded
from domain.comparison import compare
from domain.kinds import KINDS
one, other = (KINDS["airdrop"](tonnes=Bounded[Decimal](value=Decimal(each))) for each in ("2.5", "3"))
print(json.dumps(compare(one, other).verdict))
"""
    assert run_script(folder, script) == "incompatible"


def test_the_projection_is_registered_with_its_path_and_command(folder: Path) -> None:
    script = """
import json
from projections.registry import PROJECTIONS
found = PROJECTIONS["pledges"]
print(json.dumps([found.path, found.command, found.title(), sorted(found.Query.model_fields)]))
"""
    assert run_script(folder, script) == [
        "/views/pledges",
        "pledges",
        "What was pledged, by source and currency; retracted pledges never count.",
        ["country", "during"],
    ]


def test_the_format_is_registered_for_the_views_that_it_carries(folder: Path) -> None:
    script = """
import json
from formats.registry import EXPORTS
from projections.registry import PROJECTIONS
found = EXPORTS["outline"]
print(json.dumps([found.suffix, sorted(name for name, each in PROJECTIONS.items() if found.takes(each.View))]))
"""
    suffix, carried = run_script(folder, script)
    assert suffix == ".txt"
    assert {"timeline", "country-timeline", "case-timeline"} <= set(carried)
    assert "countries" not in carried
