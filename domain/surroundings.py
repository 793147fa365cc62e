"""What a decision may know of other streams: handed in by the store, so that `decide` stays a pure function."""

from __future__ import annotations

from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.errors import NotFound, Refused
from domain.private_names import PrivateNames


@dataclass(frozen=True)
class Surroundings:
    """Facts of other streams at the time of deciding.

    `private_names`: the names and aliases of registered private persons. `published`: the publication (EDTF) of each
    registered source. `parties`, `cases`: the registered ids. `same_as`: the standing identifications, as pairs of
    occurrence ids.
    """

    private_names: PrivateNames = field(default_factory=PrivateNames)
    published: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    parties: Container[str] = frozenset()
    cases: Container[str] = frozenset()
    same_as: AbstractSet[tuple[str, str]] = frozenset()

    def publication_of(self, source: str) -> str:
        """The EDTF of a source's publication; raises `NotFound` if no such source is registered."""
        try:
            return self.published[source]
        except KeyError:
            raise NotFound(f"no source goes by the id {source!r}; register it first", subject=source) from None

    def require_party(self, party: str) -> None:
        """Raise `NotFound` unless the party is registered."""
        if party not in self.parties:
            raise NotFound(f"no party goes by the id {party!r}; register it first", subject=party)

    def refuse_private_names(self, content: Any) -> None:
        """Raise `Refused` if any text in plain JSON content holds the name of a registered private person."""
        if not self.private_names:
            return
        party = self.private_names.named_in(_texts(content))
        if party is not None:
            raise Refused(
                f"a text holds the name of a private person; write {{party:{party}}} instead",
                rule="private_name",
                subject=party,
            )


def _texts(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        return [text for value in content.values() for text in _texts(value)]
    if isinstance(content, (list, tuple)):
        return [text for value in content for text in _texts(value)]
    return []
