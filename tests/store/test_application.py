"""Commands in, outcomes out: appending, expected versions, idempotency, imports. Over both stores."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import Conflict, Invalid, NotFound, Refused
from domain.ids import event_id
from domain.source import SourceRegistered
from store import streams
from store.application import Application
from store.mapper import EventMapper
from store.settings import Settings
from tests.store.asking import BY, command, data_of_rows, many, open_case, record, register_party, register_source


def test_a_command_is_durable_and_in_its_envelope_when_it_returns(application: Application) -> None:
    outcome = application.execute(register_source("s1"), by=BY)
    (recorded,) = outcome.events
    assert (outcome.stream, outcome.version, outcome.position) == ("source:s1", 1, 1)
    assert isinstance(recorded.event, SourceRegistered)
    assert (recorded.stream_version, recorded.position, recorded.recorded_by) == (1, 1, BY)
    assert application.events_of("source:s1") == (recorded,)
    assert application.stream_version("source:s1") == 1
    assert application.log.head() == 1


def test_nothing_left_to_do_adds_nothing_and_says_where_the_stream_stands(application: Application) -> None:
    application.execute(register_source("s1"), by=BY)
    again = application.execute(register_source("s1"), by=BY)
    assert (again.events, again.version, again.position, again.replayed) == ((), 1, 1, False)


def test_a_refusal_adds_nothing(application: Application) -> None:
    with pytest.raises(NotFound):
        application.execute(record("o1"), by=BY)
    assert application.log.head() == 0
    assert application.stream_version("occurrence:o1") == 0


@pytest.mark.parametrize("expected", [1, 2])
def test_a_new_stream_conflicts_with_an_expected_version(application: Application, expected: int) -> None:
    with pytest.raises(Conflict) as conflict:
        application.execute(open_case("c1"), by=BY, expected_version=expected)
    assert (conflict.value.expected, conflict.value.actual) == (expected, 0)
    assert application.log.head() == 0


def test_of_many_writers_that_read_one_version_exactly_one_appends(application: Application) -> None:
    application.execute(open_case("c1"), by=BY, expected_version=0)

    def amend(number: int) -> bool:
        wanted = command("amend_case", case="c1", content={"title": f"Title {number}"}, reason="a better one")
        try:
            application.execute(wanted, by=BY, expected_version=1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(amend, range(8))) == 1
    assert application.stream_version("case:c1") == 2


def test_writers_that_expect_nothing_never_conflict(application: Application) -> None:
    application.execute(register_source("s1"), by=BY)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: application.execute(record("o1", start=n), by=BY), range(24)))
    assert sorted(outcome.version for outcome in outcomes) == list(range(1, 25))
    assert sorted(outcome.position for outcome in outcomes) == list(range(2, 26))


def test_the_same_key_gets_the_earlier_outcome(application: Application) -> None:
    first = application.execute(open_case("c1"), by=BY, idempotency_key="k1", expected_version=0)
    application.execute(open_case("c2"), by=BY)
    again = application.execute(open_case("c1"), by="another", idempotency_key="k1", expected_version=0)
    assert again.replayed
    assert (again.stream, again.version, again.position, again.events) == (
        first.stream,
        first.version,
        first.position,
        first.events,
    )
    assert first.events[0].event_id == event_id("k1", "case:c1", 0)
    assert application.log.head() == 2


def test_the_earlier_outcome_stays_what_it_was_after_the_stream_has_moved_on(application: Application) -> None:
    first = application.execute(open_case("c1"), by=BY, idempotency_key="k1")
    application.execute(command("amend_case", case="c1", content={"title": "Other"}, reason="r"), by=BY)
    again = application.execute(open_case("c1"), by=BY, idempotency_key="k1")
    assert (again.version, again.events) == (1, first.events)


@pytest.mark.parametrize("other", [open_case("c1", "Other title"), open_case("c2"), register_source("s1")])
def test_the_same_key_with_another_body_is_refused(application: Application, other: object) -> None:
    application.execute(open_case("c1"), by=BY, idempotency_key="k1")
    with pytest.raises(Refused) as refusal:
        application.execute(other, by=BY, idempotency_key="k1")  # type: ignore[arg-type]
    assert refusal.value.rule == "idempotency_key_reused"
    assert application.log.head() == 1


def test_a_key_under_which_nothing_was_to_be_done_is_taken_all_the_same(application: Application) -> None:
    application.execute(open_case("c1"), by=BY)
    assert application.execute(open_case("c1"), by=BY, idempotency_key="k1").events == ()
    assert application.execute(open_case("c1"), by=BY, idempotency_key="k1").replayed
    with pytest.raises(Refused):
        application.execute(open_case("c2"), by=BY, idempotency_key="k1")


def test_a_refused_request_leaves_its_key_free(application: Application) -> None:
    with pytest.raises(NotFound):
        application.execute(record("o1"), by=BY, idempotency_key="k1")
    application.execute(register_source("s1"), by=BY)
    assert application.execute(record("o1"), by=BY, idempotency_key="k1").version == 1


def test_retries_that_arrive_together_are_one_request(application: Application) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda _: application.execute(open_case("c1"), by=BY, idempotency_key="k1"), range(16))
        )
    assert sum(not outcome.replayed for outcome in outcomes) == 1
    assert {outcome.events for outcome in outcomes} == {outcomes[0].events}
    assert application.log.head() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "a\x00b", "a\ud800b"])
def test_a_key_that_cannot_be_kept_is_refused(application: Application, key: str) -> None:
    with pytest.raises(Invalid):
        application.execute(open_case("c1"), by=BY, idempotency_key=key)


def test_one_request_that_fails_does_not_touch_those_committed_with_it(application: Application) -> None:
    batch = next(application.execute_many([open_case("c1"), record("o1"), open_case("c2")], by=BY))
    assert batch.added == 2
    ((index, refusal),) = batch.refused
    assert index == 1
    assert isinstance(refusal, NotFound)


def test_an_import_run_twice_adds_nothing_the_second_time(application: Application) -> None:
    first = list(application.execute_many(many(50), by=BY, batch_size=20))
    again = list(application.execute_many(many(50), by=BY, batch_size=7))
    assert sum(batch.added for batch in first) == 51
    assert [batch.first_index for batch in first] == [0, 20, 40]
    assert sum(batch.added for batch in again) == 0
    assert sum(batch.unchanged for batch in again) == 51
    assert application.log.head() == 51


def test_later_commands_of_a_batch_see_the_earlier_ones(application: Application) -> None:
    (batch,) = application.execute_many([register_source("s1"), record("o1"), record("o1", start=90)], by=BY)
    assert (batch.added, batch.refused) == (3, ())
    assert application.stream_version("occurrence:o1") == 2


def test_ids_of_imported_events_follow_from_content(settings: Settings, application: Application) -> None:
    list(application.execute_many(many(3), by=BY))
    ids = [recorded.event_id for n in range(3) for recorded in application.events_of(f"occurrence:o{n}")]
    assert len(set(ids)) == 3
    assert application.verify().sound
    other = settings.model_copy(update={"store": f"{settings.store}.other"})
    if not settings.is_postgres:
        with Application(other) as elsewhere:
            list(elsewhere.execute_many(many(3), by="somebody else", batch_size=1))
            again = [recorded.event_id for n in range(3) for recorded in elsewhere.events_of(f"occurrence:o{n}")]
        assert again == ids


def test_the_same_content_recorded_again_is_another_event(application: Application) -> None:
    list(application.execute_many(many(1), by=BY))
    link = {"kind": "responds_to", "to": "o9"}
    for do in ("link_occurrences", "unlink_occurrences", "link_occurrences"):
        more = {"reason": "a slip"} if do.startswith("un") else {}
        list(application.execute_many([command(do, occurrence="o0", link=link, **more)], by=BY))
    ids = [recorded.event_id for recorded in application.events_of("occurrence:o0")]
    assert len(set(ids)) == len(ids) == 4


def test_a_private_name_is_refused_as_soon_as_it_is_registered(application: Application) -> None:
    list(application.execute_many(many(1), by=BY))
    application.execute(register_party("p-1", "Anna Example", private=True), by=BY)
    with pytest.raises(Refused) as refusal:
        application.execute(record("o5", summary="They came for anna EXAMPLE."), by=BY)
    assert refusal.value.rule == "private_name"
    changed = {"kind": "person", "name": "Berta Example", "private": True}
    application.execute(command("amend_party", party="p-1", content=changed, reason="misread"), by=BY)
    application.execute(record("o5", summary="They came for Anna Example."), by=BY)
    with pytest.raises(Refused):
        application.execute(record("o6", summary="They came for Berta Example."), by=BY)


def test_a_path_of_judgements_keeps_two_occurrences_together(application: Application) -> None:
    list(application.execute_many(many(3), by=BY))
    for one, other in (("o0", "o1"), ("o1", "o2")):
        application.execute(command("identify_occurrences", occurrence=one, same_as=other, reason="alike"), by=BY)
    apart = command("distinguish_occurrences", occurrence="o0", distinct_from="o2", reason="unlike")
    with pytest.raises(Refused) as refusal:
        application.execute(apart, by=BY)
    assert refusal.value.rule == "still_joined"
    application.execute(command("distinguish_occurrences", occurrence="o1", distinct_from="o2", reason="unlike"), by=BY)
    assert application.execute(apart, by=BY).events == ()


def test_a_judgement_that_was_taken_back_can_be_made_again(settings: Settings) -> None:
    alike = command("identify_occurrences", occurrence="o0", same_as="o1", reason="alike")
    apart = command("distinguish_occurrences", occurrence="o1", distinct_from="o0", reason="unlike")
    with Application(settings) as application:
        list(application.execute_many(many(2), by=BY))
        added = [len(application.execute(each, by=BY).events) for each in (alike, alike, apart, apart, alike, apart)]
        assert added == [1, 0, 1, 0, 1, 1]
    with Application(settings) as reopened:
        assert [len(reopened.execute(each, by=BY).events) for each in (apart, alike, alike)] == [0, 1, 0]


def test_a_reopened_store_knows_what_was_written(settings: Settings) -> None:
    with Application(settings) as first:
        list(first.execute_many(many(5), by=BY))
        first.execute(register_party("p-1", "Anna Example", private=True), by=BY)
        first.execute(open_case("c1"), by=BY, idempotency_key="k1")
        rows = data_of_rows(first)
    with Application(settings) as second:
        assert data_of_rows(second) == rows
        assert second.execute(open_case("c1"), by=BY, idempotency_key="k1").replayed
        with pytest.raises(Refused):
            second.execute(record("o5", summary="They came for Anna Example."), by=BY)
        assert second.execute(record("o9"), by=BY).version == 1


def test_streams_are_kept_only_as_far_as_they_have_few_events_together(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "KEPT_EVENTS", 40)
    pairs = [(f"c{case}", f"o{number}") for number in range(30) for case in range(4)]
    filings = [command("file_occurrence", case=case, occurrence=occurrence) for case, occurrence in pairs]
    everything = [open_case(f"c{case}") for case in range(4)] + filings
    for size in (7, 50):
        assert not any(batch.refused for batch in application.execute_many(everything, by=BY, batch_size=size))
        assert application.log.head() == len(everything)
    assert application._writer is not None
    kept = application._writer._streams
    assert 0 < kept._kept_events == sum(each.version for each in kept._kept.values()) <= 40


def test_an_import_again_finds_what_is_there_and_what_is_there_otherwise(settings: Settings) -> None:
    with Application(settings) as application:
        assert not any(batch.refused for batch in application.execute_many(many(5), by=BY))
    with Application(settings) as again:
        assert [batch.unchanged for batch in again.execute_many(many(5), by="another")] == [6]
        assert again.log.head() == 6
        other = [record("o1", start=1, summary="Something else.")]
        ((_, refusal),) = [each for batch in again.execute_many(other, by=BY) for each in batch.refused]
        assert isinstance(refusal, Refused)
        assert refusal.rule == "differs"


def test_an_import_again_does_not_read_the_rows_that_it_finds(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(application.execute_many(many(5), by=BY))
    monkeypatch.setattr(EventMapper, "read", None)
    assert [batch.unchanged for batch in application.execute_many(many(5), by=BY)] == [6]
