"""Several processes import what one process imports: the same log and the same reports.

Ended at any moment, nothing is lost or doubled, and nobody stays behind.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from api.cli.commands.import_ import Tally, _take
from api.cli.preparing import Entry, Part, entries, parts_of, prepare_part, read_entries
from api.cli.processes import Preparing
from domain.errors import Refused
from domain.event import Command
from formats.command_lines import CommandLines
from formats.reader import BadRow, Row
from formats.repeats import Repeats
from store.application import Application
from store.settings import Settings
from tests.api.cli.conftest import Run
from tests.api.cli.importing import BATCH, BY, GO_ON, commands, several
from tests.domain.record import account, source
from tests.store.test_prepared import rows_of
from tests.strategies.imports import command_files
from tests.strategies.tables import MAPPING

ROOT = Path(__file__).parents[3]


class Told(Tally):
    """A tally that keeps every fault."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[int, str]] = []

    def fault(self, line: int, why: object) -> None:
        self.told.append((line, f"{type(why).__name__}: {why}"))

    def everything(self) -> tuple[object, ...]:
        return self.rows, self.added, self.unchanged, self.told


class Faulty(CommandLines):
    """A reader with a fault of its own."""

    name = "faulty"

    def read_part(self, lines: Iterable[bytes], first_number: int, head: bytes = b"") -> Iterator[Row | BadRow]:
        raise KeyError("a fault of the reader")


def in_parts(file: bytes, part_bytes: int) -> Iterator[Part]:
    handle = BytesIO(file)
    return parts_of(handle.readline(), handle, part_bytes=part_bytes)


def as_by_others(file: bytes, part_bytes: int) -> Iterator[Entry]:
    """What other processes would give back, without them."""
    reading = pickle.loads(pickle.dumps(CommandLines()))
    repeats = Repeats()
    for part in in_parts(file, part_bytes):
        yield from entries(pickle.loads(pickle.dumps(prepare_part(reading, part))), repeats)


def one_process(file: Path) -> Iterator[Command]:
    with file.open("rb") as handle:
        for row in CommandLines().read(handle):
            assert isinstance(row, Row)
            yield row.command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of commands in some forty parts; a quarter of the occurrences have a second account."""
    path = tmp_path / "commands.jsonl"
    lines = [{"do": "register_source", "source": "s1", "content": source()}]
    for number in range(2_000):
        about = account(start=number, summary=f"Number {number} was sent out.")
        names = {"occurrence": f"o{number % 1_500}", "kind": "deportation"}
        lines.append({"do": "record_account", **names, "account": about})
    path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return path


@given(file=command_files() | st.binary(max_size=40), part_bytes=st.integers(1, 4_000))
def test_parts_of_a_file_are_the_file_with_its_line_numbers(file: bytes, part_bytes: int) -> None:
    parts = list(in_parts(file, part_bytes))
    numbered = [(part.first_number + at, line) for part in parts for at, line in enumerate(BytesIO(part.lines))]
    assert numbered == list(enumerate(BytesIO(file), 1))


@hypothesis_settings(max_examples=60)
@given(files=st.lists(command_files(), min_size=1, max_size=2), part_bytes=st.integers(1, 6_000))
def test_lines_prepared_apart_come_to_what_one_process_makes_of_them(files: list[bytes], part_bytes: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Application(Settings.of(Path(folder) / "one.sqlite")) as one,
        Application(Settings.of(Path(folder) / "several.sqlite")) as several,
    ):
        # given files, the first of which is imported again at the end
        for file in [*files, files[0]]:
            alone, together = Told(), Told()
            # when one process reads them, and when their lines are prepared apart
            _take(one, read_entries(CommandLines().read(BytesIO(file))), BY, alone)
            _take(several, as_by_others(file, part_bytes), BY, together)
            # then everything that is told is the same, and so is every row but for its clock
            assert together.everything() == alone.everything()
            assert rows_of(several) == rows_of(one)


def test_other_processes_import_what_one_does(file: Path, tmp_path: Path) -> None:
    # given a file with lines that cannot be read, cannot be taken, or are there twice
    lines = file.read_bytes().split(b"\n")
    lines[100] = lines[100][:-20]
    lines[200] = lines[200].replace(b'"s1"', b'"s2"')
    lines[300] = lines[299]
    content = b"\n".join(lines)
    with (
        Application(Settings.of(tmp_path / "one.sqlite")) as one,
        Application(Settings.of(tmp_path / "several.sqlite")) as several,
    ):
        alone, together = Told(), Told()
        # when one process imports it, and when others prepare it
        _take(one, read_entries(CommandLines().read(BytesIO(content))), BY, alone)
        with Preparing(CommandLines(), 3, waits=True) as preparing:
            _take(several, preparing.entries(in_parts(content, 20_000)), BY, together)
            assert len(set(preparing.process_ids) - {os.getpid()}) == 3
        # then what is told and what is recorded are the same
        assert together.everything() == alone.everything()
        assert [line for line, _ in together.told] == [101, 201]
        assert rows_of(several) == rows_of(one)


def test_the_command_line_takes_a_number_of_processes(file: Path, run: Run, tmp_path: Path) -> None:
    told = [run("import", file, "--store", tmp_path / f"{count}.sqlite", "--processes", count) for count in "12"]
    assert told[0] == told[1]
    assert "2001 rows read: 2001 events added, 0 commands had nothing to add, 0 failed." in told[0][2]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of a thousand rows of three lines each, with its mapping beside it, that comes to 2,011 events."""
    path = tmp_path / "table.csv"
    rows = [
        f'o{number},c{number // 100},raid,1.1.1992 20:30,"No. {number},\nseen,\nand ""told""",'
        for number in range(1_000)
    ]
    path.write_text("\n".join(["occurrence,case,kind,seen,told,note", *rows]))
    path.with_suffix(".toml").write_text(MAPPING)
    return path


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda end: end.name)
def test_an_import_that_is_ended_leaves_nobody_behind_and_is_gone_on_with(
    file: Path, run: Run, tmp_path: Path, end: signal.Signals
) -> None:
    ended_and_gone_on_with(file, run, tmp_path, end)


