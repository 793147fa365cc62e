"""Write the whole log down, one event a line, or the ledger as Parquet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.opening import opened, store_option
from api.cli.options import parameters_of
from api.cli.printing import tell
from api.cli.progress import progress
from projections.slice_query import SliceQuery

if TYPE_CHECKING:
    from api.bootstrap import Service


@click.command(help=__doc__)
@click.argument("path", type=click.Path(allow_dash=True, path_type=Path), default="-")
@click.option(
    "--to",
    "form",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="The log as lines, or the ledger as a partitioned data set in the folder PATH.",
)
@click.option("--after", type=click.IntRange(min=0), help="Lines only: the events after this position.")
@store_option
def command(path: Path, form: str, after: int | None, store: str | None, **chosen: Any) -> None:
    """Write to PATH, or lines to standard output with `-`; attached texts are never exported."""
    given = [name for name, value in chosen.items() if value not in (None, ())]
    if form == "jsonl" and given:
        option = f"--{given[0].replace('_', '-')}"
        raise click.UsageError(f"{option} chooses a slice, and the log is written whole; it belongs to --to parquet.")
    if form == "parquet" and (str(path) == "-" or after is not None):
        raise click.UsageError("--to parquet takes the name of a folder, and no --after.")
    with opened(store) as service:
        if form == "parquet":
            _data_set(service, path, chosen)
        else:
            _lines(service, path, after or 0)


# The options that choose a slice, as every view has them.
command.params += list(parameters_of(SliceQuery))


def _data_set(service: Service, folder: Path, chosen: dict[str, Any]) -> None:
    from api.cli.asking import slice_query
    from formats.parquet import LEFT_OUT, write_data_set

    slice = service.slice(slice_query(chosen))
    written = write_data_set(slice, folder)
    rows = ", ".join(f"{count} {table}" for table, count in written.rows.items())
    tell(f"{folder}: {rows}; {written.files} files, as of position {slice.position}. Left out: {LEFT_OUT}.")


def _lines(service: Service, path: Path, after: int) -> None:
    from api.log_lines import lines

    with progress("exporting", service.head() - after, "events") as advance:
        written = 0
        out = sys.stdout.buffer if str(path) == "-" else path.open("xb")
        try:
            for line in lines(service.application.log, after):
                out.write(line + b"\n")
                written += 1
                if written % 1_000 == 0:
                    advance(1_000)
            out.flush()
        finally:
            if out is not sys.stdout.buffer:
                out.close()
    tell(f"{written} events written.")
