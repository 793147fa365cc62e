"""Laws that every registered projection keeps, asked over growing records."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from projections.projection import Projection
from projections.registry import PROJECTIONS
from projections.slice import Slice
from projections.view import Told, View, content_hash
from tests.projections.december import DEC2009, RULE, account, ledger, slice_of, telling

NAMES = sorted(PROJECTIONS)

MORE = (
    account("elsewhere", "raid", telling("late", 900, {"kind": "raid"}, when={"edtf": "2009-12-20"})),
    {"do": "withdraw_occurrence", "occurrence": "raid", "reason": "Recorded by mistake."},
    {"do": "amend_party", "party": "china", "content": {"kind": "state", "name": "PRC"}, "reason": "Its usual name."},
)

KNOWN: dict[str, dict[str, Any]] = {
    "id": {"case-timeline": DEC2009, "source": "early", "party": "china", "rule": RULE.rule_id},
    "code": {"country-timeline": "KH"},
}
"""Values for required fields that are not the same for every projection that asks for one of that name."""

ANYWHERE = {"id": "deportation", "code": "KH", "a": "raid", "b": "pledge", "country": "KH", "to_known_on": "any"}


def a_question(projection: Projection) -> dict[str, Any] | None:
    """Something to ask of a projection; `None` where its required fields are not of the usual names."""
    asked: dict[str, Any] = {}
    for name, field in projection.Query.model_fields.items():
        if not field.is_required() and name != "to_known_on":
            continue
        value = KNOWN.get(name, {}).get(projection.name, ANYWHERE.get(name))
        if value is None or (value == "deportation" and not projection.path.startswith("/occurrences/")):
            return None
        asked[name] = value
    return asked


ASKED = {name: question for name in NAMES if (question := a_question(PROJECTIONS[name])) is not None}


def answer(slice: Slice, name: str) -> View:
    projection = PROJECTIONS[name]
    return projection.ask(slice, projection.Query.model_validate(ASKED[name]))


def wire(view: View) -> bytes:
    return orjson.dumps(view.model_dump(mode="json", by_alias=True))


@pytest.mark.parametrize("name", ASKED)
def test_the_same_log_and_question_give_the_same_bytes(name: str) -> None:
    one, other = (answer(slice_of(ledger()), name) for _ in range(2))
    assert wire(one) == wire(other)
    assert one.content_hash == content_hash(one)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_told_is_the_json_of_the_answer(name: str) -> None:
    found, projection = slice_of(ledger()), PROJECTIONS[name]
    view = answer(found, name)
    told = projection.tell(found, projection.Query.model_validate(ASKED[name]))
    assert told == Told.of(view, view.model_dump_json(by_alias=True).encode())


@pytest.mark.parametrize("name", ASKED)
def test_what_is_recorded_later_never_changes_what_is_pinned_earlier(name: str) -> None:
    """Law 14. The party that is renamed stands in the pinned answers by its earlier name."""
    made = ledger()
    pinned = made.position
    before = answer(slice_of(made, at_position=pinned), name)
    after = answer(slice_of(ledger(*MORE), at_position=pinned), name)
    assert wire(before) == wire(after)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_names_position_and_day(name: str) -> None:
    made = ledger()
    view = answer(slice_of(made, known_on="2011-09-05"), name)
    assert view.position == made.position
    assert view.known_on == "2011-09-05"
    assert view.query["known_on"] == "2011-09-05"
    assert "reading" not in PROJECTIONS[name].Query.model_fields or view.reading == "best_graded"


@pytest.mark.parametrize("name", ASKED)
def test_a_pinned_answer_has_the_content_hash_of_the_unpinned_one(name: str) -> None:
    made = ledger()
    unpinned, pinned = answer(slice_of(made), name), answer(slice_of(made, at_position=made.position), name)
    assert unpinned.content_hash == pinned.content_hash


def test_nearly_every_projection_is_held_to_these_laws() -> None:
    assert {"timeline", "country-timeline", "case-timeline", "dossier", "history", "diff", "replay", "sources"} <= set(
        ASKED
    )
