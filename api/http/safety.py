"""Headers of safety: what a browser may do with our replies."""

from __future__ import annotations

from collections.abc import Iterable

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
POLICY = b"content-security-policy"
NOTHING_RUNS = b"default-src 'none'; frame-ancestors 'none'"
"""The policy of a reply that brings none of its own: it may load and run nothing."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The policy of our own pages: everything from this origin, nothing inline."""


def with_safety(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of a reply with those of safety; a policy that the reply brings itself stands."""
    found = list(headers)
    if SECURITY_HEADERS[0] in found:
        return found
    found += SECURITY_HEADERS
    if not any(name == POLICY for name, _ in found):
        found.append((POLICY, NOTHING_RUNS))
    return found


def header_lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as they go over the wire."""
    return b"".join([b"%s: %s\r\n" % pair for pair in headers])
