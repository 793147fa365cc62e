"""What all routes of a service share over HTTP, and what runs beside the requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from api.bootstrap import Service
from api.http.door import Door
from api.http.live import Feed, Pace
from api.http.replies import Replies
from api.http.settings import DoorSettings

FIRST_PAGES_SECONDS = 0.5
"""What only later requests need is made so long after the ledger is there, not beside the first page."""


@dataclass(frozen=True)
class Front:
    """A service as it stands behind its routes: who may do what, what is kept ready, and the feed of the log."""

    service: Service
    settings: DoorSettings
    feed: Feed
    replies: Replies

    @classmethod
    def of(cls, service: Service, settings: DoorSettings | None = None, pace: Pace | None = None) -> Self:
        """The front of a service; `settings` say who may write and under which names it is addressed."""
        quick_head = not service.settings.is_postgres
        replies = Replies(service.head, quick_head=quick_head, is_near=service.ledger.is_near)
        return cls(service, settings or DoorSettings(), Feed(service.application.log, pace), replies)

    def door(self, app: ASGIApp) -> Door:
        """The door in front of an application."""
        return Door(app, self.replies, self.settings.accepted_hosts)

    @asynccontextmanager
    async def following(self, later: Callable[[], None]) -> AsyncIterator[None]:
        """The live feed, and at the start the ledger, read while the first requests come; then `later`, if still up."""
        following = asyncio.create_task(self.feed.run())
        reading = asyncio.create_task(self._read(following, later))
        try:
            yield
        finally:
            self.feed.close()
            await asyncio.wait({following, reading})

    async def _read(self, following: asyncio.Task[None], later: Callable[[], None]) -> None:
        await run_in_threadpool(self.service.read_on)
        _, still = await asyncio.wait({following}, timeout=FIRST_PAGES_SECONDS)
        if still:
            await run_in_threadpool(self.service.look_ahead)
            await run_in_threadpool(later)
