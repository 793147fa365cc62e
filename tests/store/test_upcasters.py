"""A change of form, told with a type of the tests' own: three versions of one event, read as the last."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
import pytest
from eventsourcing.persistence import StoredEvent

from domain.case import CaseEventBase
from domain.errors import Unreadable
from domain.ids import event_id
from store.dialect import NewRow
from store.mapper import EventMapper, Stamp
from store.recorders import open_recorder
from store.settings import Settings
from store.upcasters import upcast


class CaseShelved(CaseEventBase):
    """A dossier was put on a shelf, as its third version records it."""

    type: ClassVar[str] = "CaseShelved"
    version: ClassVar[int] = 3
    room: str
    shelf: int


def _rename_place(content: dict[str, Any]) -> dict[str, Any]:
    content["where"] = content.pop("place")
    return content


def _split_where(content: dict[str, Any]) -> dict[str, Any]:
    room, _, shelf = content.pop("where").partition("/")
    return content | {"room": room, "shelf": int(shelf)}


STEPS = {("CaseShelved", 1): _rename_place, ("CaseShelved", 2): _split_where}
MAPPER = EventMapper({"CaseShelved": CaseShelved}, STEPS)
STAMP = Stamp("2026-11-22T02:55:21.123456Z", "a curator")


def stored(version: int, data: dict[str, Any]) -> StoredEvent:
    state = STAMP.state(event_id("k", "case:c1", 0), orjson.dumps({"case": "c1"} | data))
    return StoredEvent("case:c1", 1, f"CaseShelved/{version}", state)


@pytest.mark.parametrize(
    ("version", "data"),
    [(1, {"place": "north/4"}), (2, {"where": "north/4"}), (3, {"room": "north", "shelf": 4})],
)
def test_every_version_is_read_as_the_present_one(version: int, data: dict[str, Any]) -> None:
    recorded = MAPPER.to_domain_event(stored(version, data), position=7)
    assert recorded.event == CaseShelved(case="c1", room="north", shelf=4)
    assert (recorded.position, recorded.recorded_by) == (7, "a curator")


@pytest.mark.parametrize(
    ("written", "present"),
    [
        ("v1#when.edtf", "v1#when.edtf"),
        ("v1/when", "v1#when.edtf"),
        ("v1/relation/3", "v1#when.relations.3"),
        ("v1/reported", "v1#published"),
        ("v1/ahead", "v1#published"),
        ("s1/published", "s1#published"),
        ("a=b/same_as", "a=b#same_as"),
        ("a>part_of>b/part_of", "a>part_of>b#part_of"),
        ("a>discloses>b/discloses", "a>discloses>b#discloses"),
    ],
)
@pytest.mark.parametrize("event_type", ["ClaimSetAside", "ClaimRestored"])
def test_a_claim_recorded_under_its_other_spelling_is_read_under_the_one(
    event_type: str, written: str, present: str
) -> None:
    event = EventMapper().read_data(f"{event_type}/1", {"occurrence": "o1", "claim": written, "reason": "A slip."})
    assert event.model_dump()["claim"] == present


def test_raw_rows_are_handed_over_in_the_present_version() -> None:
    row = stored(1, {"place": "north/4"})
    topic, state = MAPPER.to_present(row.topic, row.state)
    assert topic == "CaseShelved/3"
    assert state == stored(3, {"room": "north", "shelf": 4}).state


def test_a_present_row_is_handed_over_as_it_lies() -> None:
    row = stored(3, {"room": "north", "shelf": 4})
    assert MAPPER.to_present(row.topic, row.state)[1] is row.state


@pytest.mark.parametrize(
    ("version", "data", "said"),
    [
        (4, {}, "newer than this program"),
        (1, {"elsewhere": 1}, "CaseShelved/1 could not be upcast"),
        (2, {"where": "north"}, "CaseShelved/2 could not be upcast"),
        (1, {"place": "north/4", "more": 1}, "does not validate at data.more"),
    ],
)
def test_what_cannot_be_brought_up_says_why(version: int, data: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreadable, match=said) as failure:
        MAPPER.to_domain_event(stored(version, data), position=7)
    assert failure.value.position == 7


def test_a_missing_step_is_named() -> None:
    with pytest.raises(Unreadable, match="no upcaster leads on from CaseShelved/2"):
        upcast("CaseShelved", 1, 3, {"place": "north/4"}, {("CaseShelved", 1): _rename_place})


def test_old_rows_of_a_real_log_come_out_in_the_present_version(settings: Settings) -> None:
    recorder = open_recorder(settings)
    rows = [stored(1, {"place": "north/4"}), stored(2, {"where": "south/5"}), stored(3, {"room": "east", "shelf": 6})]
    with recorder.writing() as transaction:
        transaction.append([NewRow("case:c1", n, row.topic, row.state) for n, row in enumerate(rows, 1)])
    recorder.close()
    from store.application import Application

    with Application(settings, MAPPER) as application:
        (batch,) = application.log.batches(0)
        shelves = [orjson.loads(state)["data"]["shelf"] for state in batch.states]
        assert (set(batch.topics), shelves) == ({"CaseShelved/3"}, [4, 5, 6])
        assert [recorded.event.shelf for recorded in application.events_of("case:c1")] == [4, 5, 6]  # type: ignore[attr-defined]
