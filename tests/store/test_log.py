"""Reading the log: dense positions, bulk batches, waiting, and rows that cannot be read."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence

import orjson
import pytest

from domain.errors import NotFound, Unreadable
from projections.log import UNREADABLE_TOPIC, JoinedBatch, RawBatch
from store.application import Application
from store.dialect import EVENTS_TABLE, SQLITE, NewRow
from store.mapper import Stamp
from store.positions import Positions
from store.settings import Settings
from tests.store.asking import BY, many, open_case, record, register_source

STAMP = Stamp("2026-11-22T02:55:21.123456Z", BY)
EVENT_ID = "22222222-2222-5222-8222-222222222222"


def good(case: str) -> NewRow:
    data = orjson.dumps({"case": case, "content": {"title": "A case"}})
    return NewRow(f"case:{case}", 1, "CaseOpened/1", STAMP.state(EVENT_ID, data))


def append(application: Application, rows: Sequence[NewRow]) -> None:
    with application._recorder.writing() as transaction:
        transaction.append(rows)


def append_in_vain(application: Application, rows: Sequence[NewRow]) -> None:
    with application._recorder.writing() as transaction:
        transaction.append(rows)
        raise KeyboardInterrupt


BAD: dict[str, tuple[NewRow, str]] = {
    "no JSON": (good("bad")._replace(state=b'{"event_id":'), "does not validate"),
    "not UTF-8": (good("bad")._replace(state=b'{"event_id":"\xff"}'), "does not validate"),
    "no event id": (good("bad")._replace(state=good("bad").state.replace(EVENT_ID.encode(), b"7")), "event_id"),
    "no content": (good("bad")._replace(state=STAMP.state(EVENT_ID, b'{"case":"bad"}')), "data.content"),
    "a field too many": (good("bad")._replace(state=good("bad").state.replace(b"}}}", b'},"x":1}}')), "data.x"),
    "a type nobody knows": (good("bad")._replace(topic="CaseBurnt/1"), "no event goes by the type"),
    "a Python path": (good("bad")._replace(topic="os:system"), "is no topic"),
    "a version to come": (good("bad")._replace(topic="CaseOpened/99"), "newer than this program"),
    "another stream": (good("bad")._replace(stream="case:other"), "belongs to case:bad"),
    "no stream": (good("bad")._replace(stream="bad"), "no stream of this record"),
}


def test_an_empty_log_has_no_position(application: Application) -> None:
    assert application.log.head() == 0
    assert list(application.log.batches(0)) == []
    assert application.log.rows([]) == []
    for position in (0, 1, -1):
        with pytest.raises(NotFound):
            application.log.stored_rows([position] if position else [1])


@pytest.mark.parametrize("size", [1, 7, 100])
def test_batches_are_consecutive_and_whole(application: Application, size: int) -> None:
    list(application.execute_many(many(30), by=BY))
    for after in (0, 1, 12, 30, 31, 99):
        batches = list(application.log.batches(after, size))
        positions = [batch.first_position + n for batch in batches for n in range(len(batch.topics))]
        assert positions == list(range(after + 1, 32))
        assert all(len(batch.topics) <= size for batch in batches)
        streams = [stream for batch in batches for stream in batch.streams]
        assert streams == [row.stream for row in application.log.rows(positions)]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_joined_batches_hold_the_same_rows(
    application: Application, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.log.JOINED_ROWS", 3)
    list(application.execute_many(many(11), by=BY))
    append(application, [good("c1"), good("c2")])
    list(application.execute_many([record(f"n{n}") for n in range(5)], by=BY))
    for after in (0, 1, 12, 18, 19, 99):
        batches = list(application.log.batches(after, size))
        joined = list(application.log.joined(after, size, "OccurrenceRecorded/1"))
        assert [batch.first_position for batch in joined] == [batch.first_position for batch in batches]
        for one, other in zip(joined, batches, strict=True):
            assert isinstance(one, JoinedBatch)
            assert [state for piece in one.pieces for state in piece.split(b"\n")] == other.states
            unusual = {row: (topic, stream) for row, topic, stream in one.others}
            for row, named in enumerate(zip(other.topics, other.streams, strict=True)):
                assert (row in unusual) == (named[0] != "OccurrenceRecorded/1")
                assert unusual.get(row, named) == named
            assert one.rows == other.rows


@pytest.mark.parametrize(
    "odd",
    [
        good("c1")._replace(stream="case:c\n1"),
        good("c1")._replace(stream="case:c\t1"),
        good("c1")._replace(topic="Case\nOpened/1"),
        good("c1")._replace(topic=""),
        good("c1")._replace(topic="CaseBurnt/1"),
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_rows_that_cannot_be_joined_come_one_by_one(application: Application, odd: NewRow, at: int) -> None:
    rows = [good("c0"), good("c2")]
    rows.insert(at, odd)
    append(application, rows)
    (batch,) = application.log.joined(0, 10, "OccurrenceRecorded/1")
    assert isinstance(batch, RawBatch)
    assert [batch] == list(application.log.batches(0, 10))


@pytest.mark.parametrize("others", [(), ("c1", "c2")])
def test_a_row_without_a_topic_is_not_taken_for_a_usual_one(sqlite_settings: Settings, others: tuple[str, ...]) -> None:
    rows = [good("c0")._replace(topic=None), *map(good, others)]  # type: ignore[arg-type]
    with Application(sqlite_settings) as application:
        append(application, rows)
        (batch,) = application.log.joined(0, 10, "CaseOpened/1")
    assert isinstance(batch, RawBatch)
    assert list(batch.topics) == [UNREADABLE_TOPIC, *["CaseOpened/1" for _ in others]]


def test_rows_that_are_too_long_together_come_one_by_one(sqlite_settings: Settings) -> None:
    with Application(sqlite_settings) as application:
        append(application, [good(f"c{n}") for n in range(20)])
        with application._recorder.writing() as transaction:
            connection = transaction._cursor.connection  # type: ignore[attr-defined]
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2_000)
        (batch,) = application.log.joined(0, 100, "CaseOpened/1")
    assert isinstance(batch, RawBatch)
    assert batch.states == [good(f"c{n}").state for n in range(20)]


def test_rows_come_in_the_order_asked_for(application: Application) -> None:
    list(application.execute_many(many(5), by=BY))
    rows = application.log.rows([4, 2, 4, 6])
    assert [row.position for row in rows] == [4, 2, 4, 6]
    assert [row.stream for row in rows] == ["occurrence:o2", "occurrence:o0", "occurrence:o2", "occurrence:o4"]
    assert {row.stream_version for row in rows} == {1}
    assert all(orjson.loads(row.state)["recorded_by"] == BY for row in rows)


def test_a_position_beyond_the_log_is_not_found(application: Application) -> None:
    list(application.execute_many(many(2), by=BY))
    for position in (0, 4, -1):
        with pytest.raises(NotFound):
            application.log.rows([position])


@pytest.mark.parametrize("fault", BAD)
def test_one_bad_row_hides_neither_itself_nor_its_neighbours(application: Application, fault: str) -> None:
    bad, reason = BAD[fault]
    append(application, [good("c1"), bad, good("c2")])
    (batch,) = application.log.batches(0)
    sifted = application.log.sift(range(1, 1 + batch.rows))
    assert list(sifted.topics) == ["CaseOpened/1", UNREADABLE_TOPIC, "CaseOpened/1"]
    assert [sifted.states[0], sifted.states[2]] == [good("c1").state, good("c2").state]
    assert sifted.states[1] == b"{}"
    ((position, stream, found),) = [(row.position, row.stream, row.reason) for row in application.health().quarantined]
    assert (position, stream) == (2, bad.stream)
    assert reason in found


def test_rows_of_no_known_type_never_reach_a_reader_of_batches(application: Application) -> None:
    append(application, [good("c1"), BAD["a type nobody knows"][0], good("c2")])
    (batch,) = application.log.batches(0)
    assert list(batch.topics) == ["CaseOpened/1", UNREADABLE_TOPIC, "CaseOpened/1"]
    assert application.log.rows([2])[0].topic == UNREADABLE_TOPIC
    assert len(application.health().quarantined) == 1


def test_rows_that_a_reader_gave_up_on_are_reported_if_they_are_bad(application: Application) -> None:
    append(application, [good("c1"), BAD["no JSON"][0], good("c2"), BAD["no stream"][0]])
    application.log.examine([1, 2])
    assert [row.position for row in application.health().quarantined] == [2]
    application.log.examine([4, 3])
    assert [row.position for row in application.health().quarantined] == [2, 4]


def test_nothing_is_decided_on_a_stream_that_cannot_be_read(application: Application) -> None:
    append(application, [BAD["no JSON"][0]])
    with pytest.raises(Unreadable):
        application.execute(open_case("bad"), by=BY)
    with pytest.raises(Unreadable):
        application.events_of("case:bad")
    assert application.execute(open_case("c1"), by=BY).position == 2
    assert [row.position for row in application.health().quarantined] == [1]


def test_waiting_ends_when_the_log_gets_there(application: Application) -> None:
    reached: list[int] = []
    waiting = threading.Thread(target=lambda: reached.append(application.log.wait_for(2, 30)))
    waiting.start()
    application.execute(open_case("c1"), by=BY)
    application.execute(open_case("c2"), by=BY)
    waiting.join(30)
    assert reached == [2]


def test_waiting_ends_when_another_process_gets_the_log_there(settings: Settings, application: Application) -> None:
    reached: list[int] = []
    waiting = threading.Thread(target=lambda: reached.append(application.log.wait_for(1, 30)))
    waiting.start()
    with Application(settings) as other:
        other.execute(open_case("c1"), by=BY)
    waiting.join(30)
    assert reached == [1]


def test_waiting_in_vain_says_how_far_the_log_has_come(application: Application) -> None:
    application.execute(open_case("c1"), by=BY)
    assert application.log.wait_for(2, 0.01) == 1
    assert application.log.wait_for(1, 0) == 1


@pytest.mark.postgres
def test_numbers_that_a_rollback_used_up_leave_no_gap_in_positions(postgres_url: str) -> None:
    settings = Settings.of(postgres_url)
    with Application(settings) as early, Application(settings) as late:
        list(early.execute_many(many(3), by=BY))
        assert early.log.head() == 4
        for lost in range(1, 4):
            with pytest.raises(KeyboardInterrupt):
                append_in_vain(early, [good(f"lost{n}") for n in range(lost)])
            early.execute(record(f"n{lost}"), by=BY)
        ids = [row_id for (row_id,) in early._recorder.fetch(f"SELECT notification_id FROM {EVENTS_TABLE} ORDER BY 1")]
        assert ids[-1] > len(ids) == 7
        assert [row.stream for row in late.log.rows(range(1, 8))] == [row.stream for row in early.log.rows(range(1, 8))]
        for each in (early, late):
            assert each.log.head() == 7
            assert [recorded.position for recorded in each.events_of("occurrence:n3")] == [7]
            assert [batch.first_position for batch in each.log.batches(4, 2)] == [5, 7]


def test_positions_follow_any_pattern_of_gaps(application: Application) -> None:
    dialect = application._recorder.dialect
    append(application, [good(f"c{n}") for n in range(6)])
    with application._recorder.writing() as transaction:
        for row_id, moved in ((6, 40), (5, 30), (4, 29), (3, 9)):
            statement = f"UPDATE {EVENTS_TABLE} SET {dialect.id} = {moved} WHERE {dialect.id} = {row_id}"
            transaction._cursor.execute(statement)  # type: ignore[attr-defined]
    positions = Positions(dialect)
    assert positions.head(application._recorder.fetch) == 6
    assert [positions.id_at(position) for position in range(7)] == [0, 1, 2, 9, 29, 30, 40]
    assert [positions.position_of(row_id) for row_id in (1, 2, 9, 29, 30, 40)] == [1, 2, 3, 4, 5, 6]


def test_starting_to_write_reads_the_noted_types_through_their_index(sqlite_settings: Settings) -> None:
    with Application(sqlite_settings) as application:
        list(application.execute_many(many(50), by=BY))
        neighbourhood = application._writer._neighbourhood  # type: ignore[union-attr]
        plan = application._recorder.fetch(f"EXPLAIN QUERY PLAN {neighbourhood._rows}", (0, 10))
    assert "USING INDEX stored_events_noted_" in str(plan)


def test_an_index_over_other_topics_gives_way(application: Application) -> None:
    # given an index as an earlier version of the program made it
    recorder = application._recorder
    catalogue = "sqlite_master" if recorder.dialect is SQLITE else "(SELECT indexname AS name FROM pg_indexes) AS found"
    noted = f"SELECT name FROM {catalogue} WHERE substr(name, 1, 19) = 'stored_events_noted'"
    recorder.index_topics("noted", ["Earlier/1"])
    (earlier,) = recorder.fetch(noted)
    # when a writer sees to its own
    application.execute(register_source(), by=BY)
    # then that is the only one, so no row pays for two
    (own,) = recorder.fetch(noted)
    assert own != earlier


@pytest.mark.parametrize("pieces", [1, 3])
def test_reading_may_stop_anywhere(application: Application, pieces: int) -> None:
    list(application.execute_many(many(20), by=BY))
    reading = application.log.batches(0, 5)
    assert [next(reading).first_position for _ in range(pieces)] == [1, 6, 11][:pieces]
    reading.close()  # type: ignore[attr-defined]
    assert application.log.head() == 21


def test_rows_that_vanish_are_missed(sqlite_settings: Settings) -> None:
    with Application(sqlite_settings) as application:
        list(application.execute_many(many(20), by=BY))
        assert application.log.head() == 21
        with application._recorder.writing() as transaction:
            transaction._cursor.execute("DELETE FROM stored_events WHERE rowid = 7")  # type: ignore[attr-defined]
        with pytest.raises(Unreadable, match="rows are gone"):
            list(application.log.batches(0))
