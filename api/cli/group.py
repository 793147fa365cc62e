"""The group of all commands, listed without importing any of them.

Built-in commands are the files of `api/cli/commands/`; every projection is a command too, by its word. Both are read
as syntax for the list, because importing the read side would make `regesta --help` slow.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module, util
from pathlib import Path
from typing import NamedTuple

import click

from api import __version__

_COMMANDS_FOLDER = Path(__file__).parent / "commands"


class Listed(NamedTuple):
    """A command as the list shows it: its word, one line about it, and the name of the projection behind it."""

    word: str
    line: str
    projection: str | None


def built_in() -> Iterator[Listed]:
    """The commands that have a file in `commands/`."""
    for file in sorted(_COMMANDS_FOLDER.glob("[a-z]*.py")):
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


class Commands(click.Group):
    """Lists commands by reading files, imports the one that is asked for."""

    def _listed(self) -> dict[str, Listed]:
        listed = {each.word: each for each in projected()}
        return listed | {each.word: each for each in built_in()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click hands it over)
        """Every command by its word."""
        return sorted(self._listed())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click hands it over)
        """The command, imported now."""
        file = next((f for f in (f"{cmd_name}.py", f"{cmd_name}_.py") if (_COMMANDS_FOLDER / f).exists()), None)
        if file is not None and cmd_name.isidentifier():
            command: click.Command = import_module(f"api.cli.commands.{file.removesuffix('.py')}").command
            return command
        listed = self._listed().get(cmd_name)
        if listed is None or listed.projection is None:
            return None
        from api.cli.asking import command_of

        return command_of(listed.projection, listed.word)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click hands it over)
        """The list of commands: those that look, then those that keep house."""
        listed = self._listed()
        looking = [(each.word, each.line) for each in listed.values() if each.projection]
        keeping = [(each.word, each.line) for each in listed.values() if not each.projection]
        for title, rows in (("Looking at the record", looking), ("Keeping the record", keeping)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(sorted(rows))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    invoke_without_command=False,
)
@click.version_option(__version__, prog_name="regesta")
def regesta() -> None:
    """A register of documented occurrences, read back as timelines as known on any day."""
