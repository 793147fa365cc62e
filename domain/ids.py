"""Identities that the same content always gets again.

An import that is run twice, or resumed after a crash, must arrive at the same ids: so they are
UUIDv5 (RFC 9562, section 5.5) of a natural key or of content, never random.
"""

from __future__ import annotations

import json
from hashlib import sha1
from typing import Any
from uuid import UUID

NAMESPACE = UUID("6f0c9f57-4b0e-5a8e-9a51-2f6d1a5b7c11")
"""The namespace of this service; it never changes, or every deterministic id would."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_WITHIN_NAMESPACE = sha1(NAMESPACE.bytes, usedforsecurity=False)


def identity(noun: str, key: str) -> str:
    """The id of an imported thing: `noun` is occurrence, case, source or party; `key` its natural key."""
    return _uuid5(f"{noun}:{key}")


def event_id(idempotency_key: str, stream: str, index: int) -> str:
    """The id of the `index`-th event that one request writes to one stream."""
    return _uuid5(f"event:{idempotency_key}:{stream}:{index}")


def canonical(content: Any) -> str:
    """Canonical JSON of plain JSON content: sorted keys, no spaces, UTF-8 kept.

    The shape is that of RFC 8785 for what the record holds (strings, integers, booleans, null); decimals are
    recorded as strings, so no float ever has to be printed here.
    """
    return _ENCODER.encode(content)


def content_id(scope: str, content: Any) -> str:
    """The id of one piece of content within a scope: equal content, equal id, in whatever order it arrives."""
    return _uuid5(f"content:{scope}:{canonical(content)}")


def written_id(scope: str, written: bytes) -> str:
    """The id of content that has one written form: JSON whose order of fields is that of a class."""
    return _uuid5_of_bytes(f"written:{scope}:".encode() + written)


def _uuid5(name: str) -> str:
    return _uuid5_of_bytes(name.encode())


def _uuid5_of_bytes(name: bytes) -> str:
    """`str(uuid.uuid5(NAMESPACE, name))` without the object in between: an import makes several for every event."""
    hashing = _WITHIN_NAMESPACE.copy()
    hashing.update(name)
    digest = hashing.hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{_VARIANTS[digest[16]]}{digest[17:20]}-{digest[20:32]}"