def test_an_import_of_a_table_that_is_killed_is_gone_on_with(table: Path, run: Run, tmp_path: Path) -> None:
    ended_and_gone_on_with(table, run, tmp_path, signal.SIGKILL, "--mapping", table.with_suffix(".toml"))


def ended_and_gone_on_with(file: Path, run: Run, tmp_path: Path, end: signal.Signals, *mapping: object) -> None:
    # given an import by several processes, of which some batches are recorded
    store = tmp_path / "record.sqlite"
    asked = [sys.executable, "-m", "tests.api.cli.importing", str(file), str(store)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(asked, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True)
    assert process.stdin is not None
    assert process.stdout is not None
    told = [process.stdout.readline()]
    for _ in range(2):
        process.stdin.write(GO_ON)
        told.append(process.stdout.readline())
    *others, position = map(int, told[-1].split())
    # when it is ended while it goes on; from a terminal, all of them are told
    process.stdin.write(GO_ON)
    if end is signal.SIGINT:
        os.killpg(process.pid, end)
    else:
        process.send_signal(end)
    # then the pipe to which all of them could write is closed: nobody is there any more
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert len(others) == 2
    assert b"SpawnProcess" not in errors
    # and what was told is recorded; the same import again adds what is missing, and nothing twice
    with Application(Settings.of(store)) as application:
        assert position <= application.log.head() < 2_001
    whole = tmp_path / "whole.sqlite"
    for each in (store, whole):
        assert run("import", file, "--store", each, *mapping)[0] == 0
    with Application(Settings.of(store)) as resumed, Application(Settings.of(whole)) as unbroken:
        assert rows_of(resumed) == rows_of(unbroken)


def test_a_process_that_is_lost_is_told_and_nothing_of_the_file_is_passed_over(file: Path, tmp_path: Path) -> None:
    with Application(Settings.of(tmp_path / "record.sqlite")) as application, several(file) as preparing:
        # given an import of which a batch is recorded
        batches = application.execute_many(commands(preparing, file), by=BY, batch_size=BATCH)
        assert next(batches).position == BATCH
        # when one of the processes is killed
        os.kill(preparing.process_ids[0], signal.SIGKILL)
        # then that is told, with what to do
        with pytest.raises(Refused, match="import the file again"):
            list(batches)
        # and what is there is the beginning of the file, so that another import goes on from there
        head = application.log.head()
        assert head % BATCH == 0
        again = list(application.execute_many(one_process(file), by=BY))
        assert sum(batch.unchanged for batch in again) == head
        assert application.log.head() == 2_001


def test_a_fault_in_another_process_is_raised_here(file: Path) -> None:
    with Preparing(Faulty(), 1, waits=True) as preparing, pytest.raises(RuntimeError, match="a fault of the reader"):
        list(preparing.entries(in_parts(file.read_bytes(), 20_000)))


def test_a_short_file_of_unknown_length_starts_no_process(file: Path) -> None:
    with Preparing(CommandLines(), 2, after_bytes=10_000_000, waits=True) as preparing:
        assert len(list(preparing.entries(in_parts(file.read_bytes(), 20_000)))) == 2_001
        assert preparing.process_ids == ()
