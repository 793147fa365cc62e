"""An exported data set, opened in DuckDB on one machine or in Spark on many, and a rule counted there.

Needs the extra `analysis` (DuckDB) or `spark`; nothing of the service imports either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from domain.errors import Refused
from domain.rules import Rule
from formats.parquet import read_manifest
from projections.correlation.elsewhere import (
    CountedElsewhere,
    CountedPairs,
    may_be_counted,
    observed_between,
    report_of,
)
from projections.view import content_hash

if TYPE_CHECKING:
    from projections.correlation.expression import Tables

Engine = Literal["duckdb", "spark"]
ENGINES: Final[tuple[Engine, ...]] = ("duckdb", "spark")
EXTRA_OF: Final[dict[Engine, str]] = {"duckdb": "analysis", "spark": "spark"}


def ask_elsewhere(rule: Rule, folder: Path, engine: Engine, master: str = "local[*]") -> CountedElsewhere:
    """The report on a rule, counted by an engine over the data set in `folder`, as of the slice that was exported.

    `master` is where Spark runs, in Spark's own words: `local[*]`, `spark://host:7077`, `yarn`.

    Raises:
        Invalid: the folder holds no data set, or the rule has one kind on both sides.
        Refused: the extra is not installed.
    """
    may_be_counted(rule)
    manifest = read_manifest(folder)
    with opened(folder, engine, master) as tables:
        report = report_of(rule, counted(tables, rule), engine)
    chosen = manifest["slice"]
    asked = {name: value for name, value in chosen.items() if value not in (None, [], "")}
    stamped = report.model_copy(
        update={
            "query": asked | {"rule": rule.model_dump(mode="json"), "engine": engine},
            "position": manifest["position"],
            "known_on": chosen["known_on"],
            "knowledge": chosen["knowledge"],
            "certainty": chosen["certainty"],
        }
    )
    return stamped.model_copy(update={"content_hash": content_hash(stamped)})


def counted(tables: Tables, rule: Rule) -> CountedPairs:
    """The counts by pair, as columns of integers."""
    from projections.correlation.expression import COUNTS, counts_by_pair, observed_days

    days = observed_days(tables, rule).to_pyarrow().to_pylist()[0]
    observed = observed_between(list(days.values()))
    by_pair = counts_by_pair(tables, rule).to_pyarrow().sort_by("pair")
    columns = {name: np.array(by_pair[name].to_pylist(), dtype=np.int64) for name in COUNTS}
    return CountedPairs(tuple(by_pair["pair"].to_pylist()), columns, observed)


@contextmanager
def opened(folder: Path, engine: Engine, master: str = "local[*]") -> Iterator[Tables]:
    """The tables of a data set in an engine, which is shut down at the end."""
    try:
        import ibis  # noqa: F401 (asked for here, so that the refusal names what is missing)

        from projections.correlation.expression import Tables

        reader = _duckdb() if engine == "duckdb" else _spark(master)
    except ImportError as missing:
        extra = EXTRA_OF[engine]
        message = f"{engine} needs what is not installed ({missing.name}): pip install 'regesta[{extra}]'"
        raise Refused(message, rule="extra_missing", subject=extra) from missing
    with reader as read:
        whole = folder.absolute()
        yield Tables(
            occurrences=read(whole / "occurrences", "occurrences", True),
            countries=read(whole / "countries", "countries", True),
            cases=read(whole / "cases", "cases", True),
            differences=read(whole / "differences", "differences", False),
        )


Read = Callable[[Path, str, bool], Any]
"""Reads the files below a folder as a table of that name; `True` where there is a folder for each kind."""


def _duckdb() -> AbstractContextManager[Read]:
    import duckdb  # noqa: F401 (as above)
    import ibis

    @contextmanager
    def connected() -> Iterator[Read]:
        connection = ibis.duckdb.connect()

        def read(folder: Path, name: str, by_kind: bool) -> Any:
            pattern = str(folder / ("*/*.parquet" if by_kind else "*.parquet"))
            return connection.read_parquet(pattern, table_name=name, hive_partitioning=by_kind)

        try:
            yield read
        finally:
            connection.disconnect()

    return connected()


def _spark(master: str) -> AbstractContextManager[Read]:
    import ibis
    from pyspark.sql import SparkSession

    settings: dict[str, Any] = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }

    @contextmanager
    def connected() -> Iterator[Read]:
        running = SparkSession.getActiveSession()
        builder = SparkSession.builder.master(master).appName("regesta").config(map=settings)
        session = builder.getOrCreate().newSession()  # names of tables of its own
        connection = ibis.pyspark.connect(session)

        def read(folder: Path, name: str, by_kind: bool) -> Any:
            del by_kind  # Spark sees the folders
            return connection.read_parquet(str(folder), table_name=name)

        try:
            yield read
        finally:
            if running is None:
                session.stop()

    return connected()
