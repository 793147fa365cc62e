"""What commands there are, read as syntax: importing the read side for it would make `regesta --help` slow.

Built-in commands are the files of `api/cli/commands/`; every projection is a command too, by its word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import NamedTuple

from api.cli.group import COMMANDS_FOLDER


class Listed(NamedTuple):
    """A command as the list shows it: its word, one line about it, and the name of the projection behind it."""

    word: str
    line: str
    projection: str | None


def built_in() -> Iterator[Listed]:
    """The commands that have a file in `commands/`."""
    for file in sorted(COMMANDS_FOLDER.glob("[a-z]*.py")):
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        yield Listed(file.stem.rstrip("_"), _first_line(docstring), None)


def projected() -> Iterator[Listed]:
    """The projections, by their word on the command line."""
    found = util.find_spec("projections")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for file in sorted(Path(folder).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            if "(Projection)" in text:
                yield from _projections_in(ast.parse(text))


def _projections_in(module: ast.Module) -> Iterator[Listed]:
    for node in module.body:
        if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "Projection" for b in node.bases):
            words = {name: value for part in node.body for name, value in _texts_assigned(part)}
            if "name" in words:
                word = words.get("command", words["name"])
                yield Listed(word, _first_line(ast.get_docstring(node) or ""), words["name"])


def _texts_assigned(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        pairs = (
            zip(target.elts, node.value.elts, strict=False)
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            else [(target, node.value)]
        )
        for name, value in pairs:
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield name.id, value.value


def _first_line(docstring: str) -> str:
    return docstring.strip().partition("\n")[0]


def listed() -> dict[str, Listed]:
    """All of them by their words."""
    return {each.word: each for each in (*projected(), *built_in())}
