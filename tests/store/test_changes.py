"""Marks of change: equal while nothing is committed, different as soon as anything is, by whichever process."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Case, OpenCase
from store.application import Application
from store.changes import Changes
from store.settings import Settings

WRITE_ELSEWHERE = """
import sys
from domain.case import Case, OpenCase
from store.application import Application
from store.settings import Settings
with Application(Settings.of(sys.argv[1])) as other:
    other.execute(OpenCase(case="elsewhere", content=Case(title="Elsewhere")), by="other")
"""


@pytest.fixture(params=["sqlite", "postgres"])
def application(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    url = tmp_path / "record.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Application(Settings.of(url)) as opened:
        yield opened


def test_a_mark_changes_with_every_commit_and_only_then(application: Application) -> None:
    changes = Changes(application)
    marks = [changes.mark()]
    for number in range(5):
        application.execute(OpenCase(case=f"case-{number}", content=Case(title="A case")), by="test")
        marks.append(changes.mark())
        assert changes.mark() == marks[-1]
        application.log.head()
        assert changes.mark() == marks[-1]
    assert len(set(marks)) == 6
    changes.close()


def test_what_another_process_commits_changes_the_mark(application: Application) -> None:
    changes = Changes(application)
    before = changes.mark()
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, application.settings.store], check=True, cwd=root)
    assert changes.mark() != before
    assert application.log.head() == 1
    changes.close()
