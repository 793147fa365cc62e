"""Plain pandas over a CSV file: what a script of an afternoon does."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.peers.peer import Answer, Missing, Peer, durable, served
from bench.roll import ASKED_COUNTRY, PAGE, Row


class PandasCsv(Peer):
    """One CSV file; filter and sort at every question."""

    name = "pandas over CSV"
    shape = "a CSV file, fsync at the end; read whole; filtered and sorted at every question"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._file = folder / "rows.csv"
        try:
            self._pandas: Any = import_module("pandas")
        except ImportError:
            self._pandas = None
        self._rows: Any = None

    @property
    def version(self) -> str:
        """The version of pandas."""
        if self._pandas is None:
            raise Missing("pandas is not installed (the extra `bench` brings it)")
        return str(self._pandas.__version__)

    def take(self, rows: Sequence[Row]) -> None:
        """A frame."""
        self._rows = self._pandas.DataFrame(rows, columns=Row._fields)

    def load(self) -> None:
        """Written as CSV."""
        self._rows.to_csv(self._file, index=False)
        durable(self._file)

    def rebuild(self) -> int:
        """Read from CSV."""
        self._rows = self._pandas.read_csv(self._file)
        return len(self._rows)

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """Filtered, sorted, and the first rows as records."""
        chosen = self._rows[self._rows["country"] == country]
        if known_on is not None:
            chosen = chosen[chosen["published"] <= known_on]
        shown = chosen.sort_values(["day", "id"]).head(PAGE).to_dict("records")
        served(shown)
        return Answer(tuple(each["id"] for each in shown), len(chosen))

    def append(self, row: Row) -> None:
        """A line at the end of the file, and a row at the end of the frame."""
        with self._file.open("a", newline="", encoding="utf-8") as opened:
            csv.writer(opened).writerow(row)
        durable(self._file)
        added = self._pandas.DataFrame([row], columns=Row._fields)
        self._rows = self._pandas.concat([self._rows, added], ignore_index=True)


PEER = PandasCsv
