"""The group of all commands, of which none is imported but the one that is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api import __version__

if TYPE_CHECKING:
    from api.cli.listing import Listed

COMMANDS_FOLDER = Path(__file__).parent / "commands"


class Commands(click.Group):
    """Lists commands by reading files, imports the one that is asked for."""

    def _listed(self) -> dict[str, Listed]:
        from api.cli.listing import listed

        return listed()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click hands it over)
        """Every command by its word."""
        return sorted(self._listed())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click hands it over)
        """The command, imported now."""
        file = next((f for f in (f"{cmd_name}.py", f"{cmd_name}_.py") if (COMMANDS_FOLDER / f).exists()), None)
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
