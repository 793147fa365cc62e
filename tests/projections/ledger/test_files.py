"""Hashes that were started ahead are those of the files as they are when they are asked for."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from projections.ledger_files import FileHashes

NAMES = ("one", "other")


def folder_of(path: Path) -> Path:
    for name in NAMES:
        (path / name).write_bytes(name.encode() * 1000)
    return path


def hashes_of(folder: Path) -> dict[str, str]:
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}


def test_what_was_not_touched_since_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, hashes = folder_of(tmp_path), FileHashes()
    hashes.start(folder)
    expected = hashes_of(folder)
    monkeypatch.setattr(FileHashes, "_worked_out", None)
    assert hashes.of(folder, NAMES) == expected


@pytest.mark.parametrize("keeps_its_times", [True, False])
def test_what_was_changed_since_is_read_again(tmp_path: Path, *, keeps_its_times: bool) -> None:
    folder, hashes = folder_of(tmp_path), FileHashes()
    hashes.start(folder)
    path = folder / NAMES[0]
    was = path.stat()
    path.write_bytes(b"ONE" * 1000)
    if keeps_its_times:
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert hashes.of(folder, NAMES) == hashes_of(folder)


def test_another_file_of_the_name_is_read_again(tmp_path: Path) -> None:
    folder, hashes = folder_of(tmp_path), FileHashes()
    hashes.start(folder)
    (folder / NAMES[1]).rename(folder / "old")
    (folder / NAMES[1]).write_bytes(b"third" * 1000)
    assert hashes.of(folder, NAMES) == hashes_of(folder)


def test_a_folder_that_is_not_there_has_nothing_to_be_hashed_ahead(tmp_path: Path) -> None:
    hashes = FileHashes()
    hashes.start(tmp_path / "none")
    assert hashes.of(folder_of(tmp_path), NAMES) == hashes_of(tmp_path)
