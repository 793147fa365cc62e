"""Which format a reply is written in: `?format=` if given, else the `Accept` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from api.http.problems import Declined
from formats.export import Export
from projections.view import View

JSON = "json"
JSON_TYPE = "application/json"

_QUALITY = re.compile(r"[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def exports_of(view: type[View]) -> dict[str, Export]:
    """The formats besides JSON that carry this type of view, by name; imports them."""
    from formats.registry import EXPORTS

    return {name: export for name, export in EXPORTS.items() if name != JSON and export.takes(view)}


def chosen_format(view: type[View], named: str | None, accept: str) -> str:
    """The name of the format to write; raises `Declined` (invalid, or not-acceptable) naming those that there are."""
    if named == JSON or (named is None and _takes_json_above_all(accept)):
        return JSON
    fitting = exports_of(view)
    if named is not None:
        if named in fitting:
            return named
        members = {"in": "query", "pointer": "format", "seen": named[:80], "accepted": ", ".join([JSON, *fitting])}
        raise Declined("invalid", "no such format for this view", members=members)
    types = {JSON_TYPE: JSON} | {essence(export.media_type): name for name, export in fitting.items()}
    wanted = _best(accept, tuple(types))
    if wanted is None:
        members = {"in": "header", "pointer": "accept", "seen": accept[:80], "accepted": ", ".join(types)}
        raise Declined("not-acceptable", "no format fits what the client accepts", members=members)
    return types[wanted]


def essence(media_type: str) -> str:
    """A media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


@lru_cache(maxsize=1_000)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes a body compressed by gzip (RFC 9110, section 12.5.3); nothing said means no."""
    qualities = dict(_ranges(accept_encoding))
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


@lru_cache(maxsize=1_000)
def _takes_json_above_all(accept: str) -> bool:
    """Whether JSON, which is offered first, is wanted as much as anything can be."""
    ranges = dict(_ranges(accept))
    return not ranges or _quality(JSON_TYPE, ranges) >= 1


def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    """The offered type of highest quality, the first of equals; `None` if none is acceptable."""
    ranges = dict(_ranges(accept))
    if not ranges:
        return offered[0]
    qualities = [(_quality(media_type, ranges), -place, media_type) for place, media_type in enumerate(offered)]
    quality, _, media_type = max(qualities)
    return media_type if quality > 0 else None


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    for pattern in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if pattern in ranges:
            return ranges[pattern]
    return 0.0


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept[:1000].split(","):
        media_type, *parameters = (piece.strip() for piece in part.split(";"))
        if not media_type:
            continue
        found = next((match for match in map(_QUALITY.fullmatch, parameters) if match), None)
        yield media_type.lower(), float(found.group(1)) if found else 1.0
