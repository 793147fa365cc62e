"""Identities that the same content always gets again.

An import that is run twice, or resumed after a crash, must arrive at the same ids: so they are
UUIDv5 (RFC 9562, section 5.5) of a natural key or of content, never random.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("6f0c9f57-4b0e-5a8e-9a51-2f6d1a5b7c11")
"""The namespace of this service; it never changes, or every deterministic id would."""


def identity(noun: str, key: str) -> str:
    """The id of an imported thing: `noun` is occurrence, case, source or party; `key` its natural key."""
    return str(uuid5(NAMESPACE, f"{noun}:{key}"))


def event_id(idempotency_key: str, stream: str, index: int) -> str:
    """The id of the `index`-th event that one request writes to one stream."""
    return str(uuid5(NAMESPACE, f"event:{idempotency_key}:{stream}:{index}"))


def canonical(content: Any) -> str:
    """Canonical JSON of plain JSON content: sorted keys, no spaces, UTF-8 kept.

    The shape is that of RFC 8785 for what the record holds (strings, integers, booleans, null); decimals are
    recorded as strings, so no float ever has to be printed here.
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_id(scope: str, content: Any) -> str:
    """The id of one piece of content within a scope: equal content, equal id, in whatever order it arrives."""
    return str(uuid5(NAMESPACE, f"content:{scope}:{canonical(content)}"))
