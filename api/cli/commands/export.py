"""Write the whole log down, one event a line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api.cli.opening import opened, store_option
from api.cli.printing import tell
from api.cli.progress import progress


@click.command(help=__doc__)
@click.argument("path", type=click.Path(allow_dash=True, path_type=Path), default="-")
@click.option("--to", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, help="In which form.")
@click.option("--after", type=click.IntRange(min=0), default=0, help="Only the events after this position.")
@store_option
def command(path: Path, form: str, after: int, store: str | None) -> None:
    """Write to PATH, or to standard output with `-`; attached texts are never exported."""
    from api.log_lines import lines

    del form
    with opened(store) as service, progress("exporting", service.head() - after, "events") as advance:
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
