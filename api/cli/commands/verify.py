"""Check the log against itself, and citations against the texts they cite (--sources DIR)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.opening import opened, store_option

if TYPE_CHECKING:
    from projections.slice import Slice
    from seed_events.verify import Cited


@click.command(help=__doc__)
@click.option(
    "--sources",
    "directory",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with copies of the source texts: every cited range is held against them.",
)
@store_option
def command(directory: Path | None, store: str | None) -> int:
    """Exit code 0 if everything holds, 1 if anything does not."""
    from projections.slice_query import SliceQuery
    from seed_events.verify import verify

    with opened(store) as service:
        found = service.application.verify()
        click.echo(f"log: {found.events} events read, {found.findings_total} findings")
        for finding in found.findings:
            click.echo(f"  position {finding.position}, {finding.stream}: {finding.fault}: {finding.detail}")
        ledger = service.saved_ledger_holds()
        if ledger is not None:
            click.echo(f"saved ledger: {'made of these events' if ledger else 'NOT made of these events; remove it'}")
        sound = found.sound and ledger is not False
        if directory is None:
            return 0 if sound else 1
        citations = verify(directory, tuple(_cited(service.slice(SliceQuery()))))
    click.echo(f"citations: {citations.ranges_checked} ranges in {len(citations.sources_checked)} texts checked")
    for fault in citations.faults:
        click.echo(f"  {fault.title} [{fault.start}, {fault.end}): {fault.problem}")
    for title in citations.without_text:
        click.echo(f"  no text for: {title}")
    for name in citations.unused:
        click.echo(f"  no source has this text: {name}")
    return 0 if sound and citations.holds else 1


def _cited(slice: Slice) -> Iterator[Cited]:
    from seed_events.verify import Cited

    citations: dict[str, list[object]] = {}
    for record in slice.accounts(slice.occurrences.get_column("occurrence").to_list()):
        account = record.account
        for citation in (account.citation, *((account.public_since.citation,) if account.public_since else ())):
            citations.setdefault(citation.source, []).append(citation)
    for source in slice.sources:
        yield Cited(source, slice.sources[source].content, tuple(citations.get(source, ())))  # type: ignore[arg-type]
