"""A real service over a real SQLite file, and a client that speaks to it without a socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.bootstrap import Service
from api.http.settings import DoorSettings
from store.settings import Settings
from tests.api.http.client import Client

OPEN = DoorSettings(open_on_loopback=True)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """An empty record."""
    with Service(Settings.of(tmp_path / "record.sqlite")) as opened:
        yield opened


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    """A client of the empty record, which may write."""
    with Client(service, OPEN) as speaking:
        yield speaking


@pytest.fixture(scope="session")
def story_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A record of the invented story, for tests that only read."""
    with Service(Settings.of(tmp_path_factory.mktemp("story") / "record.sqlite")) as opened:
        with Client(opened, OPEN) as speaking:
            speaking.tell_the_story()
        yield opened


@pytest.fixture(scope="session")
def story(story_service: Service) -> Iterator[Client]:
    """A client of the record of the story."""
    with Client(story_service, OPEN) as speaking:
        yield speaking
