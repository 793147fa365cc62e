"""Progress is shown where somebody looks, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from api.cli.progress import TOLD_LINES, counted, progress

LINES = [b"a line\n"] * (2 * TOLD_LINES + 7)


class Terminal(io.StringIO):
    """What a terminal is to a program."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("total", [sum(map(len, LINES)), None])
def test_a_terminal_sees_how_much_and_how_fast(monkeypatch: pytest.MonkeyPatch, total: int | None) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "150")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("table.csv", total, "lines") as advance:
        assert list(counted(LINES, advance)) == LINES
    shown = screen.getvalue()
    assert "table.csv" in shown
    assert f"{len(LINES)} lines, " in shown
    assert ("100%" in shown) == (total is not None)


def test_a_log_file_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    with progress("table.csv", 1, "lines") as advance:
        assert list(counted(LINES, advance)) == LINES
    assert file.getvalue() == ""
