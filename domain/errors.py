"""The one tree of errors.

    RegestaError
    +-- Invalid      cannot be read: what was seen, where, what would be accepted
    +-- Refused      a rule of the record said no
    +-- Conflict     the stream moved on since it was read
    +-- Unreadable   a stored event cannot be brought to its present version

No HTTP in here: one table in the front door turns these into replies.
"""

from __future__ import annotations

_SEEN_CHARS = 80


class RegestaError(Exception):
    """Anything that this service raises on purpose; the message is meant for the person who asked."""


class Invalid(RegestaError):
    """Something could not be read.

    `seen` is shortened to 80 characters, so that an error never echoes a whole body; `where` is a
    field path, an offset or a line; `accepted` says what would have been taken.
    """

    def __init__(self, message: str, *, seen: object = None, where: str = "", accepted: str = "") -> None:
        self.message = message
        self.seen = _shorten(seen)
        self.where = where
        self.accepted = accepted
        super().__init__(message)

    def __str__(self) -> str:
        parts = [self.message]
        if self.where:
            parts.append(f"at {self.where}")
        if self.seen:
            parts.append(f"seen: {self.seen}")
        if self.accepted:
            parts.append(f"accepted: {self.accepted}")
        return "; ".join(parts)


class Refused(RegestaError):
    """A rule of the record said no; `rule` is a short stable word, `subject` the id it is about."""

    def __init__(self, message: str, *, rule: str, subject: str = "") -> None:
        self.message = message
        self.rule = rule
        self.subject = subject
        super().__init__(message)


class NotFound(Refused):
    """Nothing in the record goes by this id (an id that leads elsewhere is redirected, not refused)."""

    def __init__(self, message: str, *, subject: str = "") -> None:
        super().__init__(message, rule="not_found", subject=subject)


class Conflict(RegestaError):
    """The stream is no longer at the version the writer had read; read again, then decide again."""

    def __init__(self, message: str, *, stream: str, expected: int | None, actual: int | None) -> None:
        self.message = message
        self.stream = stream
        self.expected = expected
        self.actual = actual
        super().__init__(message)


class Unreadable(RegestaError):
    """A stored event cannot be read: its type, version or bytes are not what any upcaster knows."""

    def __init__(self, message: str, *, position: int | None = None, event_type: str = "") -> None:
        self.message = message
        self.position = position
        self.event_type = event_type
        super().__init__(message)


def _shorten(seen: object) -> str:
    if seen is None:
        return ""
    text = seen if isinstance(seen, str) else repr(seen)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= _SEEN_CHARS else f"{text[:_SEEN_CHARS]}... ({len(text)} characters)"
