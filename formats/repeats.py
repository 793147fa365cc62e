"""Commands that several rows of a table ask for, such as the opening of a case: each is taken once, as far as known."""

from __future__ import annotations

from collections.abc import Hashable

WINDOW_LINES: int = 32_768
"""Lines of a table over which is kept what was asked for; what is asked for again in the next so many is kept on."""


def window_of(number: int) -> int:
    """The window in which a line stands."""
    return number // WINDOW_LINES


class Repeats:
    """What the rows of a table asked for lately, by keys: in this window of lines, and in the one before.

    Windows are counted from the beginning of the file. So it makes no difference in what parts a file is read, as long
    as each part tells each key once for each window; and memory does not grow with the file.
    """

    def __init__(self) -> None:
        self._window = 0
        self._before: set[Hashable] = set()
        self._now: set[Hashable] = set()

    def is_new(self, number: int, key: Hashable) -> bool:
        """Whether no line before, of its window or the one before that, asked for the same; lines come in order."""
        window = window_of(number)
        if window != self._window:
            self._before = self._now if window == self._window + 1 else set()
            self._now, self._window = set(), window
        if key in self._now:
            return False
        self._now.add(key)
        return key not in self._before
