"""The locks carry what pyproject.toml asks for, with hashes, and name no host."""

import hashlib
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINNED = re.compile(r"([a-z0-9-]+)==(\S+)(?: ; [^\\]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+")


def text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")


def pins(lock: str) -> dict[str, str]:
    return {match[1]: match[2] for match in PINNED.finditer(text(lock))}


def unmet(requirements: list[str], *locks: str) -> list[str]:
    locked = {name: version for lock in locks for name, version in pins(lock).items()}
    wanted = [Requirement(line) for line in requirements]
    return [
        str(requirement)
        for requirement in wanted
        if canonicalize_name(requirement.name) not in locked
        or not requirement.specifier.contains(locked[canonicalize_name(requirement.name)])
    ]


def test_every_line_is_a_pin_with_its_hashes() -> None:
    for lock in ("base", "test", "test-source", "pip"):
        assert PINNED.sub("", text(lock)) == "", lock


def test_the_locks_carry_what_is_asked_for() -> None:
    assert unmet(PROJECT["project"]["dependencies"], "base") == []
    assert unmet(PROJECT["dependency-groups"]["test"], "test", "test-source") == []
    assert unmet(["polars>=999", "pandas"], "base") == ["polars>=999", "pandas"]


def test_the_tests_run_against_what_is_served() -> None:
    assert pins("base").items() <= pins("test").items()


def test_only_what_is_published_without_wheels_is_built() -> None:
    assert pins("test-source").keys() == {"pyspark"}
    assert "setuptools" in pins("test")


def test_the_base_stays_lean() -> None:
    assert pins("base").keys().isdisjoint({"pandas", "pyarrow", "scipy", "matplotlib", "psycopg", "requests"})


def test_pip_is_the_one_whose_hash_is_written_down() -> None:
    (wheel,) = (ROOT / "requirements").glob("*.whl")
    assert wheel.name == f"pip-{pins('pip')['pip']}-py3-none-any.whl"
    assert f"--hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" in text("pip")
