"""Keep your own copies of source texts beside the record, so that a dossier can show the passages cited."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.opening import opened, store_option


@click.command(help=__doc__)
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@store_option
def command(directory: Path, store: str | None) -> None:
    """Match files by their SHA-256 with registered sources; the texts never enter the log and are never exported."""
    from projections.slice_query import SliceQuery

    with opened(store) as service:
        sources = service.slice(SliceQuery()).sources
        titles = {
            record.content.text_sha256: record.content.title
            for record in (sources[each] for each in sources)
            if record.content.text_sha256 is not None
        }
        matched = 0
        for attached in service.texts.attach(directory, titles):
            told = titles[attached.text_sha256] if attached.matches else "no registered source has this text"
            matched += attached.matches
            click.echo(f"{attached.file.name}: {told}")
    click.echo(f"{matched} of {len(titles)} texts are attached now.", err=True)
