"""Bringing the recorded form of an event to its present version, one step at a time, dict to dict.

Stored events are never rewritten. When the form of an event changes, its class gets a new `version`, the golden file
of the old version stays, and one function here turns the old form into the next. Climb the ladder first: an optional
new field needs none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.errors import Unreadable

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""From the recorded form of one version to that of the next; it may change and return the dict it was given."""


def _claim_by_its_path(content: dict[str, Any]) -> dict[str, Any]:
    """Claims went by two spellings, that of the record and that of the chronology: `version/when` is now the former."""
    claim = str(content["claim"])
    of, mark, name = claim.rpartition("/")
    if mark and "#" not in claim:
        path = _PATHS_OF_CLAIMS.get(name, name)
        relation = of.removesuffix("/relation")
        content["claim"] = f"{of}#{path}" if relation == of else f"{relation}#when.relations.{name}"
    return content


_PATHS_OF_CLAIMS = {"when": "when.edtf", "reported": "published", "ahead": "published"}

UPCASTERS: Mapping[tuple[str, int], Upcaster] = MappingProxyType(
    {("ClaimSetAside", 1): _claim_by_its_path, ("ClaimRestored", 1): _claim_by_its_path}
)
"""By (type, version): the step from that version to the one after it."""


def upcast(
    event_type: str, version: int, present: int, content: dict[str, Any], upcasters: Mapping[tuple[str, int], Upcaster]
) -> dict[str, Any]:
    """The recorded form brought from `version` to `present`.

    Raises `Unreadable` for a version from the future, or when a step is missing or fails.
    """
    if version > present:
        raise Unreadable(
            f"{event_type}/{version} is newer than this program, which reads up to {event_type}/{present}",
            event_type=event_type,
        )
    for step in range(version, present):
        upcaster = upcasters.get((event_type, step))
        if upcaster is None:
            raise Unreadable(f"no upcaster leads on from {event_type}/{step}", event_type=event_type)
        try:
            content = upcaster(content)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as failure:
            raise Unreadable(
                f"{event_type}/{step} could not be upcast: {type(failure).__name__} {failure}", event_type=event_type
            ) from failure
    return content
