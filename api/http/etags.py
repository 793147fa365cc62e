"""Conditional requests (RFC 9110, sections 8.8 and 13) and links (RFC 8288).

A read carries the content hash as its entity tag; a write names the version of the stream that was read. The two never
meet: content hashes are 64 hexadecimal digits, stream versions are decimal numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.http.problems import Declined

IMMUTABLE = "public, max-age=31536000, immutable"
"""For a reply that names a position: nothing recorded later can change it."""

REVALIDATE = "no-cache"
"""For a reply that looks at the present: kept, but asked again with its entity tag before it is used."""

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')
_VERSION = re.compile(r'"?([0-9]{1,15})"?')
_IDEMPOTENCY_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,200})"?')


def content_tag(content_hash: str, export: str, *, pinned: bool) -> str:
    """The entity tag of a reply: weak where the same content may stand beside another position."""
    tag = f'"{content_hash}"' if export == "json" else f'"{content_hash}.{export}"'
    return tag if pinned else f"W/{tag}"


def packed_tag(tag: str) -> str:
    """The entity tag of the same reply compressed: a strong one says which bytes they are, a weak one need not."""
    return tag if tag.startswith("W/") else f'{tag[:-1]}.gzip"'


def version_tag(version: int) -> str:
    """The entity tag of a stream."""
    return f'"{version}"'


def none_match(if_none_match: str, tag: str) -> bool:
    """Whether a reply with this entity tag is new to the client: weak comparison, `*` matches anything."""
    if if_none_match == tag or if_none_match.strip() == "*":
        return False
    opaque = tag.removeprefix("W/").strip('"')
    return all(held != opaque for _, held in _TAG.findall(if_none_match))


@dataclass(frozen=True)
class Precondition:
    """What a write says of the stream it appends to.

    `version` is the version it has read (0 for a stream that must be new), `None` if any will do; `stated` tells
    whether the request said so itself.
    """

    version: int | None
    stated: bool


def precondition(headers: Mapping[str, str]) -> Precondition:
    """Read `If-Match` and `If-None-Match` of a write; raises `Declined` for what names no version."""
    if_match, if_none_match = headers.get("if-match"), headers.get("if-none-match")
    if if_match is None and if_none_match is None:
        return Precondition(0, stated=False)
    if if_match is None:
        if str(if_none_match).strip() != "*":
            raise _unreadable("if-none-match", str(if_none_match), "*, for a stream that must be new")
        return Precondition(0, stated=True)
    if if_match.strip() == "*":
        return Precondition(None, stated=True)
    found = _VERSION.fullmatch(if_match.strip())
    if not found:
        raise _unreadable("if-match", if_match, 'the stream version as an entity tag, such as "3", or *')
    return Precondition(int(found.group(1)), stated=True)


def idempotency_key(headers: Mapping[str, str]) -> str | None:
    """Read `Idempotency-Key`: 1 to 200 visible ASCII characters, quoted or not; raises `Declined`."""
    given = headers.get("idempotency-key")
    if given is None:
        return None
    found = _IDEMPOTENCY_KEY.fullmatch(given.strip())
    if not found:
        raise _unreadable("idempotency-key", given, "1 to 200 visible ASCII characters without a quotation mark")
    return found.group(1)


def link_header(links: Iterable[tuple[str, str]]) -> str:
    """A `Link` header out of (relation, target) pairs; targets are already percent-encoded."""
    return ", ".join(f'<{target}>; rel="{relation}"' for relation, target in links)


def _unreadable(name: str, seen: str, accepted: str) -> Declined:
    shortened = seen.encode("ascii", "backslashreplace").decode()[:80]
    return Declined(
        "bad-request",
        f"the header {name} cannot be read",
        members={"in": "header", "pointer": name, "seen": shortened, "accepted": accepted},
    )
