"""What every test may use: the Hypothesis profiles and a PostgreSQL of its own."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.store.postgres import postgres_database, postgres_server, postgres_settings, postgres_url

__all__ = ["postgres_database", "postgres_server", "postgres_settings", "postgres_url"]

# `ci` gives the same examples on every run and machine, so that a red run can be run again; `dev` keeps looking for new
# ones and remembers what failed. No deadline anywhere: a slow machine is not a wrong answer.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("dev"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, so that `-m "not postgres"` leaves it out."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)
