"""Bodies read strictly: within a size, as UTF-8, and as JSON that every reader would understand alike.

RFC 8259 leaves open what a reader does with a name that occurs twice, a number beyond its range, a lone surrogate or
deep nesting; I-JSON (RFC 7493) closes most of these, and so does this module. What is cheap to refuse (length,
nesting) is refused before anything is parsed.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NoReturn

from starlette.requests import ClientDisconnect, Request

from api.http.problems import Declined

MOST_BODY_BYTES = 1024 * 1024
"""One command is far smaller: its longest texts have 8,000 characters. Bulk input goes through the import."""

BODY_SECONDS = 30
MOST_DEPTH = 64
MOST_DIGITS = 18
"""Integers stay within 64 bits, so that every store and reader keeps them exactly."""

_BRACKETS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NOT_BRACKETS = bytes(set(range(256)) - set(_BRACKETS))
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_JSON_TYPE = re.compile(r"application/(?:[\w.+-]+\+)?json", re.ASCII | re.IGNORECASE)


async def read_body(request: Request, most_bytes: int = MOST_BODY_BYTES) -> bytes:
    """The bytes of a JSON request; declines a wrong type, an encoding, and a body that is or grows too large."""
    require_json_type(request)
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > most_bytes:
        raise _too_large(most_bytes)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _received(request, most_bytes)
    except TimeoutError:
        message = f"the body did not arrive within {BODY_SECONDS} seconds"
        raise Declined("too-slow", message, headers={"connection": "close"}) from None
    except ClientDisconnect:
        raise Declined("bad-request", "the connection was closed before the whole body had arrived") from None


async def _received(request: Request, most_bytes: int) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most_bytes:
            raise _too_large(most_bytes)
    return bytes(received)


def require_json_type(request: Request) -> None:
    """Decline unless the request says that its body is JSON, in UTF-8 and not compressed."""
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if not _JSON_TYPE.fullmatch(media_type.strip()) or charset not in ("", "charset=utf-8"):
        seen = request.headers.get("content-type", "no content type")[:80]
        raise Declined(
            "unsupported-media-type",
            f"the body is declared as {seen!r}",
            headers={"connection": "close", "accept-post": "application/json"},
            members={"pointer": "content-type", "in": "header", "seen": seen, "accepted": "application/json, in UTF-8"},
        )
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise Declined(
            "unsupported-media-type",
            "compressed bodies are not read",
            headers={"connection": "close", "accept-encoding": "identity"},
            members={"pointer": "content-encoding", "in": "header", "seen": encoding[:80], "accepted": "identity"},
        )


def parse(body: bytes) -> Any:
    """The content of strict JSON; raises `Declined` (malformed-json) naming the offset or the offence."""
    text = _text_of(body)
    _require_shallow(body)
    try:
        content = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise _malformed(f"{error.msg} at offset {error.pos}", seen=text[error.pos : error.pos + 20]) from None
    if "\\u" in text:
        _require_whole_characters(content)
    return content


def _text_of(body: bytes) -> str:
    if not body.strip():
        raise _malformed("the body is empty", accepted="a JSON object")
    if body.startswith(b"\xef\xbb\xbf"):
        raise _malformed("the body starts with a byte order mark", accepted="UTF-8 without a byte order mark")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed(f"the body is not UTF-8 at byte {error.start}", accepted="UTF-8") from None


def _require_shallow(body: bytes) -> None:
    """Refuse deep nesting before parsing: brackets outside of texts are counted, nothing is built."""
    if max(body.count(b"["), body.count(b"{")) <= MOST_DEPTH // 2:
        return
    brackets = _STRING.sub(b"", body).translate(None, _NOT_BRACKETS)
    if any(depth > MOST_DEPTH for depth in accumulate(map(_BRACKETS.__getitem__, brackets))):
        raise _malformed(f"nested deeper than {MOST_DEPTH} levels", accepted=f"at most {MOST_DEPTH} levels")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _malformed("a name occurs twice in one object", seen=twice, accepted="each name once")
    return content


def _refuse_constant(word: str) -> NoReturn:
    raise _malformed(f"{word} is not a JSON number", seen=word, accepted="a finite number")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise _malformed("an integer is too long", seen=digits, accepted=f"at most {MOST_DIGITS} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _malformed("a number is beyond any range", seen=digits, accepted="a finite number")
    return number


def _require_whole_characters(content: Any) -> None:
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        code = ord(error.object[error.start])
        raise _malformed(f"the escape \\u{code:04x} is half of a character", accepted="whole characters") from None


def _malformed(message: str, *, seen: str = "", accepted: str = "strict JSON (RFC 8259)") -> Declined:
    shortened = seen if len(seen) <= 40 else f"{seen[:40]}..."
    return Declined("malformed-json", message, members={"in": "body", "seen": shortened, "accepted": accepted})


def _too_large(most_bytes: int) -> Declined:
    accepted = f"at most {most_bytes} bytes"
    return Declined(
        "too-large",
        f"the body is larger than {most_bytes} bytes; bulk input goes through the import",
        headers={"connection": "close"},
        members={"in": "body", "accepted": accepted},
    )
