"""The eventsourcing library is the seam: its own recorders read what we write, and we read what they write."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from eventsourcing.persistence import InfrastructureFactory, IntegrityError
from eventsourcing.utils import Environment

from domain.case import CaseOpened
from domain.errors import Invalid
from domain.event import Command
from store.application import Application
from store.mapper import EventMapper
from store.settings import Settings
from tests.store.asking import BY, command, many, open_case, record
from tests.store.postgres import PostgresServer


@pytest.fixture
def factory(settings: Settings, request: pytest.FixtureRequest) -> InfrastructureFactory:
    """The library's own factory over the same store, with its own recorders."""
    if settings.path is not None:
        place = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(settings.path)}
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        database: str = request.getfixturevalue("postgres_database")
        place = {"PERSISTENCE_MODULE": "eventsourcing.postgres", **server.settings(database)}
    return InfrastructureFactory.construct(Environment("", {"ORIGINATOR_ID_TYPE": "text", **place}))


def test_the_library_reads_what_we_write(application: Application, factory: InfrastructureFactory) -> None:
    list(application.execute_many(many(12), by=BY))
    with factory:
        theirs = factory.application_recorder()
        notifications = theirs.select_notifications(start=1, limit=100)
        assert [each.originator_id for each in notifications] == ["source:s1", *(f"occurrence:o{n}" for n in range(12))]
        read = [EventMapper().to_domain_event(each, position) for position, each in enumerate(notifications, 1)]
        assert read[5] == application.events_of("occurrence:o4")[0]
        assert theirs.max_notification_id() == application.log.head()


def test_we_read_what_the_library_writes(application: Application, factory: InfrastructureFactory) -> None:
    mapper = EventMapper()
    application.execute(open_case("c1"), by=BY)
    (opened,) = application.events_of("case:c1")
    copied = opened.model_copy(
        update={
            "stream": "case:c2",
            "event": CaseOpened(case="c2", content=opened.event.content),  # type: ignore[attr-defined]
        }
    )
    with factory:
        theirs = factory.application_recorder()
        theirs.insert_events([mapper.to_stored_event(copied)])
        with pytest.raises(IntegrityError):
            theirs.insert_events([mapper.to_stored_event(copied)])
    assert application.log.head() == 2
    assert application.events_of("case:c2")[0].event == copied.event
    outcome = application.execute(command("file_occurrence", case="c2", occurrence="o1"), by=BY)
    assert (outcome.version, outcome.position) == (2, 3)


def test_an_import_leaves_the_garbage_collector_as_it_was(application: Application) -> None:
    reading = application.execute_many(many(5), by=BY, batch_size=2)
    next(reading)
    assert gc.isenabled()
    with pytest.raises(Invalid):
        list(application.execute_many(_broken(), by=BY))
    assert gc.isenabled()
    gc.disable()
    try:
        list(reading)
        assert not gc.isenabled()
    finally:
        gc.enable()


def _broken() -> Iterator[Command]:
    yield record("o1")
    raise Invalid("a line that cannot be read")
