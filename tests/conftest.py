"""What every test may use: the Hypothesis profiles, a PostgreSQL of its own, and a browser."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import browser, page
from tests.store.postgres import postgres_database, postgres_server, postgres_settings, postgres_url

__all__ = ["browser", "page", "postgres_database", "postgres_server", "postgres_settings", "postgres_url"]

MARKED_BY_FIXTURE = {"postgres_server": pytest.mark.postgres, "browser": pytest.mark.browser}

# `ci` gives the same examples on every run and machine, so that a red run can be run again; `dev` keeps looking for new
# ones and remembers what failed. No deadline anywhere: a slow machine is not a wrong answer.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("dev"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL or chromium, so that `-m "not browser"` leaves it out."""
    for item in items:
        for fixture, mark in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
