"""JSON: a view as it is, the one form from which every other can be made again."""

from __future__ import annotations

from collections.abc import Iterator

from formats.export import Export
from projections.view import View


class Json(Export):
    """The whole view as one JSON object; null means unbounded, not known or not stated."""

    name, media_type, suffix = "json", "application/json", ".json"
    accepts = (View,)

    def write(self, view: View) -> Iterator[str]:
        """One object and a line end."""
        yield view.model_dump_json(by_alias=True) + "\n"
