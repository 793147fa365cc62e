"""How the HTTP door is opened: where it listens, who may write, under which names it may be addressed."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field

from domain.errors import Invalid
from domain.values import Value

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})

WRITE_KEYS = "REGESTA_WRITE_KEYS"
"""The environment variable that holds the write keys: `name:key`, several separated by commas."""

LEAST_KEY_CHARS = 16


class DoorSettings(Value):
    """Settings of the door.

    `write_keys` maps each key to the name that is recorded with what it writes. Without any, writing is open on
    loopback if `open_on_loopback` says so (the default store of the user who started the service), else closed.
    `hosts` are further names under which the service may be addressed; on loopback no others are taken.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765
    write_keys: Mapping[str, str] = Field(default_factory=dict)
    open_on_loopback: bool = False
    hosts: tuple[str, ...] = ()

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the door."""
        return self.host in LOOPBACK_NAMES

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """The names under which it may be addressed; empty means any."""
        if not self.on_loopback:
            return frozenset(name.lower() for name in self.hosts)
        return LOOPBACK_NAMES | {name.lower() for name in self.hosts}

    def writer(self, key: str | None) -> str | None:
        """The name that goes with a key, or `None` if it may not write; compared in constant time."""
        if not self.write_keys:
            return "loopback" if self.open_on_loopback and self.on_loopback else None
        given = (key or "").encode()
        found = None
        for held, name in self.write_keys.items():
            if hmac.compare_digest(held.encode(), given):
                found = name
        return found

    @classmethod
    def from_environment(cls, *, host: str, port: int, open_on_loopback: bool, hosts: tuple[str, ...] = ()) -> Self:
        """The settings with the keys of the environment; raises `Invalid` for a key that is too short or unnamed."""
        keys = dict(_key(part) for part in os.environ.get(WRITE_KEYS, "").split(",") if part.strip())
        return cls(host=host, port=port, open_on_loopback=open_on_loopback, hosts=hosts, write_keys=keys)


def _key(part: str) -> tuple[str, str]:
    name, colon, key = part.strip().partition(":")
    if not (colon and name and len(key) >= LEAST_KEY_CHARS and key.isascii() and key.isprintable()):
        accepted = f"name:key with a key of at least {LEAST_KEY_CHARS} printable ASCII characters"
        raise Invalid("a write key cannot be read", seen=f"a key for {name!r}", where=WRITE_KEYS, accepted=accepted)
    return key, name
