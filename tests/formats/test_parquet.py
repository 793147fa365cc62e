"""The ledger as a data set: what the slice holds and nothing else, written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings

from domain.errors import Invalid, Refused
from formats import parquet
from formats.parquet import MANIFEST, read_manifest, write_data_set
from formats.parquet_tables import KIND, TABLES, frame
from projections.slice import Slice
from tests.projections.correlation.records import gathered, many_meetings, slice_of
from tests.strategies.histories import History, histories
from tests.strategies.logs import MemoryLog


@pytest.fixture(scope="module")
def slice() -> Slice:
    return slice_of(many_meetings().log())


def files(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table by file, with the kind out of the folder's name."""
    found: list[dict[str, Any]] = []
    for file in sorted((folder / table).rglob("*.parquet")):
        rows = pl.read_parquet(file, hive_partitioning=False)
        assert dict(rows.schema) == TABLES[table].schema
        partition = file.parent.name.partition("=")[2]
        found += [row | ({KIND: partition} if TABLES[table].by_kind else {}) for row in rows.to_dicts()]
    return found


@given(histories() | gathered())
@settings(max_examples=15, deadline=None)
def test_every_row_of_the_slice_is_in_it_once(tmp_path_factory: pytest.TempPathFactory, history: History) -> None:
    slice = slice_of(history.log())
    folder = tmp_path_factory.mktemp("export") / "set"
    written = write_data_set(slice, folder)
    for name, table in TABLES.items():
        rows = read(folder, name)
        assert len(rows) == written.rows[name]
        if table.by_kind:
            expected = frame(slice, name).select(*table.schema, KIND).to_dicts()
            assert sorted(map(repr, rows)) == sorted(map(repr, expected))
    assert {row["occurrence"] for row in read(folder, "accounts")} == set(slice.occurrences["occurrence"])
    assert read_manifest(folder)["rows"] == written.rows


def test_equal_slices_give_equal_bytes_and_another_day_another_data_set(tmp_path: Path, slice: Slice) -> None:
    write_data_set(slice, tmp_path / "one")
    write_data_set(slice_of(many_meetings().log()), tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")
    write_data_set(slice.beside(known_on="2010-02-01"), tmp_path / "other")
    assert read_manifest(tmp_path / "other")["slice"]["known_on"] == "2010-02-01"
    assert len(read(tmp_path / "other", "accounts")) < len(read(tmp_path / "one", "accounts"))


def test_what_is_known_of_two_occurrences_stands_both_ways_round(tmp_path: Path, slice: Slice) -> None:
    write_data_set(slice, tmp_path / "set")
    rows = {(row["x_occurrence"], row["y_occurrence"]): row for row in read(tmp_path / "set", "differences")}
    told, back = rows["o06", "o09"], rows["o09", "o06"]
    assert (told["at_least_days"], told["at_most_days"]) == (1, 1)
    assert (back["at_least_days"], back["at_most_days"], back["x_kind"]) == (-1, -1, told["y_kind"])


def test_a_slice_without_occurrences_is_a_data_set_too(tmp_path: Path) -> None:
    written = write_data_set(slice_of(MemoryLog()), tmp_path / "set")
    assert set(written.rows.values()) == {0}
    assert all(read(tmp_path / "set", name) == [] for name in TABLES)


def test_rows_are_parted_into_files_and_groups(tmp_path: Path, slice: Slice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_FILE", 3)
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 2)
    write_data_set(slice, tmp_path / "set")
    parts = sorted((tmp_path / "set" / "occurrences" / "kind=raid").iterdir())
    assert [part.name for part in parts[:2]] == ["part-00000.parquet", "part-00001.parquet"]
    assert [pl.read_parquet(part, hive_partitioning=False).height for part in parts[:2]] == [3, 3]
    assert len(read(tmp_path / "set", "occurrences")) == slice.occurrences.height
    assert len(list((tmp_path / "set" / "differences").iterdir())) > 1


def test_a_question_of_one_kind_reads_the_files_of_that_kind_alone(tmp_path: Path, slice: Slice) -> None:
    write_data_set(slice, tmp_path / "set")
    pattern = tmp_path / "set" / "occurrences" / "*" / "*.parquet"
    asked = f"explain select count(*) from read_parquet('{pattern}', hive_partitioning=true) where kind = 'raid'"
    (plan,) = duckdb.connect().execute(asked).fetchall()
    assert "Scanning Files: 1/4" in " ".join(plan[1].replace("│", " ").split())


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path: Path, slice: Slice) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(Refused, match="something else"):
        write_data_set(slice, tmp_path)
    write_data_set(slice, tmp_path / "set")
    (tmp_path / "set" / "notes.txt").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(Refused, match="something else"):
        write_data_set(slice, tmp_path / "set")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Refused, match="something else"):
        write_data_set(slice, tmp_path / "file")
    assert before.items() <= files(tmp_path).items()


def test_an_export_that_fails_leaves_the_older_one_and_nothing_beside_it(
    tmp_path: Path, slice: Slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_data_set(slice, tmp_path / "set")
    before = files(tmp_path)

    def full(*_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(parquet, "_manifest", full)
    for folder in ("set", "other"):
        with pytest.raises(OSError, match="no space"):
            write_data_set(slice, tmp_path / folder)
    assert files(tmp_path) == before


def test_what_is_no_data_set_is_named(tmp_path: Path, slice: Slice) -> None:
    with pytest.raises(Invalid, match="no data set"):
        read_manifest(tmp_path)
    write_data_set(slice, tmp_path / "set")
    manifest = json.loads((tmp_path / "set" / MANIFEST).read_text())
    (tmp_path / "set" / MANIFEST).write_text(json.dumps(manifest | {"schema_version": 99}))
    with pytest.raises(Invalid, match="another version"):
        read_manifest(tmp_path / "set")
