"""Rules counted by Spark in a process of its own: a driver, and two workers that are processes too.

Apart from the tests, because a JVM in a test process leaves sockets and warnings behind that are none of ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from domain.rules import Rule
from formats.parquet_engines import counted, opened
from projections.correlation.elsewhere import CountedPairs
from projections.correlation.series import Observed

TWO_WORKERS = "local-cluster[2,1,1024]"
# Few rows: two partitions, and no code compiled for them at length, cost far less than they take to run.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = f"""
spark.sql.shuffle.partitions 2
spark.sql.codegen.wholeStage false
spark.sql.adaptive.enabled false
spark.sql.sources.parallelPartitionDiscovery.threshold 10000
spark.driver.extraJavaOptions {SHORT_LIVED}
spark.executor.extraJavaOptions {SHORT_LIVED}
"""


def counted_on_spark(work: Sequence[tuple[Path, Rule]], settings: Path) -> tuple[int, list[CountedPairs]]:
    """The counts of each rule over its data set, and how many executors there were."""
    (settings / "spark-defaults.conf").write_text(SETTINGS, "utf-8")
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(settings)}
    asked = json.dumps([(str(folder), rule.model_dump(mode="json")) for folder, rule in work])
    command = [sys.executable, "-m", "tests.formats.on_spark"]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, input=asked, text=True, cwd=root, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(done.stdout.splitlines()[-1])
    return told["executors"], [_read(each) for each in told["counted"]]


def _read(told: dict[str, Any]) -> CountedPairs:
    columns = {name: np.array(column, dtype=np.int64) for name, column in told["columns"].items()}
    return CountedPairs(tuple(told["pairs"]), columns, told["observed"] and Observed(*told["observed"]))


def main() -> None:
    from pyspark.sql import SparkSession

    # One session for all, or each data set would start its own cluster.
    session = SparkSession.builder.master(TWO_WORKERS).config("spark.ui.enabled", "false").getOrCreate()
    found = []
    for folder, rule in json.load(sys.stdin):
        with opened(Path(folder), "spark", TWO_WORKERS) as tables:
            there = counted(tables, Rule.model_validate(rule))
        columns = {name: column.tolist() for name, column in there.columns.items()}
        observed = there.observed and (there.observed.first_day, there.observed.last_day)
        found.append({"pairs": there.pairs, "columns": columns, "observed": observed})
    with_the_driver = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    session.stop()
    sys.stdout.write("\n" + json.dumps({"executors": with_the_driver - 1, "counted": found}) + "\n")


if __name__ == "__main__":
    main()
