"""A record with the seed corpus in it, made once for all tests that only read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli import main


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "record.sqlite"
    assert main(["init", str(path)]) == 0
    return path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command; its exit code, what it printed, and what it told on the side."""

    def _run(*arguments: str | Path) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = main([str(each) for each in arguments])
        told = capfdbinary.readouterr()
        return code, told.out.decode(), told.err.decode()

    return _run


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
