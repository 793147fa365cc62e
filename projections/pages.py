"""All pages of a timeline one after another, and put together: for whoever writes the whole of it down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from projections.projection import Projection
from projections.slice import Slice
from projections.timeline import MOST_ENTRIES, Timeline, TimelineQuery
from projections.view import content_hash


def pages(projection: Projection, slice: Slice, query: TimelineQuery) -> Iterator[Timeline]:
    """The pages of a timeline from the one asked for to the last, as long as they may be."""
    query = query.model_copy(update={"limit": MOST_ENTRIES})
    while True:
        view = projection.ask(slice, query)
        assert isinstance(view, Timeline)
        yield view
        if view.next is None:
            return
        query = query.model_copy(update={"cursor": view.next})


def together(found: Iterable[Timeline]) -> Timeline:
    """Pages that follow each other as one view, with a content hash of its own."""
    views = tuple(found)
    whole = views[0].model_copy(
        update={
            "entries": tuple(entry for view in views for entry in view.entries),
            "undated": tuple(entry for view in views for entry in view.undated),
            "next": views[-1].next,
        }
    )
    return whole.model_copy(update={"content_hash": content_hash(whole)})
