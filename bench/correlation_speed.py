"""How long a rule, its whole report and the matrix take on generated events; beside other tools where installed.

Run: `python -m bench.correlation_speed [--events 1000000] [--unknown 0.2]`. The others only count; none of them tests.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from domain.rules import Rule
from projections.correlation.assess import assess
from projections.correlation.backing import SourceSets
from projections.correlation.chance import shuffle_p, strata_by_block, strata_by_pair
from projections.correlation.counting import found_within
from projections.correlation.evidence import Evidence
from projections.correlation.lags import lag_histogram
from projections.correlation.matrix import matrix
from projections.correlation.ordering import after_before
from projections.correlation.series import Ints, Observed, Series, Window
from projections.correlation.shifts import circular_shifts
from projections.correlation.table import OccurrenceTable

COUNTRIES, KINDS, DAYS, WINDOW_DAYS = 200, 20, 7305, 7
PYUNICORN_EVENTS = 10_000
OBSERVED = Observed(0, DAYS - 1)


@dataclass(frozen=True)
class Timed:
    """The quickest of several rounds of one question, by the clock and in processor time, and what it answered."""

    name: str
    seconds: float
    cpu_seconds: float
    answer: object


def generated(events: int, unknown: float) -> tuple[Ints, Series]:
    """Events on random days of twenty years; a share of them known only to thirty days."""
    rng = np.random.default_rng(5)
    day = rng.integers(0, DAYS, events)
    vague = rng.random(events) < unknown
    earliest = np.where(vague, day - day % 30, day)
    latest = np.where(vague, np.minimum(earliest + 29, DAYS - 1), day)
    rows = Series(rng.integers(0, COUNTRIES, events), earliest, latest, np.arange(events))
    return rng.integers(0, KINDS, events), rows


def table_of(kind: Ints, rows: Series) -> OccurrenceTable:
    return OccurrenceTable.of(kind, rows, [f"kind_{code:02}" for code in range(KINDS)])


def evidence(table: OccurrenceTable) -> Evidence:
    events = table.rows.count
    labels = tuple(f"source-{code:05}" for code in range(20_000))
    sources = SourceSets(np.arange(events + 1), np.random.default_rng(6).integers(0, 20_000, events), labels)
    ids = tuple(f"occurrence-{number:07}" for number in range(events))
    rule = Rule(x_kind=table.kind_labels[0], y_kind=table.kind_labels[1], window_days=WINDOW_DAYS)
    countries = tuple(f"{code:03}" for code in range(COUNTRIES))
    return Evidence(rule, table.series(0), table.series(1), OBSERVED, ids, countries, sources)


def timed(name: str, ask: Callable[[], object], rounds: int = 5) -> Timed:
    seconds, cpu_seconds, answer = [], [], None
    for _ in range(rounds):
        start, cpu_start = time.perf_counter(), time.process_time()
        answer = ask()
        seconds.append(time.perf_counter() - start)
        cpu_seconds.append(time.process_time() - cpu_start)
    return Timed(name, min(seconds), min(cpu_seconds), answer)


def ours(kind: Ints, rows: Series) -> list[Timed]:
    table = table_of(kind, rows)
    asked = evidence(table)
    x, y, window, observed = asked.x, asked.y, asked.window, OBSERVED
    found = [
        timed("sort all events, once a slice", lambda: table_of(kind, rows).rows.count, 2),
        timed("rule: count", lambda: found_within(x, y, window, disjoint=True).certain_count),
    ]
    if asked.exact:
        found += [
            timed("rule: after v. before", lambda: after_before(x, y, window).p),
            timed("rule: exact shuffle within pairs", lambda: shuffle_p(strata_by_pair(x, y, window, observed))),
            timed("rule: shuffle in 365-day blocks", lambda: shuffle_p(strata_by_block(x, y, window, observed))),
            timed("rule: all circular shifts", lambda: circular_shifts(x, y, window, observed).p),
        ]
    return [
        *found,
        timed("rule: whole report (tests, placebo, lists, sources)", lambda: assess(asked).verdict, 3),
        timed("lag histogram, -60..60 days, with band", lambda: len(lag_histogram(x, y, observed, 60).bins), 3),
        timed("matrix: 400 cells, both directions, p and q", lambda: matrix(table, WINDOW_DAYS).tested_count, 2),
    ]


def others(x: Series, y: Series, window: Window) -> list[Timed]:
    """The same count by pandas and DuckDB, if they are installed."""
    found = []
    if importlib.util.find_spec("pandas"):
        import pandas as pd

        left = pd.DataFrame({"pair": x.pair, "day": x.earliest}).sort_values("day")
        right = pd.DataFrame({"pair": y.pair, "day": y.earliest, "met": y.earliest}).sort_values("day")

        def by_pandas() -> int:
            joined = pd.merge_asof(left, right, on="day", by="pair", direction="forward", tolerance=window.last_days)
            return int(joined["met"].notna().sum())

        found.append(timed("pandas merge_asof: count", by_pandas))
    if importlib.util.find_spec("duckdb"):
        import duckdb

        database = duckdb.connect()
        for name, series in (("x", x), ("y", y)):
            columns = {"pair": series.pair, "day": series.earliest, "number": series.occurrence}  # noqa: F841
            database.execute(f"create table {name} as select * from columns")  # noqa: S608

        def by_duckdb() -> int:
            row = database.execute(
                "select count(distinct x.number) from x join y"
                " on y.pair = x.pair and y.day between x.day and x.day + cast(? as bigint)",
                [window.last_days],
            ).fetchone()
            return int(row[0]) if row else 0

        found.append(timed("DuckDB range join: count", by_duckdb, 2))
    if importlib.util.find_spec("ibis"):
        found.append(timed("Ibis expression on DuckDB: all counts by pair", _by_ibis(x, y, window), 2))
    return found


def _by_ibis(x: Series, y: Series, window: Window) -> Callable[[], object]:
    """The expression for exported data sets, over tables in DuckDB: both directions, certain and possible, by pair."""
    import ibis

    from projections.correlation.expression import Tables, counts_by_pair

    connection = ibis.duckdb.connect()
    number = np.concatenate([x.occurrence, y.occurrence])
    kind = np.repeat(["x", "y"], [x.count, y.count])
    pair, day = np.concatenate([x.pair, y.pair]), np.concatenate([x.earliest, y.earliest])
    plain = connection.raw_sql
    columns = {"number": number, "kind": kind, "pair": pair, "day": day}
    connection.con.register("given", ibis.memtable(columns).to_pyarrow())
    plain(
        "create table occurrences as select number::varchar occurrence, kind::varchar kind, day start_earliest,"
        " day start_latest, ['fact'] manners, 1 accounts from given"
    )
    plain(
        "create table countries as select number::varchar occurrence, kind::varchar kind, pair::varchar code,"
        " 'where' as role, true as standing from given"
    )
    plain('create table cases as select occurrence, kind, code as "case" from countries')
    plain(
        "create table differences (x_kind varchar, y_kind varchar, x_occurrence varchar, y_occurrence varchar,"
        " at_least_days bigint, at_most_days bigint)"
    )
    names = ("occurrences", "countries", "cases", "differences")
    tables = Tables(**{name: connection.table(name) for name in names})
    rule = Rule(x_kind="x", y_kind="y", window_days=window.last_days)

    def ask() -> int:
        return int(sum(counts_by_pair(tables, rule).to_pyarrow()["certain_count"].to_pylist()))

    return ask


def beside_pyunicorn() -> list[Timed]:
    """One pair and 10,000 events: pyunicorn compares every X with every Y and knows no pairs."""
    rng = np.random.default_rng(8)
    each, days = PYUNICORN_EVENTS // 2, PYUNICORN_EVENTS * 10
    x_days, y_days = (np.sort(rng.choice(days, each, replace=False)) for _ in range(2))
    x = Series.exact(np.zeros(each, dtype=np.int64), x_days)
    y = Series.exact(np.zeros(each, dtype=np.int64), y_days, np.arange(each, 2 * each))
    window = Window.after(WINDOW_DAYS)
    found = [timed("ours: both rates", lambda: _rates(x, y, window))]
    if importlib.util.find_spec("pyunicorn"):
        from pyunicorn.eventseries import EventSeries

        x_series, y_series = np.isin(np.arange(days), x_days), np.isin(np.arange(days), y_days)

        def by_pyunicorn() -> object:
            rates = EventSeries.event_coincidence_analysis(y_series, x_series, taumax=WINDOW_DAYS)
            return tuple(round(float(rate), 4) for rate in rates[:2])

        found.append(timed("pyunicorn 1.0.0: the same rates, borders dropped", by_pyunicorn, 1))
    return found


def _rates(x: Series, y: Series, window: Window) -> object:
    precursor = found_within(y, x, window.turned()).certain_count / y.count
    return round(precursor, 4), round(found_within(x, y, window).certain_count / x.count, 4)


def printed(title: str, found: list[Timed], compared_with: str) -> None:
    base = next(entry.cpu_seconds for entry in found if entry.name.startswith(compared_with))
    print(f"\n{title}\n\n| what | seconds | CPU seconds | ratio | answer |\n|---|---:|---:|---:|---|")
    for entry in found:
        ratio = entry.cpu_seconds / base
        print(f"| {entry.name} | {entry.seconds:.4f} | {entry.cpu_seconds:.4f} | {ratio:,.1f} | {entry.answer} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--unknown", type=float, default=0.2, help="share of days known only to thirty days")
    asked = parser.parse_args()
    kind, rows = generated(asked.events, 0.0)
    table = table_of(kind, rows)
    exact = [*ours(kind, rows), *others(table.series(0), table.series(1), Window.after(WINDOW_DAYS))]
    size = f"{asked.events:,} events, {COUNTRIES} countries, {KINDS} kinds, {DAYS} days, window {WINDOW_DAYS} days"
    printed(f"{size}, every day known", exact, "rule: count")
    vague = ours(*generated(asked.events, asked.unknown))
    printed(f"The same with {asked.unknown:.0%} of the days known only to thirty days", vague, "rule: count")
    printed(f"{PYUNICORN_EVENTS:,} events of one pair", beside_pyunicorn(), "ours")


if __name__ == "__main__":
    main()
