"""run.py in a checkout of its own, whose locks hold no package, so that nothing is fetched.

Its command prints what it was called with.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = "import os, sys\ndef main():\n    print(sys.argv, os.getcwd())\n    return 3\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a chéckout"
    (folder / "api").mkdir(parents=True)
    (folder / "api" / "__init__.py").write_text("")
    (tmp_path / "api.py").write_text("raise ImportError('this is the folder it was called from')")
    (folder / "api" / "cli.py").write_text(COMMAND)
    (folder / "requirements").mkdir()
    for lock in ("base", "test", "test-source"):
        (folder / "requirements" / f"{lock}.txt").write_text("")
    for file in (ROOT / "run.py", *(ROOT / "requirements").glob("pip-*.whl")):
        shutil.copy(file, folder / file.relative_to(ROOT))
    return folder


def start(checkout: Path, *arguments: str) -> subprocess.Popen[str]:
    # Settings that would send pip elsewhere, and a folder that would be imported first, must not matter.
    astray = {"PIP_USER": "1", "PIP_TARGET": str(checkout / "elsewhere"), "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **astray, "PIP_NO_INDEX": "1"}
    command = [sys.executable, str(checkout / "run.py"), *arguments]
    return subprocess.Popen(
        command, cwd=checkout.parent, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def run(checkout: Path, *arguments: str) -> tuple[int, str]:
    started = start(checkout, *arguments)
    said, _ = started.communicate()
    return started.returncode, said


def test_it_makes_the_environment_once_and_hands_over(checkout: Path) -> None:
    code, said = run(checkout, "regesta", "timeline", "KH")
    assert said.splitlines()[0] == "Making .venv; only the first run takes this long."
    assert said.splitlines()[1:] == [f"{['regesta', 'timeline', 'KH']} {checkout.parent}"]
    assert code == 3
    assert not (checkout / "elsewhere").exists()

    code, said = run(checkout, "serve", "--port", "0")
    assert (code, said) == (3, f"{['regesta', 'serve', '--port', '0']} {checkout.parent}\n")


def test_our_own_packages_are_compiled_with_the_others(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    run(checkout, "regesta")
    assert list((checkout / "api").rglob("cli.*.pyc"))


def test_the_command_it_lays_down_does_the_same(checkout: Path) -> None:
    run(checkout, "regesta")
    laid = checkout / ".venv" / ("Scripts/regesta.cmd" if os.name == "nt" else "bin/regesta")
    done = subprocess.run([str(laid), "a b"], cwd=checkout.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, f"{['regesta', 'a b']} {checkout.parent}\n")


def test_what_was_interrupted_or_is_out_of_date_is_made_anew(checkout: Path) -> None:
    run(checkout, "regesta")
    half_installed = checkout / ".venv" / "half-installed"

    half_installed.touch()
    (checkout / ".venv" / "installed-base").unlink()
    _, said = run(checkout, "regesta")
    assert "Making .venv" in said
    assert not half_installed.exists()

    half_installed.touch()
    (checkout / "requirements" / "base.txt").write_text("# another lock\n")
    _, said = run(checkout, "regesta")
    assert "Making .venv" in said
    assert not half_installed.exists()


def test_two_runs_at_once_make_it_once(checkout: Path) -> None:
    started = [start(checkout, "regesta") for _ in range(3)]
    said = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [3, 3, 3]
    assert sum("Making .venv" in words for words in said) == 1


def test_a_lock_that_cannot_be_installed_leaves_no_stamp(checkout: Path) -> None:
    (checkout / "requirements" / "base.txt").write_text(f"absent==1.0 --hash=sha256:{'0' * 64}\n")
    code, said = run(checkout, "regesta")
    assert code == 1
    assert "No matching distribution found for absent==1.0" in said
    assert said.endswith("Could not install requirements/base.txt (pip's own words are above).\n")
    assert not (checkout / ".venv" / "installed-base").exists()
