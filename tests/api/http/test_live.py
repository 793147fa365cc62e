"""The live stream: from any position, however many frames are kept, everything once and in order."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from api.bootstrap import Service
from api.http.live import Feed, Pace, Subscription
from domain.case import Case, OpenCase

GUARD_SECONDS = 20
"""No measure of speed: what is lost would else be waited for without end."""


class Reader:
    """A subscriber that reads until it has come to a position."""

    def __init__(self, feed: Feed, after: int) -> None:
        self.subscription = Subscription(feed, after)
        self.positions: list[int] = []
        self._come = asyncio.Condition()
        self._gone = asyncio.Event()

    async def send(self, message: Message) -> None:
        body: bytes = message.get("body", b"")
        async with self._come:
            self.positions += [int(line[4:]) for line in body.split(b"\n") if line.startswith(b"id: ")]
            self._come.notify_all()

    async def receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def read_to(self, position: int) -> None:
        """Read until that position has come, then go."""
        serving = asyncio.create_task(self.subscription({"type": "http"}, self.receive, self.send))
        async with asyncio.timeout(GUARD_SECONDS), self._come:
            await self._come.wait_for(lambda: bool(self.positions) and self.positions[-1] >= position)
        self._gone.set()
        await serving


def append(service: Service, count: int) -> int:
    for _ in range(count):
        at = service.head()
        service.application.execute(OpenCase(case=f"case-{at}", content=Case(title="A case")), by="test")
    return service.head()


@given(
    kept=st.integers(1, 6),
    page_rows=st.integers(1, 4),
    starts=st.lists(st.integers(0, 8), min_size=1, max_size=4),
    grown=st.integers(1, 7),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_reader_gets_everything_after_its_position_once_and_in_order(
    service: Service, kept: int, page_rows: int, starts: list[int], grown: int
) -> None:
    head = append(service, 8)
    pace = Pace(poll_seconds=0.01, heartbeat_seconds=600, kept_frames=kept, page_rows=page_rows)

    async def play() -> tuple[int, list[tuple[int, list[int]]]]:
        feed = Feed(service.application.log, pace)
        following = asyncio.create_task(feed.run())
        goal = head + grown
        readers = [Reader(feed, head - back) for back in starts]
        reading = [asyncio.create_task(reader.read_to(goal)) for reader in readers]
        await asyncio.to_thread(append, service, grown)
        feed.wake()
        await asyncio.gather(*reading)
        assert feed.subscribers == 0
        feed.close()
        await following
        return goal, [(reader.subscription.after, reader.positions) for reader in readers]

    goal, found = asyncio.run(play())
    for after, positions in found:
        assert positions == list(range(after + 1, goal + 1))


def test_who_takes_nothing_is_cut_off(service: Service) -> None:
    append(service, 1)
    cut: list[str] = []

    async def play() -> None:
        feed = Feed(service.application.log, Pace(stalled_seconds=0.05))
        gone = asyncio.Event()

        async def stuck(message: Message) -> None:
            await asyncio.Event().wait()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        def abort() -> None:
            cut.append("cut")
            gone.set()

        scope: dict[str, Any] = {"type": "http", "extensions": {"regesta.abort": abort}}
        await Subscription(feed, 0)(scope, receive, stuck)
        assert feed.subscribers == 0

    asyncio.run(play())
    assert cut == ["cut"]
