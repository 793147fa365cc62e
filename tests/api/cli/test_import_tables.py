"""Tables are read by several processes, and come to what one process makes of them: the log and all that is told."""

from __future__ import annotations

import csv
import pickle
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from api.cli.commands.import_ import _take
from api.cli.preparing import Entry, entries, parts_of, prepare_part, read_entries
from api.cli.processes import Preparing
from formats import repeats
from formats.csv_rows import CsvRows
from formats.mapped_rows import MappedRows, read_mapping
from formats.reader import Reader
from formats.repeats import Repeats
from store.application import Application
from store.settings import Settings
from tests.api.cli.conftest import Run
from tests.api.cli.importing import BY
from tests.api.cli.test_import_processes import Told
from tests.domain.record import source
from tests.store.test_prepared import rows_of
from tests.strategies.tables import HEADER, MAPPING, tables

ACCOUNTS = b"occurrence,kind,source,manner,credibility,summary,note\n"


def by_mapping(before: str = "") -> MappedRows:
    return MappedRows(read_mapping(before + MAPPING, "tables.toml"))


def as_by_others(reading: Reader, file: bytes, part_bytes: int) -> Iterator[Entry]:
    """What other processes would give back, without them: each part goes to another, which knows of none before."""
    handle, cutting, taken = BytesIO(file), reading.cutting, Repeats()
    assert cutting is not None
    for part in parts_of(handle.readline(), handle, part_bytes=part_bytes, cutting=cutting):
        other = pickle.loads(pickle.dumps(reading))
        made = pickle.loads(pickle.dumps(prepare_part(other, part)))
        yield from entries(made, taken)
        if made.ends:
            return


def compare(reading: Reader, files: list[bytes], part_bytes: int) -> Told:
    """Import files by one process and in parts; what was told of it, which is the same both ways."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Application(Settings.of(Path(folder) / "one.sqlite")) as one,
        Application(Settings.of(Path(folder) / "several.sqlite")) as several,
    ):
        alone, together = Told(), Told()
        for file in files:
            for told in (alone, together):
                told.begin(Path("table.csv"), reading.header_lines)
            # when one process reads them, and when parts of them are prepared apart
            _take(one, read_entries(reading.read(BytesIO(file))), BY, alone)
            _take(several, as_by_others(reading, file, part_bytes), BY, together)
            # then everything that is told is the same, and so is every row but for its clock
            assert together.everything() == alone.everything()
        assert rows_of(several) == rows_of(one)
    return alone


@hypothesis_settings(max_examples=80)
@given(file=tables(), part_bytes=st.integers(1, 600), window_lines=st.sampled_from([3, 8, 32_768]))
def test_a_table_read_in_parts_comes_to_what_one_process_makes_of_it(
    file: bytes, part_bytes: int, window_lines: int
) -> None:
    before, repeats.WINDOW_LINES = repeats.WINDOW_LINES, window_lines
    try:
        compare(by_mapping(), [file, file], part_bytes)
    finally:
        repeats.WINDOW_LINES = before


@hypothesis_settings(max_examples=40)
@given(file=tables(), part_bytes=st.integers(1, 600), names=st.sampled_from([HEADER, HEADER[1:]]))
def test_a_table_without_header_read_in_parts_comes_to_what_one_process_makes_of_it(
    file: bytes, part_bytes: int, names: tuple[str, ...]
) -> None:
    compare(by_mapping(f"header = {list(names)}\n"), [file], part_bytes)


CELLS = st.sampled_from(["raid", "one\ntwo", 'a "b"', "1", "fact", "s1", 'o",', ""])


@hypothesis_settings(max_examples=30)
@given(notes=st.lists(CELLS | st.none(), max_size=12), end=st.binary(max_size=3), part_bytes=st.integers(1, 200))
def test_a_table_of_accounts_read_in_parts_comes_to_what_one_process_makes_of_it(
    notes: list[str | None], end: bytes, part_bytes: int
) -> None:
    rows = [b"" if note is None else f'o1,raid,s1,fact,2,A raid.,"{note}"\n'.encode() for note in notes]
    compare(CsvRows(), [ACCOUNTS + b"".join(rows) + end], part_bytes)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of two thousand rows in thirty cases; told texts hold newlines, and some rows cannot be taken."""
    path = tmp_path / "table.csv"
    lines = ["occurrence,case,kind,seen,told,note"]
    for number in range(2_000):
        day = "31.2.1992 10:00" if number % 500 == 7 else f"{number % 28 + 1}.{number % 12 + 1}.1992 20:30"
        lines.append(f'o{number},c{number // 70},raid,{day},"No. {number},\n5"" long",')
    path.write_text("\n".join(lines))
    path.with_suffix(".toml").write_text(MAPPING)
    return path


