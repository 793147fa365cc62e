"""run.py must be readable by a Python too old to run the service, and need nothing that is not in the box."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = (ROOT / "run.py").read_text("utf-8")
YOUNGER = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match, ast.TryStar, ast.Nonlocal)


def too_young(code: str) -> list[str]:
    """What Python 2.7 or 3.4 would stumble over before the check of its version is reached."""
    tree = ast.parse(code, feature_version=(3, 4))
    found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, YOUNGER)]
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation:
            found.append("annotation")
        if isinstance(node, ast.FunctionDef) and (node.returns or node.args.kwonlyargs or node.args.posonlyargs):
            found.append("signature")
        if isinstance(node, ast.List | ast.Tuple) and any(isinstance(item, ast.Starred) for item in node.elts):
            found.append("unpacking")
    return found


def test_an_old_python_can_read_it() -> None:
    assert too_young(RUN) == []


@pytest.mark.parametrize("code", ["f'{x}'", "def f(x: int): pass", "def f(*, x): pass", "y = [*x]", "(x := 1)"])
def test_what_an_old_python_cannot_read_is_seen(code: str) -> None:
    try:
        found = too_young(code)
    except SyntaxError:
        found = ["syntax"]
    assert found != []


def test_it_imports_only_the_standard_library() -> None:
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(RUN))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= sys.stdlib_module_names


def test_it_says_what_it_takes() -> None:
    shown = subprocess.run([sys.executable, str(ROOT / "run.py"), "--help"], capture_output=True, check=True, text=True)
    assert "run.py serve" in shown.stdout
    wrong = subprocess.run([sys.executable, str(ROOT / "run.py"), "sevre"], capture_output=True, check=False, text=True)
    assert wrong.returncode == 2


def test_the_pythons_it_admits_are_the_ones_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [name.split(" :: ")[-1] for name in project["classifiers"] if " :: 3." in name]
    assert declared == ["3.11", "3.12", "3.13", "3.14"]
    assert project["requires-python"] == ">=3.11,<3.15"
    assert "(3, 11) <= sys.version_info[:2] <= (3, 14)" in RUN
