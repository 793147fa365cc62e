"""The position that a reply names, moved on: the way to send a body again that was proven to hold for longer.

What nothing has touched differs from the answer worked out anew in two places only, the position and, on a page of a
timeline, the position inside the cursor of the next page. They are replaced in the bytes, which takes microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from api.http.replies import Reply
from projections.cursor import moved_on
from projections.view import Told


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where in a JSON body the position of the answer stands, and the cursor it holds."""

    start: int
    end: int
    cursor: str | None

    def moved(self, reply: Reply, position: int) -> tuple[Reply, Stamp]:
        """The reply as it is at a later position, and where that stands in it."""
        digits, body = str(position).encode(), reply.body
        rest, cursor, link = body[self.end :], self.cursor, reply.headers["link"]
        if cursor is not None:
            later = moved_on(cursor, position)
            rest = rest.replace(_as_next(cursor), _as_next(later))
            link, cursor = link.replace(cursor, later), later
        headers = {**reply.headers, "regesta-position": str(position), "link": link}
        moved = Reply(body[: self.start] + digits + rest, headers, reply.status, reply.tag, reply.packs)
        return moved, Stamp(self.start, self.start + len(digits), cursor)


def stamp_of(told: Told) -> Stamp | None:
    """Where the position stands in an answer told as JSON: after the question; `None` if it is not there."""
    before = b'{"query":' + orjson.dumps(told.query) + b',"position":'
    digits = str(told.position).encode()
    if not told.body.startswith(before + digits + b","):
        return None
    if told.next is not None and told.body.count(_as_next(told.next)) != 1:
        return None
    return Stamp(len(before), len(before) + len(digits), told.next)


def _as_next(cursor: str) -> bytes:
    return b'"next":"%s"' % cursor.encode()