def test_other_processes_import_a_table_as_one_does(table: Path, tmp_path: Path) -> None:
    with (
        Application(Settings.of(tmp_path / "one.sqlite")) as one,
        Application(Settings.of(tmp_path / "several.sqlite")) as several,
        Preparing(by_mapping(), 3, waits=True) as preparing,
        table.open("rb") as handle,
    ):
        alone, together, reading = Told(), Told(), by_mapping()
        for told in (alone, together):
            told.begin(table, reading.header_lines)
        _take(one, read_entries(reading.read(BytesIO(table.read_bytes()))), BY, alone)
        assert reading.cutting is not None
        parts = parts_of(handle.readline(), handle, part_bytes=5_000, cutting=reading.cutting)
        _take(several, preparing.entries(parts), BY, together)
        assert together.everything() == alone.everything()
        assert (alone.rows, alone.added, alone.unchanged) == (2_000, 1 + 29 + 2 * 1_996, 0)
        assert [line for line, _ in together.told] == [17, 1017, 2017, 3017]
        assert rows_of(several) == rows_of(one)


def test_the_command_line_imports_a_table_by_several_processes(table: Path, run: Run, tmp_path: Path) -> None:
    mapping = table.with_suffix(".toml")
    told = [
        run("import", table, "--mapping", mapping, "--store", tmp_path / f"{count}.sqlite", "--processes", count)
        for count in "12"
    ]
    assert told[0] == told[1]
    assert "2000 rows read: 4022 events added, 0 commands had nothing to add, 4 failed." in told[0][2]


def test_a_table_of_accounts_is_imported_by_several_processes(run: Run, tmp_path: Path) -> None:
    rows = [b'o%d,raid,s1,fact,2,"A raid,\nno. %d.",\n' % (number, number) for number in range(200)]
    (tmp_path / "t.csv").write_bytes(ACCOUNTS + b"".join(rows) + b"one,cell\n")
    first = tmp_path / "first.jsonl"
    first.write_bytes(orjson.dumps({"do": "register_source", "source": "s1", "content": source()}))
    store = ("--store", tmp_path / "record.sqlite")
    assert run("import", first, *store)[0] == 0
    code, _, told = run("import", tmp_path / "t.csv", *store, "--processes", 2)
    assert code == 1
    assert "line 402: the row has another number of cells" in told
    assert "201 rows read: 200 events added" in told


def test_every_row_that_failed_is_kept_where_asked(run: Run, tmp_path: Path) -> None:
    table, kept = tmp_path / "t.csv", tmp_path / "faults.csv"
    table.write_bytes(ACCOUNTS + b"one,cell\n" * 60)
    code, _, told = run("import", table, "--store", tmp_path / "record.sqlite", "--faults", kept)
    assert (code, told.count("another number of cells")) == (1, 50)
    assert "more rows failed; they are counted, and all of them are kept." in told
    header, *faults = csv.reader(kept.read_text("utf-8").splitlines())
    assert header == ["file", "line", "why"]
    assert [int(line) for _, line, why in faults if "another number of cells" in why] == list(range(2, 62))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), max_size=40).map(sorted),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_it_makes_no_difference_how_often_a_part_repeats_what_it_told(
    asked: list[tuple[int, str]], told_again: list[bool]
) -> None:
    """A key is new where neither its window nor the one before had it, whatever of its repetitions are told."""
    windows: dict[int, set[str]] = {}
    whole, thinned = Repeats(), Repeats()
    for (window, key), again in zip(asked, told_again, strict=False):
        number = window * repeats.WINDOW_LINES
        known = windows.setdefault(window, set())
        new = key not in known and key not in windows.get(window - 1, set())
        assert whole.is_new(number, key) == new
        if key not in known or again:
            assert thinned.is_new(number, key) == new
        known.add(key)
