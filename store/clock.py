"""The one place that reads the clock and draws at random, so that everything else gives the same answer twice."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4


def now() -> datetime:
    """The present instant, in UTC, to the microsecond."""
    return datetime.now(UTC)


def fresh_key() -> str:
    """A random idempotency key, for a request that came without one."""
    return str(uuid4())


def rfc3339(instant: datetime) -> str:
    """An instant as the log writes it: RFC 3339, UTC, always six digits of a second, `Z`."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
