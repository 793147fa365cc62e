"""Cursors: where a page ended, for whom, and on which state of the record; never an offset.

A cursor pins the position of the log and the day of knowledge, so that pages fetched one after another come from one
and the same timeline, whatever is recorded in between.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import orjson
from pydantic import ValidationError

from domain.errors import Invalid
from domain.values import Id, Value


class Cursor(Value):
    """The hash of the question, the slice, and the sort key of the last entry shown."""

    question: str
    position: int
    known_on: str | None
    earliest: str | None
    latest: str | None
    last: Id


def question_hash(question: dict[str, Any]) -> str:
    """A short hash of a question, as plain JSON content, without what may change from page to page."""
    content = {name: value for name, value in question.items() if name not in ("cursor", "limit", "at_position")}
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def write_cursor(cursor: Cursor) -> str:
    """The cursor as one opaque word."""
    fields = (cursor.question, cursor.position, cursor.known_on, cursor.earliest, cursor.latest, cursor.last)
    return urlsafe_b64encode(orjson.dumps(fields)).decode().rstrip("=")


def read_cursor(word: str, question: str) -> Cursor:
    """Read a cursor back.

    Raises:
        Invalid: if it is none, or was given out for another question.
    """
    try:
        fields = orjson.loads(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        cursor = Cursor(**dict(zip(Cursor.model_fields, fields, strict=True)))
    except (ValueError, TypeError, ValidationError):
        raise _unfit("this is no cursor", word) from None
    if cursor.question != question:
        raise _unfit("the cursor was given out for another question", word)
    return cursor


def moved_on(word: str, position: int) -> str:
    """A cursor that was given out, as it would be given out at a later position to the same question."""
    fields = orjson.loads(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    cursor = Cursor(**dict(zip(Cursor.model_fields, fields, strict=True)))
    return write_cursor(cursor.model_copy(update={"position": position}))


def _unfit(message: str, word: str) -> Invalid:
    accepted = "the `next` of a reply to the same question, unchanged"
    return Invalid(message, seen=word, where="cursor", accepted=accepted)
