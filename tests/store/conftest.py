"""Both stores, under one name: what holds for one holds for the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.application import Application
from store.settings import Settings


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where a store is that holds nothing yet, in a file and in a database."""
    if request.param == "sqlite":
        return Settings.of(tmp_path / "record.sqlite")
    return Settings.of(request.getfixturevalue("postgres_url"))


@pytest.fixture
def application(settings: Settings) -> Iterator[Application]:
    """An empty store, open."""
    with Application(settings) as opened:
        yield opened


@pytest.fixture
def sqlite_settings(tmp_path: Path) -> Settings:
    """A file for what concerns SQLite only."""
    return Settings.of(tmp_path / "record.sqlite")
