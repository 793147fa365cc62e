"""What a command prints: tables on a terminal, JSON Lines in a pipe, any export format when asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from projections.slice_query import SliceQuery
from projections.view import View

if TYPE_CHECKING:
    from api.bootstrap import Service
    from projections.timeline import Timeline

F = TypeVar("F", bound=Callable[..., Any] | click.Command)

format_option = click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="json, jsonl, csv, ... Default: a table on a terminal, JSON Lines in a pipe.",
)


def print_view(view: View, format_name: str | None, service: Service, query: SliceQuery) -> None:
    """Print a view in the format asked for, or in the one that suits where it goes."""
    if is_read_here(format_name):
        _print_for_reading(view, service, query)
    else:
        _write(view, format_name)


def print_pages(found: Iterable[Timeline], format_name: str | None) -> None:
    """Print all pages of a timeline: lines as they come, any other format in one piece."""
    from projections.pages import together

    if format_name in (None, "jsonl"):
        for view in found:
            _write(view, format_name)
    else:
        _write(together(found), format_name)


def is_read_here(format_name: str | None) -> bool:
    """Whether what is printed goes to a terminal, for somebody to read."""
    return format_name is None and sys.stdout.isatty()


def _write(view: View, format_name: str | None) -> None:
    from formats.registry import export_named

    export = export_named(format_name or _for_a_pipe(view), type(view))
    out = sys.stdout.buffer
    ending = b""
    for piece in export.write(view):
        data = piece.encode() if isinstance(piece, str) else piece
        ending = data[-1:] or ending
        out.write(data)
    if ending not in (b"\n", b""):
        out.write(b"\n")
    out.flush()


def _print_for_reading(view: View, service: Service, query: SliceQuery) -> None:
    from rich.console import Console

    from api.cli.dossier_text import print_dossier
    from api.cli.steps_text import print_difference, print_replay
    from api.cli.tables import print_table
    from api.passages import passages
    from projections.difference import Difference
    from projections.dossier_shapes import Dossier
    from projections.replay import Replay

    out = Console(highlight=False)
    match view:
        case Dossier():
            print_dossier(view, passages(service.slice(query), service.texts, view.entry.id), out)
        case Replay():
            print_replay(view, out)
        case Difference():
            print_difference(view, out)
        case _:
            print_table(view, out)


def _for_a_pipe(view: View) -> str:
    from formats.registry import EXPORTS

    return "jsonl" if "jsonl" in EXPORTS and EXPORTS["jsonl"].takes(type(view)) else "json"


def tell(line: str) -> None:
    """Say something about the work itself: to errors, so that a pipe holds the answer only."""
    click.echo(line, err=True)
