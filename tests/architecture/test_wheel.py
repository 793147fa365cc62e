"""What `pip install .` puts in place: every file of the six packages, the kit, the command, and nothing else."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "domain", "formats", "projections", "seed_events", "store")
KIT = "tests/strategies"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def test_it_holds_every_file_of_the_packages(wheel: Path) -> None:
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    written = {
        path.relative_to(ROOT).as_posix()
        for package in (*PACKAGES, KIT)
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == written


def test_each_package_says_that_it_is_typed(wheel: Path) -> None:
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(ZipFile(wheel).namelist())


def test_it_brings_the_command_and_the_licence(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        described = {name.split(".dist-info/")[1]: name for name in archive.namelist() if ".dist-info/" in name}
        assert "regesta = api.cli:main" in archive.read(described["entry_points.txt"]).decode()
        assert "Apache License" in archive.read(described["licenses/LICENSE"]).decode()
        assert "License-Expression: Apache-2.0" in archive.read(described["METADATA"]).decode()
