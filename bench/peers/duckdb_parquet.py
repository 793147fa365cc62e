"""DuckDB over Parquet files: the analyst's way."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from bench.peers.peer import Answer, Missing, Peer, durable, served
from bench.roll import ASKED_COUNTRY, PAGE, Row


class DuckdbParquet(Peer):
    """A folder of Parquet files, asked in SQL; an appended row is a file of its own."""

    name = "DuckDB over Parquet"
    shape = "Parquet files, fsync each; nothing is rebuilt: every question scans the columns it needs"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._parts = 0
        self._rows: Any = None
        try:
            self._duckdb: Any = import_module("duckdb")
            self._connection: Any = self._duckdb.connect()
        except ImportError:
            self._duckdb = None

    @property
    def version(self) -> str:
        """The version of DuckDB."""
        if self._duckdb is None:
            raise Missing("DuckDB is not installed (the extra `bench` brings it)")
        return str(self._duckdb.__version__)

    def take(self, rows: Sequence[Row]) -> None:
        """Columns."""
        self._rows = _frame(rows)

    def load(self) -> None:
        """Written as Parquet."""
        self._write(self._rows)

    def _write(self, rows: pl.DataFrame) -> None:
        self._parts += 1
        file = self.folder / f"part-{self._parts}.parquet"
        rows.write_parquet(file)
        durable(file)

    def rebuild(self) -> int:
        """A new connection; the rows are counted from the files' own notes."""
        self._connection.close()
        self._connection = self._duckdb.connect()
        ((count,),) = self._connection.execute(f"SELECT count(*) FROM '{self._files}'").fetchall()  # noqa: S608
        return int(count)

    @property
    def _files(self) -> str:
        return (self.folder / "part-*.parquet").as_posix()

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """One query for the page, one for the count."""
        where, values = "country = ?", [country]
        if known_on is not None:
            where, values = f"{where} AND published <= ?", [country, known_on]
        among = f"FROM '{self._files}' WHERE {where}"
        shown = self._connection.execute(f"SELECT * {among} ORDER BY day, id LIMIT {PAGE}", values).fetchall()
        ((count,),) = self._connection.execute(f"SELECT count(*) {among}", values).fetchall()
        served(dict(zip(Row._fields, each, strict=True)) for each in shown)
        return Answer(tuple(each[0] for each in shown), int(count))

    def append(self, row: Row) -> None:
        """A file with one row."""
        self._write(_frame([row]))

    def close(self) -> None:
        """Close the connection."""
        if self._duckdb is not None:
            self._connection.close()


def _frame(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(Row._fields, pl.String), orient="row")


PEER = DuckdbParquet
