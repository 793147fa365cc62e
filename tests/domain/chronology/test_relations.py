"""The recorded form of relations: every documented example is valid, and comes back as it was written."""

import json
import re
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.chronology import relations
from domain.chronology.relations import Relation

READ: TypeAdapter[Relation] = TypeAdapter(Relation)
CLASSES = get_args(get_args(Relation)[0])
EXAMPLES = [
    example for kind in CLASSES for example in re.findall(r'`(\{"relation".*?\})`', " ".join(kind.__doc__.split()))
]


def test_every_relation_documents_an_example() -> None:
    documented = {json.loads(example)["relation"] for example in EXAMPLES}

    assert documented == {kind.model_fields["relation"].default for kind in CLASSES}
    assert len(CLASSES) == 18


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_documented_example_is_kept_as_written(example: str) -> None:
    read = READ.validate_json(example)

    kept = json.loads(READ.dump_json(read, exclude_none=True))
    assert READ.validate_python(kept) == read
    assert json.loads(example).items() <= {**kept, "within_days": kept.get("within_days")}.items()


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"relation": "offset", "anchor": {"publication": True}, "min_days": -1, "max_days": -3}, "above max_days"),
        ({"relation": "offset", "anchor": {"publication": True}, "min_days": None, "max_days": None}, "is given"),
        ({"relation": "before", "anchor": {"source": "x"}}, "an anchor is"),
        ({"relation": "before", "anchor": {"edtf": "2009-13"}}, "no month 13"),
        ({"relation": "before", "anchor": {"occurrence": "x", "edtf": "2009"}}, "Extra inputs"),
        ({"relation": "month", "month": 10, "anchor": {"publication": True}}, "one of them"),
        ({"relation": "sometime", "anchor": {"publication": True}}, "expected tags"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], because: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(because)):
        READ.validate_python(wrong)


def test_weekdays_count_from_monday() -> None:
    assert relations.WEEKDAYS[2] == "wednesday"
