"""Regesta itself, through the path that its import and its front doors take."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import rmtree

from api import __version__
from api.bootstrap import Service
from bench.peers.peer import Answer, Peer
from bench.roll import ASKED_COUNTRY, PAGE, Row, command_lines, source_lines, write_lines
from domain.event import Command
from formats.command_lines import CommandLines
from formats.reader import BadRow
from projections.country_timeline import CountryTimelineQuery
from projections.registry import projection_named
from projections.slice_query import SliceQuery
from projections.timeline import Timeline
from store.application import Application
from store.settings import Settings

COUNTRY = projection_named("country-timeline")
"""Found before anything is timed, as the packages of the others are imported."""


class Regesta(Peer):
    """JSON Lines through validation, decision and durable batches; the ledger from the log; whole entries of a page."""

    name = "Regesta"
    lacks = ()
    shape = "validated commands to an SQLite log, fsync a batch; columns rebuilt from the log; pages of whole entries"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._settings = Settings.of(folder / "record.sqlite")
        self._service: Service | None = None
        self._lines = b""

    @property
    def version(self) -> str:
        """The version of this tree."""
        return __version__

    def take(self, rows: Sequence[Row]) -> None:
        """The lines of a file to import."""
        self._lines = write_lines(source_lines()) + write_lines(command_lines(rows))

    def load(self) -> None:
        """The whole import."""
        with Application(self._settings) as application:
            for batch in application.execute_many(_commands(self._lines), by="a bench"):
                for _, refusal in batch.refused:
                    raise refusal

    def rebuild(self) -> int:
        """Open the store and read the whole log into columns, without a saved ledger."""
        self.close()
        rmtree(self.folder / "record.sqlite.ledger", ignore_errors=True)
        self._service = Service(self._settings)
        self._service.ledger.catch_up()
        return self._service.ledger.slice().select().total

    def page(self, country: str = ASKED_COUNTRY, known_on: str | None = None) -> Answer:
        """The projection, and its reply serialised as for HTTP."""
        assert self._service is not None
        query = CountryTimelineQuery(code=country, limit=PAGE)
        view = COUNTRY.ask(self._service.slice(SliceQuery(known_on=known_on)), query)
        assert isinstance(view, Timeline)
        view.model_dump_json(by_alias=True)
        return Answer(tuple(entry.id for entry in view.entries), view.total)

    def append(self, row: Row) -> None:
        """One command, durable when it returns."""
        assert self._service is not None
        (command,) = _commands(write_lines(command_lines([row])))
        self._service.application.execute(command, by="a bench")

    def close(self) -> None:
        """Close the store."""
        if self._service is not None:
            self._service.close()
            self._service = None


def _commands(lines: bytes) -> Iterator[Command]:
    for read in CommandLines().read(io.BytesIO(lines)):
        if isinstance(read, BadRow):
            raise read.error
        yield read.command


PEER = Regesta
