"""Finding what a question names: by id, or by the readable key from which the id was made."""

from __future__ import annotations

from domain.errors import NotFound
from domain.ids import identity
from projections.slice import Slice


def case_id(slice: Slice, named: str) -> str:
    """The id of a case; raises `NotFound` if the record knows none by this id or key."""
    for candidate in (named, identity("case", named)):
        if candidate in slice.cases_known:
            return candidate
    raise NotFound(f"no case goes by {named!r} here", subject=named)


def source_id(slice: Slice, named: str) -> str:
    """The id of a source; raises `NotFound` if the record knows none by this id or key."""
    for candidate in (named, identity("source", named)):
        if candidate in slice.sources:
            return candidate
    raise NotFound(f"no source goes by {named!r} here", subject=named)


def occurrence_id(slice: Slice, named: str) -> str:
    """The id under which an occurrence is shown; raises `NotFound` if nothing of it is known in the slice."""
    for candidate in (named, identity("occurrence", named)):
        shown = slice.shown_as(candidate)
        if shown is not None:
            return shown
    raise NotFound(
        f"no occurrence goes by {named!r} here, as the record stands on the day and position asked for", subject=named
    )


def party_id(slice: Slice, named: str) -> str:
    """The id of a party; raises `NotFound` if the record knows none by this id or key."""
    for candidate in (named, identity("party", named)):
        if candidate in slice.parties_known:
            return candidate
    raise NotFound(f"no party goes by {named!r} here", subject=named)
